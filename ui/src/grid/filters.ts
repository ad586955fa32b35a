/** Filters in words, and as they are typed. Pure. */
import { dayFault } from "../components/days";
import { zoneHere } from "../components/format";
import type { ColumnType, Filter, StoredColumn, Test } from "../ipc";
import { NO, shownAs, YES } from "./cells";
import { masked } from "./personal";

export type TestKind = Test["kind"];

/** Each test in words: as the list has it, as a filter says it, and turned round. */
const words: Record<TestKind, { label: string; is: string; isNot: string }> = {
  contains: { label: "contains", is: "contains", isNot: "does not contain" },
  startsWith: { label: "starts with", is: "starts with", isNot: "does not start with" },
  endsWith: { label: "ends with", is: "ends with", isNot: "does not end with" },
  equals: { label: "equals", is: "is", isNot: "is not" },
  oneOf: { label: "is in a list", is: "is one of", isNot: "is none of" },
  between: { label: "lies between", is: "is", isNot: "is not" },
  days: { label: "lies between two days", is: "is", isNot: "is not" },
  matches: { label: "matches a regular expression", is: "matches", isNot: "does not match" },
  empty: { label: "is empty", is: "is empty", isNot: "is not empty" },
  null: { label: "is NULL (no value)", is: "is NULL", isNot: "is not NULL" },
  repeated: {
    label: "is on several rows",
    is: "is on several rows",
    isNot: "is on one row alone",
  },
  // Asked by links while personal data is masked; nobody is offered to type it.
  kept: { label: "is", is: "is", isNot: "is not" },
  // Asked by ready questions; nobody is offered to type it, but it can be turned round.
  alsoIn: { label: "is also in", is: "is also in", isNot: "is not in" },
};

const ofText: TestKind[] = ["contains", "startsWith", "endsWith"];
const ofAll: TestKind[] = ["null", "repeated"];
/** By the sort of a column, the likeliest first. */
const offered: Record<ColumnType, TestKind[]> = {
  text: [...ofText, "equals", "oneOf", "between", "matches", "empty", ...ofAll],
  json: [...ofText, "equals", "oneOf", "between", "matches", "empty", ...ofAll],
  number: ["between", "equals", "oneOf", ...ofText, "matches", ...ofAll],
  timestamp: ["days", "between", ...ofText, "equals", "oneOf", "matches", "empty", ...ofAll],
  boolean: ["equals", "null"],
};

/** The tests that a column offers. */
export function testsFor(kind: ColumnType): { value: TestKind; label: string }[] {
  return offered[kind].map((value) => ({ value, label: words[value].label }));
}

/** A filter while it is typed: everything that any test asks for. */
export interface Draft {
  column: string;
  kind: TestKind;
  not: boolean;
  text: string;
  /** One a line. */
  texts: string;
  from: string;
  to: string;
  /** The test that it began with: what cannot be typed is kept as it is. */
  given: Test | null;
}

export function firstDraft(column: StoredColumn): Draft {
  return {
    column: column.name,
    kind: testsFor(column.kind)[0]?.value ?? "contains",
    not: false,
    text: column.kind === "boolean" ? YES : "",
    texts: "",
    from: "",
    to: "",
    given: null,
  };
}

/**
 * The tests that a draft may have: those of its column, and the one that it began with. `shown` is that one's
 * value in words, where more of it may be seen than the draft knows.
 */
export function testsOf(
  draft: Draft,
  kind: ColumnType,
  shown?: string,
): { value: TestKind; label: string }[] {
  const tests = testsFor(kind);
  if (draft.given?.kind !== "alsoIn" && draft.given?.kind !== "kept") return tests;
  const { kind: given } = draft.given;
  const { value } = wordsOf({ column: draft.column, test: draft.given, not: false });
  return [...tests, { value: given, label: `${words[given].label} ${shown ?? value}` }];
}

/**
 * The same draft for another column: the test stays where something is typed for it and that column has
 * it. Of a column of yes and no nothing is typed.
 */
export function draftFor(draft: Draft, column: StoredColumn): Draft {
  const tests = testsOf(draft, column.kind).map(({ value }) => value);
  const isTyped = [draft.text, draft.texts, draft.from, draft.to].some((text) => text !== "");
  const kind = isTyped && tests.includes(draft.kind) ? draft.kind : (tests[0] ?? "contains");
  const isChoice = column.kind === "boolean" && draft.text !== YES && draft.text !== NO;
  return { ...draft, column: column.name, kind, text: isChoice ? YES : draft.text };
}

export function draftOf(filter: Filter): Draft {
  const { test } = filter;
  const draft: Draft = {
    column: filter.column,
    kind: test.kind,
    not: filter.not ?? false,
    text: "",
    texts: "",
    from: "",
    to: "",
    given: test,
  };
  if ("text" in test) draft.text = test.text;
  if (test.kind === "matches") draft.text = test.pattern;
  if (test.kind === "oneOf") draft.texts = test.texts.join("\n");
  if (test.kind === "between" || test.kind === "days") {
    draft.from = test.from ?? "";
    draft.to = test.to ?? "";
  }
  return draft;
}

/** What is wrong with a draft, by its field. */
export type DraftErrors = Partial<Record<"text" | "texts" | "from" | "to", string>>;

function wrongEnd(text: string, test: TestKind, kind: ColumnType): string | undefined {
  if (text === "") return undefined;
  if (test === "days") return dayFault(text) ?? undefined;
  if (kind === "number" && !Number.isFinite(Number(text)))
    return "Type a number, such as 12 or 0.5.";
  return undefined;
}

