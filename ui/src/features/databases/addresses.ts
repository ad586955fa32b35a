/** Where a table with what is asked of it, and a question to it, are found. Pure. */
import { tableAddress, versionWords } from "../../grid";
import type { DataflowId, RunId } from "../../ipc";

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
