/** Where a table, a question to it, and two versions of it compared are found. Pure. */
import type { DataflowId, Version } from "../../ipc";

export function tableAddress(dataflow: DataflowId, table: string): string {
  return `/databases/${dataflow}/${encodeURIComponent(table)}`;
}

/** A question to a table; with days, where others are to be counted than it counts by itself. */
export function questionAddress(
  dataflow: DataflowId,
  table: string,
  title: string,
  days?: number,
): string {
  const asked = new URLSearchParams({ question: title });
  if (days !== undefined) asked.set("days", String(days));
  return `${tableAddress(dataflow, table)}?${asked}`;
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
