import { describe, expect, it } from "vitest";
import { zoneHere } from "../components";
import type { Filter, StoredColumn, Test } from "../ipc";
import {
  type Draft,
  draftFor,
  draftOf,
  errorsByFilter,
  errorsOf,
  filterOf,
  firstDraft,
  maskedFilter,
  testsFor,
  wordsOf,
} from "./filters";

const column = (kind: StoredColumn["kind"]): StoredColumn => ({
  name: "it",
  original: "it",
  kind,
  personal: "none",
});
const said = (test: Test, not = false) => {
  const { verb, value } = wordsOf({ column: "it", test, not });
  return `${verb} ${value}`.trim();
};
const draft = (part: Partial<Draft>): Draft => ({ ...firstDraft(column("text")), ...part });

describe("a filter as others see it", () => {
  const hidden = (test: Test) => wordsOf(maskedFilter({ column: "it", test, not: false })).value;

  it("keeps what the engine would keep of what was typed", () => {
    expect(hidden({ kind: "equals", text: "noor@example.com" })).toBe("n•••");
    expect(hidden({ kind: "contains", text: "Bob" })).toBe("•••");
    expect(hidden({ kind: "equals", text: "" }), "nothing is nobody").toBe("empty");
    expect(hidden({ kind: "oneOf", texts: ["Anna", "+44 7700 900123"] })).toBe("A•••, •••");
    expect(hidden({ kind: "matches", pattern: "^noor@" })).toBe("•••");
    expect(hidden({ kind: "between", from: "1990-01-02", to: null })).toBe("at least 1•••");
    expect(hidden({ kind: "null" })).toBe("");
    const filters: Filter[] = [
      { column: "email", test: { kind: "equals", text: "noor@example.com" }, not: false },
    ];
    expect(hidden({ kind: "alsoIn", table: null, column: "sub", filters })).toBe(
      "sub where email is n•••",
    );
  });

  it("of a value that the engine keeps is as it was shown, and stays what it is", () => {
    const filter: Filter = {
      column: "it",
      test: { kind: "kept", value: 7, shown: "n•••" },
      not: false,
    };
    expect(wordsOf(filter)).toEqual({ verb: "is", value: "n•••" });
    expect(hidden(filter.test)).toBe("n•••");
    expect(errorsOf(draftOf(filter), "text")).toEqual({});
    expect(filterOf({ ...draftOf(filter), not: true })).toEqual({ ...filter, not: true });
  });
});

describe("a filter in words", () => {
  it("says each test and its opposite", () => {
    expect(said({ kind: "contains", text: "ann" })).toBe("contains ann");
    expect(said({ kind: "contains", text: "ann" }, true)).toBe("does not contain ann");
    expect(said({ kind: "equals", text: "" })).toBe("is empty");
    expect(said({ kind: "null" }, true)).toBe("is not NULL");
    expect(said({ kind: "empty" })).toBe("is empty");
    expect(said({ kind: "matches", pattern: "^a" })).toBe("matches ^a");
    expect(said({ kind: "oneOf", texts: ["a", "b", "c", "d", "e"] })).toBe(
      "is one of a, b, c and 2 more",
    );
    expect(said({ kind: "between", from: "1", to: null })).toBe("is at least 1");
    expect(said({ kind: "between", from: "1", to: "2" }, true)).toBe("is not between 1 and 2");
  });

  it("says days as they were typed, and their zone where one is not in it", () => {
    const days = (from: string | null, to: string | null, zone = zoneHere()) =>
      said({ kind: "days", from, to, zone });
    expect(days("2026-11-01", "2026-11-21")).toBe("is between 2026-11-01 and 2026-11-21");
    expect(days("2026-11-21", "2026-11-21")).toBe("is 2026-11-21");
    expect(days("2026-11-21", null)).toBe("is 2026-11-21 or later");
    expect(days(null, "2026-11-21")).toBe("is 2026-11-21 or earlier");
    expect(days(null, "2026-11-21", "Pacific/Kiritimati")).toBe(
      "is 2026-11-21 or earlier (Pacific/Kiritimati)",
    );
  });

  it("says yes and no of a column that holds them", () => {
    const filter: Filter = { column: "it", test: { kind: "equals", text: "1" }, not: false };
    expect(wordsOf(filter, "boolean")).toEqual({ verb: "is", value: "yes" });
    expect(wordsOf(filter, "number"), "and of no other").toEqual({ verb: "is", value: "1" });
  });
});

