/** Where a table, a question to it, and two versions of it compared are found. Pure. */
import type { DataflowId, Version } from "../../ipc";

export function tableAddress(dataflow: DataflowId, table: string): string {
  return `/databases/${dataflow}/${encodeURIComponent(table)}`;
}

export function questionAddress(dataflow: DataflowId, table: string, title: string): string {
  return `${tableAddress(dataflow, table)}?${new URLSearchParams({ question: title })}`;
}

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
