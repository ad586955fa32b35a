import { describe, expect, it } from "vitest";
import { compareAddress } from "../../grid";
import type { Publication } from "../../ipc";
import { questionAddress, tableAsked, versionIn } from "./addresses";
import { versionMenu } from "./Versions";
import {
  comparedVersions,
  isPruned,
  isVersionSought,
  keptVersions,
  tablesEver,
  versionLine,
  versionShort,
} from "./versions";

const publication = (run: number, part: Partial<Publication> = {}): Publication => ({
  run,
  at: "2026-11-20T08:00:00Z",
  tables: [
    {
      source: "users",
      target: run === 1 ? "people" : "users",
      rows: run * 10,
      added: 0,
      changed: 0,
      removed: 0,
      version: run,
    },
  ],
  kept: true,
  current: false,
  ...part,
});
const all = [publication(5, { current: true }), publication(3), publication(1, { kept: false })];
const words = (from: string | null, to: string | null) => comparedVersions({ from, to }, all);

describe("two versions to compare", () => {
  it("are the one before and now, where nothing is said", () => {
    expect(words(null, null)).toEqual({ from: { kind: "asOf", run: 3 }, to: { kind: "now" } });
    expect(words(null, "3"), "before another").toEqual({
      from: { kind: "asOf", run: 1 },
      to: { kind: "asOf", run: 3 },
    });
    expect(words(null, "1").from, "there is none before the first").toBeNull();
  });

  it("are those of an address; the run that is shown now is now", () => {
    expect(words("1", "5")).toEqual({ from: { kind: "asOf", run: 1 }, to: { kind: "now" } });
    expect(words("now", "3").from).toEqual({ kind: "now" });
    expect(words("2", "now").from, "run 2 published nothing").toBeNull();
    expect(words("'; --", "now").from).toBeNull();
  });

  it("are told with their rows, and whether these are kept", () => {
    expect(versionLine(all[0] as Publication, "users", all)).toMatch(
      /^Now \(run 5\) · .* · 50 rows$/,
    );
    expect(versionLine(all[2] as Publication, "groups", all)).toMatch(
      /no such table then · rows no longer kept$/,
    );
    expect(isPruned({ kind: "asOf", run: 1 }, all)).toBe(true);
    expect(isPruned({ kind: "now" }, all)).toBe(false);
    expect(tablesEver(all)).toEqual(["users", "people"]);
  });
});

it("a version is short by its run and date, and found by either, its rows or its day", () => {
  const then = publication(3, { at: "2026-03-01T12:00:00Z" });
  expect(versionShort(then, "users", [then])).toMatch(/^Run 3 · 1 Mar 2026, \d\d:\d\d$/);
  const isFound = (typed: string) => isVersionSought(then, "users", [then], typed);
  expect(
    ["", "run 3", "1 mar", "MAR 2026", "30 rows", " 2026-03-01 ", "2026-03"].map(isFound),
  ).toEqual(Array(7).fill(true));
  expect(["run 4", "2026-04", "no such table"].map(isFound)).toEqual([false, false, false]);
});

it("a table that has another name now keeps its versions, and a name of then is that of then", () => {
  const [, then, first] = all.map((each) => ({ ...each, kept: true })) as Publication[];
  const renamed = [all[0], then, first] as Publication[];
  expect(keptVersions(renamed, "users")).toEqual([then, first]);
  expect(keptVersions(renamed, "USERS"), "whatever the case").toEqual([then, first]);
  expect(keptVersions(renamed, "people"), "by its name of then").toEqual([first]);
  expect(versionLine(first as Publication, "users", renamed)).toMatch(/ · 10 rows$/);
  expect(isVersionSought(first as Publication, "users", renamed, "10 rows")).toBe(true);
  const other = publication(7, { current: true });
  const [users] = other.tables;
  const taken = { ...other, tables: [{ ...users, source: "groups", target: "people" }] };
  expect(
    versionLine(first as Publication, "people", [taken as Publication, first as Publication]),
  ).toMatch(/ · 10 rows$/);
});

it("a version that a rollback brought says whose rows it has", () => {
  const rows = (run: number, version: number, part: Partial<Publication> = {}) => {
    const made = publication(run, part);
    return { ...made, tables: made.tables.map((table) => ({ ...table, version })) };
  };
  const [now, old] = [rows(6, 2, { current: true }), rows(5, 2)];
  const history = [now, old, rows(4, 4), rows(3, 2), rows(2, 2)];
  const short = (place: number) =>
    versionShort(history[place] as Publication, "users", history).split(" · ")[0];
  expect(short(1), "it went back").toBe("Run 5, as run 2");
  expect(short(0), "it brought nothing new").toBe("Now (run 6)");
  expect(short(3), "it brought nothing new either").toBe("Run 3");
  const current = { ...old, current: true };
  expect(versionShort(current, "users", [current, ...history.slice(2)])).toMatch(
    /^Now \(run 5, as run 2\) · /,
  );
});

it("addresses keep names and titles whole", () => {
  expect(questionAddress(1, "a/b?c", "Who & what?")).toBe(
    "/databases/1/a%2Fb%3Fc?question=Who+%26+what%3F",
  );
  const versions = { from: { kind: "asOf", run: 3 }, to: { kind: "now" } } as const;
  expect(compareAddress(1, "users", versions)).toBe("/databases/1/users/compare?from=3&to=now");
});

it("a table's address has one version, and what is asked of it whatever the version", () => {
  const asked = "version=3&where=sub&is=a1&search=x";
  expect(tableAsked(1, "users", null, asked)).toBe("/databases/1/users?where=sub&is=a1&search=x");
  expect(tableAsked(1, "users", 4, "version=3")).toBe("/databases/1/users?version=4");
  expect(tableAsked(1, "users", null, "")).toBe("/databases/1/users");
  expect(versionIn(asked)).toBe(3);
  expect(["", "version=now", "version=-1", "version=1.5"].map(versionIn)).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

it("says that there are more versions than a menu lists, and how they are found", () => {
  const versions = Array.from({ length: 250 }, (_, place) => publication(250 - place));
  const { data, filter, limit } = versionMenu("users", versions, versions, ({ run }) =>
    String(run),
  );
  const found = (search: string) => filter({ options: data, search, limit });
  expect(found("")).toHaveLength(201);
  expect(found("").at(-1)).toEqual({
    value: "older",
    label: "50 older: type a run or a date to find them.",
    disabled: true,
  });
  expect(found("run 17").map(({ label }) => label.split(" · ")[0])).toContain("Run 17");
  expect(found("run 17").at(-1)).not.toHaveProperty("disabled");
});