describe("a filter as it is typed", () => {
  it("comes back from its draft as it went in", () => {
    const tests: Test[] = [
      { kind: "contains", text: "a" },
      { kind: "startsWith", text: "a" },
      { kind: "endsWith", text: "a" },
      { kind: "equals", text: "" },
      { kind: "matches", pattern: "^a$" },
      { kind: "empty" },
      { kind: "null" },
      { kind: "oneOf", texts: ["a", "b c"] },
      { kind: "between", from: "2026-01-01T06:00", to: null },
      { kind: "days", from: "2026-01-01", to: "2026-11-21", zone: zoneHere() },
    ];
    for (const test of tests) {
      const filter: Filter = { column: "it", test, not: true };
      expect(filterOf(draftOf(filter))).toEqual(filter);
    }
  });

  it("says what is wrong before it is asked", () => {
    expect(errorsOf(draft({ text: "" }), "text")).toEqual({ text: "Type what to look for." });
    expect(errorsOf(draft({ kind: "equals", text: "" }), "text")).toEqual({});
    const numbers = draft({ kind: "between", from: "nine", to: "1e400" });
    expect(errorsOf(numbers, "number")).toEqual({
      from: "Type a number, such as 12 or 0.5.",
      to: "Type a number, such as 12 or 0.5.",
    });
    expect(errorsOf(draft({ kind: "between", from: "10", to: "9" }), "number").to).toMatch(
      /before/,
    );
    expect(errorsOf(draft({ kind: "between", from: "9", to: "10" }), "number")).toEqual({});
    expect(errorsOf(draft({ kind: "between" }), "text").from).toMatch(/one end/);
    expect(errorsOf(draft({ kind: "days", from: "21.11.2026" }), "timestamp").from).toMatch(
      /2026-11-21/,
    );
    expect(errorsOf(draft({ kind: "days", from: "2026-11-21T06:00" }), "timestamp").from).toMatch(
      /2026-11-21/,
    );
    const noDay = draft({ kind: "days", from: "2026-02-30", to: "2026-03-01" });
    expect(errorsOf(noDay, "timestamp").from).toMatch(/no such day/);
    expect(errorsOf(draft({ kind: "days" }), "timestamp").from).toMatch(/one end/);
    const turned = draft({ kind: "days", from: "2026-11-22", to: "2026-11-21" });
    expect(errorsOf(turned, "timestamp").to).toMatch(/before/);
    const oneDay = draft({ kind: "days", from: "2026-11-21", to: "2026-11-21" });
    expect(errorsOf(oneDay, "timestamp")).toEqual({});
    expect(errorsOf(draft({ kind: "oneOf", texts: "\n " }), "text").texts).toBeDefined();
  });

  it("takes the last moment to its end, as the engine does", () => {
    const wrong = (from: string, to: string, kind: StoredColumn["kind"] = "timestamp") =>
      errorsOf(draft({ kind: "between", from, to }), kind).to;
    expect(wrong("2026-11-21T06:00", "2026-11-21")).toBeUndefined();
    expect(wrong("2026-11-21", "2026")).toBeUndefined();
    expect(wrong("2026-11-21T06:00:59Z", "2026-11-21T06:00")).toBeUndefined();
    expect(wrong("2026-11-21T06:00Z", "2026-11-21T06:00:30"), "Z is no later").toBeUndefined();
    expect(wrong("2026-11-21T06:00:30", "2026-11-21T06:00Z")).toBeUndefined();
    expect(wrong("2026-11-21T06:00", "2026-11-21 09:00"), "however written").toBeUndefined();
    expect(wrong("2026-11-21T08:00+02:00", "2026-11-21T07:00Z"), "the same zone").toBeUndefined();
    expect(wrong("2026-11-21T06:00Z", "2026-11-21T04:00-05:00")).toBeUndefined();
    expect(wrong("2026-11-22", "2026-11-21T06:00")).toMatch(/before/);
    expect(wrong("2026-11-21T06:01", "2026-11-21T06:00")).toMatch(/before/);
    expect(wrong("ab", "a", "text"), "text has no such end").toMatch(/before/);
  });

  it("keeps its test for another column only where that has it", () => {
    expect(testsFor("boolean").map(({ value }) => value)).toEqual(["equals", "null"]);
    expect(draftFor(draft({ kind: "matches" }), column("boolean")).kind).toBe("equals");
    const expression = draft({ kind: "matches", text: "^1" });
    expect(draftFor(expression, column("number"))).toMatchObject({ kind: "matches", text: "^1" });
    const nothing = draft({ kind: "contains" });
    expect(draftFor(nothing, column("timestamp")).kind, "nothing is lost").toBe("days");
    expect(firstDraft(column("timestamp")).kind).toBe("days");
    const typed = draft({ kind: "equals", text: "ann" });
    expect(draftFor(typed, column("boolean")).text, "there is a choice, and no text").toBe("1");
  });

  it("finds its errors by their place", () => {
    const errors = errorsByFilter([
      { field: "filters.2", message: "no" },
      { field: "name", message: "else" },
    ]);
    expect([...errors]).toEqual([[2, "no"]]);
  });
});