/** Whether an end lies before its beginning, as the engine compares the two. */
function isTurned(from: string, to: string, kind: ColumnType): boolean {
  if (kind === "number") return Number(from) > Number(to);
  if (kind !== "timestamp") return from > to;
  const [begin = "", end = ""] = [from, to].map((moment) =>
    moment.replace(" ", "T").replace(/Z$/i, ""),
  );
  // Only the engine knows what a moment with an offset from UTC is.
  if ([begin, end].some((moment) => /T.*[+-]/.test(moment))) return false;
  // The end is in it with all that it goes on with: of a day, every hour.
  return begin > `${end}~`;
}

export function errorsOf(draft: Draft, kind: ColumnType): DraftErrors {
  const errors: DraftErrors = {};
  const isTyped = "contains startsWith endsWith matches".split(" ").includes(draft.kind);
  if (isTyped && draft.text === "") errors.text = "Type what to look for.";
  if (draft.kind === "oneOf" && draft.texts.trim() === "")
    errors.texts = "Type one value a line, at least one.";
  if (draft.kind !== "between" && draft.kind !== "days") return errors;
  const from = draft.from.trim();
  const to = draft.to.trim();
  const wrongFrom = wrongEnd(from, draft.kind, kind);
  const wrongTo = wrongEnd(to, draft.kind, kind);
  if (wrongFrom) errors.from = wrongFrom;
  if (wrongTo) errors.to = wrongTo;
  if (from === "" && to === "") errors.from = "Fill in one end at least.";
  if (from !== "" && to !== "" && !wrongFrom && !wrongTo && isTurned(from, to, kind))
    errors.to = "The end lies before the beginning.";
  return errors;
}

/** The filter of a draft without errors. */
export function filterOf(draft: Draft): Filter {
  const test = (): Test => {
    switch (draft.kind) {
      case "empty":
      case "null":
      case "repeated":
        return { kind: draft.kind };
      case "alsoIn":
      case "kept":
        return draft.given?.kind === draft.kind ? draft.given : { kind: "repeated" };
      case "matches":
        return { kind: "matches", pattern: draft.text };
      case "oneOf":
        return { kind: "oneOf", texts: draft.texts.split("\n").filter((line) => line !== "") };
      case "between":
        return {
          kind: "between",
          from: draft.from.trim() || null,
          to: draft.to.trim() || null,
        };
      case "days":
        return {
          kind: "days",
          from: draft.from.trim() || null,
          to: draft.to.trim() || null,
          zone: zoneHere(),
        };
      default:
        return { kind: draft.kind, text: draft.text };
    }
  };
  return { column: draft.column, test: test(), not: draft.not };
}

/** Values that a chip names before it counts the others. */
const NAMED = 3;

/** A stretch of days in words; with their zone where the person is not in it. */
function daysWords({ from, to, zone }: Test & { kind: "days" }): string {
  const elsewhere = zone !== null && zone !== zoneHere() ? ` (${zone})` : "";
  const days = () => {
    if (from === null) return `${to} or earlier`;
    if (to === null) return `${from} or later`;
    return from === to ? from : `between ${from} and ${to}`;
  };
  return `${days()}${elsewhere}`;
}

/** What a filter says after its column's name; the value apart, as it is foreign. */
export function wordsOf(filter: Filter, kind?: ColumnType): { verb: string; value: string } {
  const { test } = filter;
  const verb = words[test.kind][filter.not ? "isNot" : "is"];
  if (test.kind === "empty" || test.kind === "null" || test.kind === "repeated")
    return { verb, value: "" };
  if (test.kind === "alsoIn") {
    const where = test.filters.map((each) => {
      const said = wordsOf(each);
      return `${each.column} ${said.verb} ${said.value}`.trim();
    });
    const among = test.table === null ? test.column : `${test.table}.${test.column}`;
    return { verb, value: where.length > 0 ? `${among} where ${where.join(" and ")}` : among };
  }
  if (test.kind === "kept") return { verb, value: test.shown };
  if (test.kind === "matches") return { verb, value: test.pattern };
  if (test.kind === "oneOf") {
    const more = test.texts.length - NAMED;
    const named = test.texts.slice(0, NAMED).join(", ");
    return { verb, value: more > 0 ? `${named} and ${more} more` : named };
  }
  if (test.kind === "between") {
    if (test.from === null) return { verb, value: `at most ${test.to}` };
    if (test.to === null) return { verb, value: `at least ${test.from}` };
    return { verb, value: `between ${test.from} and ${test.to}` };
  }
  if (test.kind === "days") return { verb, value: daysWords(test) };
  return { verb, value: test.text === "" ? "empty" : shownAs(test.text, kind) };
}

/** The same filter as others see it: what was typed of a person is masked. */
export function maskedFilter(filter: Filter): Filter {
  const { test } = filter;
  const end = (text: string | null) => text && masked(text);
  const hidden = (): Test => {
    switch (test.kind) {
      case "empty":
      case "null":
      case "repeated":
      case "kept":
        return test;
      case "alsoIn":
        return { ...test, filters: test.filters.map(maskedFilter) };
      case "matches":
        return { ...test, pattern: masked("") };
      case "oneOf":
        return { ...test, texts: test.texts.map(masked) };
      case "between":
      case "days":
        return { ...test, from: end(test.from), to: end(test.to) };
      default:
        return { ...test, text: test.text === "" ? "" : masked(test.text) };
    }
  };
  return { ...filter, test: hidden() };
}

/** What the engine says of each filter, by its place. */
export function errorsByFilter(
  fields: readonly { field: string; message: string }[],
): Map<number, string> {
  const found = new Map<number, string>();
  for (const { field, message } of fields) {
    const place = /^filters\.(\d+)$/.exec(field)?.[1];
    if (place !== undefined) found.set(Number(place), message);
  }
  return found;
}
