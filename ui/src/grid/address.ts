/**
 * Where tables are, names from outside as parts of an address, and a question in its search. Pure. `%` never stands in
 * what is made here: what reads an address may read such signs once more than they were written.
 */
import type { DataflowId, Filter, KeptValue, RunId, Sort, TableQuery, Test, Version } from "../ipc";

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

/** A version as an address has it. */
export function versionWord(version: Version): string {
  return version.kind === "now" ? "now" : String(version.run);
}

/** Two versions of a table compared; without them it is left to what is likeliest. */
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

/** A question with all its parts. */
export type Asked = Required<TableQuery>;

export const nothingAsked: Asked = { filters: [], search: "", sort: [] };

/** Any text as one part of an address; `~` stands for the empty one. */
export function inAddress(text: string): string {
  if (text === "") return "~";
  // Half of a pair is no text that could be encoded.
  const whole = text.replaceAll(/\p{Surrogate}/gu, "\ufffd");
  return encodeURIComponent(whole).replaceAll("~", "%7E").replaceAll("%", "~");
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

/** Each test by its word: `where=COLUMN&is=TEXT`, with `not-` before it where it is turned round. */
const words: Record<Test["kind"], string> = {
  contains: "contains",
  startsWith: "starts",
  endsWith: "ends",
  equals: "is",
  oneOf: "in",
  between: "between",
  days: "days",
  matches: "matches",
  empty: "empty",
  null: "null",
  repeated: "repeated",
  alsoIn: "also-in",
  kept: "kept",
};
const kinds = new Map(Object.entries(words).map(([kind, word]) => [word, kind as Test["kind"]]));
const NOT = "not-";

/** What a test is about; null is what is left open. */
function partsOf(test: Test): (string | null)[] {
  switch (test.kind) {
    case "empty":
    case "null":
    case "repeated":
      return [];
    case "matches":
      return [test.pattern];
    case "oneOf":
      return test.texts;
    case "between":
      return [test.from, test.to];
    case "days":
      return [test.from, test.to, test.zone];
    case "alsoIn":
      return [test.table, test.column, test.filters.map(filterIn).join("&")];
    case "kept":
      return [String(test.value), test.shown];
    default:
      return [test.text];
  }
}

/** The test of a word and its parts; null where they are none. */
function testOf(kind: Test["kind"], parts: (string | null)[]): Test | null {
  const [first = null, second = null, third = null] = parts;
  switch (kind) {
    case "empty":
    case "null":
    case "repeated":
      return { kind };
    case "matches":
      return { kind, pattern: first ?? "" };
    case "oneOf":
      return { kind, texts: parts.filter((part) => part !== null) };
    case "between":
      return { kind, from: first, to: second };
    case "days":
      return { kind, from: first, to: second, zone: third };
    case "alsoIn":
      return { kind, table: first, column: second ?? "", filters: askedIn(third ?? "").filters };
    case "kept":
      return /^\d{1,15}$/.test(first ?? "")
        ? { kind, value: Number(first), shown: second ?? "" }
        : null;
    default:
      return { kind, text: first ?? "" };
  }
}

function filterIn({ column, test, not }: Filter): string {
  const parts = partsOf(test).map((part) => (part === null ? "" : inAddress(part)));
  const said = `where=${inAddress(column)}&${not ? NOT : ""}${words[test.kind]}`;
  return parts.length === 0 ? said : `${said}=${parts.join(",")}`;
}

/** The search of an address with these words and this question; empty where there is neither. */
export function searchOf(others: Record<string, string>, asked: Asked): string {
  const parts = [
    ...Object.entries(others).map(([name, value]) => `${name}=${inAddress(value)}`),
    ...asked.filters.map(filterIn),
    ...(asked.search === "" ? [] : [`search=${inAddress(asked.search)}`]),
    ...asked.sort.map(
      ({ column, descending }) => `${descending ? "down" : "up"}=${inAddress(column)}`,
    ),
  ];
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** The end of an address that asks for the rows with this value in this column. */
export function whereIs(column: string, text: string): string {
  const filter: Filter = { column, test: { kind: "equals", text }, not: false };
  return searchOf({}, { ...nothingAsked, filters: [filter] });
}

/** The same, of a value that the engine keeps as the window may not know it. */
export function whereKept(column: string, { value, shown }: KeptValue): string {
  const filter: Filter = { column, test: { kind: "kept", value, shown }, not: false };
  return searchOf({}, { ...nothingAsked, filters: [filter] });
}

/** The question in the search of an address; what is none of it is left out. */
export function askedIn(search: string): Asked {
  const filters: Filter[] = [];
  const sort: Sort[] = [];
  let [sought, column]: [string, string | null] = ["", null];
  for (const piece of search.replace(/^\?/, "").split("&")) {
    const [name = "", value = ""] = piece.split("=", 2);
    if (name === "search") sought = fromAddress(value);
    if (name === "up" || name === "down")
      sort.push({ column: fromAddress(value), descending: name === "down" });
    const not = name.startsWith(NOT);
    const kind = kinds.get(not ? name.slice(NOT.length) : name);
    if (kind !== undefined && column !== null) {
      const parts = value.split(",").map((part) => (part === "" ? null : fromAddress(part)));
      const test = testOf(kind, parts);
      if (test !== null) filters.push({ column, test, not });
    }
    column = name === "where" ? fromAddress(value) : null;
  }
  return { filters, search: sought, sort };
}
