/**
 * Names from outside as parts of an address, and a question in it. Pure. `%` never stands in what is
 * made here: what reads an address may read such signs once more than they were written.
 */
import type { KeptValue, TableQuery, Test } from "../ipc";

/** Any text as one part of an address; `~` stands for the empty one. */
export function inAddress(text: string): string {
  if (text === "") return "~";
  return encodeURIComponent(text).replaceAll("~", "%7E").replaceAll("%", "~");
}

/** The text of a part; a part that none was made of stands for itself. */
export function fromAddress(part: string): string {
  if (part === "~") return "";
  try {
    return decodeURIComponent(part.replaceAll("~", "%"));
  } catch {
    return part;
  }
}

/** The end of an address that asks for the rows with this value in this column. */
export function whereIs(column: string, text: string): string {
  return `?where=${inAddress(column)}&is=${inAddress(text)}`;
}

/** The same, of a value that the engine keeps as the window may not know it. */
export function whereKept(column: string, { value, shown }: KeptValue): string {
  return `?where=${inAddress(column)}&kept=${value}&shown=${inAddress(shown)}`;
}

/** The question in the search of an address, where there is one. */
export function askedIn(search: string): TableQuery | null {
  const found = /^where=([^&]*)&(?:is=([^&]*)|kept=(\d+)&shown=([^&]*))$/.exec(search);
  if (!found) return null;
  const [column = "", text = "", value, shown = ""] = found.slice(1);
  const test: Test =
    value === undefined
      ? { kind: "equals", text: fromAddress(text) }
      : { kind: "kept", value: Number(value), shown: fromAddress(shown) };
  return { filters: [{ column: fromAddress(column), test, not: false }], search: "", sort: [] };
}
