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

/** A value that begins so is a formula to a spreadsheet, or becomes one. */
const RUN = /^[=+\-@\t\r]/;
/** Digits of a number up to which a spreadsheet keeps it. */
const EXACT = 15;

/**
 * Whether a spreadsheet would take this text for a number or a date and show another: zeros before it and
 * digits beyond the fifteenth are lost, `1e3` becomes 1000, and `3/4` a day in April.
 */
function isRemade(value: string): boolean {
  const text = value.trim();
  const digits = text.replaceAll(/[^0-9]/g, "").length;
  if (digits === 0 || text.length > 400) return false;
  // A day as our own tables have it says the same however it is shown; an address is no number.
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  if (/^[\d.]+$/.test(text) && text.split(".").length === 4) return false;
  if (!/^[0-9.,eE+\-/: %]+$/.test(text)) return false;
  return digits !== text.length || digits > EXACT || (digits > 1 && text.startsWith("0"));
}

/**
 * A text that a spreadsheet shows as it is: with an apostrophe before it where it would run it or make another
 * value of it. The rule of *CSV for Excel* (`crates/export/src/csv.rs`), tried by the same cases.
 */
export function harmless(text: string): string {
  return RUN.test(text) || isRemade(text) ? `'${text}` : text;
}

/**
 * Tab-separated text with a line of headers, for a spreadsheet, which runs nothing that stands in it; NULL is
 * nothing between two tabs.
 */
export function asTabs(columns: readonly CopiedColumn[], rows: readonly Cells[]): string {
  const lines = rows.map((row) => columns.map(({ place }) => between(harmless(row[place] ?? ""))));
  const header = columns.map(({ name }) => between(harmless(name)));
  return [header, ...lines].map((line) => line.join("\t")).join("\n");
}

/** JSON: an object a row, with NULL as null. */
export function asJson(columns: readonly CopiedColumn[], rows: readonly Cells[]): string {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map(({ name, place }) => [name, row[place] ?? null])),
  );
  return JSON.stringify(objects, null, 2);
}
