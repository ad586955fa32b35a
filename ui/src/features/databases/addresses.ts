/** Where a table, a question to it, and two versions of it compared are found. Pure. */
import type { DataflowId, RunId, Version } from "../../ipc";

export function databaseAddress(dataflow: DataflowId): string {
  return `/databases/${dataflow}`;
}

export function tableAddress(dataflow: DataflowId, table: string): string {
  return `${databaseAddress(dataflow)}/${encodeURIComponent(table)}`;
}

/** The words of an address that say which version is shown: none for what is now. */
export function versionWords(run: RunId | null): Record<string, string> {
  return run === null ? {} : { version: String(run) };
}

/** The run whose version an address shows; null for what is now. */
export function versionIn(search: string): RunId | null {
  const run = Number(new URLSearchParams(search).get("version"));
  return Number.isSafeInteger(run) && run > 0 ? run : null;
}

/** What an address asks, without the version that it asks of. */
export function withoutVersion(search: string): string {
  const pieces = search.replace(/^\?/, "").split("&");
  return pieces.filter((piece) => piece !== "" && !piece.startsWith("version=")).join("&");
}

/** A table in a version, with what is asked of it as another address has it. */
export function tableAsked(
  dataflow: DataflowId,
  table: string,
  run: RunId | null,
  asked: string,
): string {
  const version = new URLSearchParams(versionWords(run)).toString();
  const search = [version, withoutVersion(asked)].filter((part) => part !== "").join("&");
  return `${tableAddress(dataflow, table)}${search === "" ? "" : `?${search}`}`;
}

/** A question to a table; with days, where others are to be counted than it counts by itself. */
export function questionAddress(
  dataflow: DataflowId,
  table: string,
  title: string,
  run: RunId | null = null,
  days?: number,
): string {
  const words = new URLSearchParams({ ...versionWords(run), question: title });
  if (days !== undefined) words.set("days", String(days));
  return `${tableAddress(dataflow, table)}?${words}`;
}

/** The days of an address, where a question can count them. */
export function daysIn(search: URLSearchParams): number | null {
  const days = search.get("days") ?? "";
  return /^\d{1,5}$/.test(days) && areDays(Number(days)) ? Number(days) : null;
}

/** As many as the engine counts: a hundred years. */
export const MOST_DAYS = 36_500;

export const areDays = (days: number) => Number.isInteger(days) && days >= 1 && days <= MOST_DAYS;

/** A version as an address has it; nothing leaves it to what is likeliest. */
export function versionWord(version: Version): string {
  return version.kind === "now" ? "now" : String(version.run);
}

export function compareAddress(
  dataflow: DataflowId,
  table: string,
  versions?: { from: Version; to: Version },
): string {
  const address = `${tableAddress(dataflow, table)}/compare`;
  if (!versions) return address;
  const { from, to } = versions;
  return `${address}?${new URLSearchParams({ from: versionWord(from), to: versionWord(to) })}`;
}
