import { describe, expect, it } from "vitest";
import type { ColumnProfile, RowChange } from "../ipc";
import { byRun, isFromTheFirst } from "./history";
import { misfitWords, overWords, restWords, share } from "./profile";

const profile = (part: Partial<ColumnProfile>): ColumnProfile => ({
  rows: 10,
  filled: 10,
  distinct: 1,
  frequent: [],
  shortest: null,
  longest: null,
  least: null,
  greatest: null,
  misfits: 0,
  spread: [],
  ...part,
});

describe("a profile in words", () => {
  it("never says all or nothing of what is only nearly so", () => {
    expect(share(0, 1_000_000)).toBe("0 %");
    expect(share(1, 1_000_000)).toBe("< 1 %");
    expect(share(999_999, 1_000_000)).toBe("> 99 %");
    expect(share(5, 5)).toBe("100 %");
    expect(share(0, 0), "of no rows there is no share").toBe("–");
  });

  it("says over which rows it was looked, and what the most frequent leave out", () => {
    expect(overWords(profile({ rows: 1 }), false)).toBe("Over all 1 row.");
    expect(overWords(profile({}), true)).toContain("filters and the search");
    const some = profile({ distinct: 3, frequent: [{ value: "a", rows: 7 }] });
    expect(restWords(some)).toBe("2 more values, on 3 rows.");
    expect(restWords(profile({ frequent: [{ value: "a", rows: 10 }] }))).toBeNull();
  });
});

describe("what is not of the column's type", () => {
  it("is said where there is any", () => {
    expect(misfitWords(profile({}), "timestamp")).toBeNull();
    expect(misfitWords(profile({ misfits: 1 }), "timestamp")).toBe(
      "1 row has a value that is no date. It is not in the chart.",
    );
    expect(misfitWords(profile({ misfits: 1_200 }), "number")).toMatch(/^1,200 .* no numbers\./);
  });
});

describe("what became of a row", () => {
  const line = (run: number, kind: RowChange["kind"], column: string | null): RowChange => ({
    run,
    at: "2026-11-20T08:00:00Z",
    kind,
    column,
    old: null,
    new: null,
  });

  it("is put together by run, the newest first, its cells in the table's order", () => {
    const runs = byRun([
      line(3, "changed", "name"),
      line(3, "changed", "email"),
      line(2, "added", null),
      line(1, "removed", null),
    ]);
    expect(
      runs.map(({ run, kind, cells }) => [run, kind, cells.map(({ column }) => column)]),
    ).toEqual([
      [3, "changed", ["email", "name"]],
      [2, "added", []],
      [1, "removed", []],
    ]);
  });

  it("began with the first run where its oldest line is not its coming", () => {
    expect(isFromTheFirst([line(3, "changed", "name"), line(2, "added", null)])).toBe(false);
    expect(isFromTheFirst([line(3, "changed", "name")])).toBe(true);
    expect(isFromTheFirst([])).toBe(false);
    const many = Array.from({ length: 1_000 }, () => line(3, "changed", "name"));
    expect(isFromTheFirst(many), "older lines are not told").toBe(false);
  });
});
