/** Rows as text for other programs. Pure. */
import type { Cells } from "../ipc";

/** Rows that are copied at most: a clipboard is no way to carry a table away. */
export const MOST_COPIED = 10_000;

export interface CopiedColumn {
  name: string;
  /** Its place among the cells of a row. */
  place: number;
}

/** A cell between tabs; in quotes, as spreadsheets read them, where it would break its line. */
function between(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Tab-separated text with a line of headers; NULL is nothing between two tabs. */
export function asTabs(columns: readonly CopiedColumn[], rows: readonly Cells[]): string {
  const lines = rows.map((row) => columns.map(({ place }) => between(row[place] ?? "")));
  const header = columns.map(({ name }) => between(name));
  return [header, ...lines].map((line) => line.join("\t")).join("\n");
}

/** JSON: an object a row, with NULL as null. */
export function asJson(columns: readonly CopiedColumn[], rows: readonly Cells[]): string {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map(({ name, place }) => [name, row[place] ?? null])),
  );
  return JSON.stringify(objects, null, 2);
}
