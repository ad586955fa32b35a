import { describe, expect, it } from "vitest";
import { makeDataflow, makeRow, makeRun } from "../../ipc/fake/data";
import { arrange, firstView, matches, readView, whyNot } from "./list";

const shop = makeDataflow(1, {
  name: "Shop",
  organization: "Retail",
  displayName: "Web customers",
});
const club = makeDataflow(2, { name: "club", organization: "Retail" });
const staff = makeDataflow(3, { name: "Staff" });
const rows = [
  makeRow(staff, null),
  makeRow(shop, makeRun(1, shop, "succeeded")),
  makeRow(club, makeRun(2, club, "failed")),
];
const names = (groups: ReturnType<typeof arrange>["groups"]) =>
  groups.map((group) => [group.name, group.rows.map((row) => row.dataflow.name)]);

describe("the list of dataflows", () => {
  it("finds every word of the search anywhere in a row", () => {
    expect(
      rows.filter((row) => matches(row, "retail web")).map((row) => row.dataflow.name),
    ).toEqual(["Shop"]);
    expect(
      rows.filter((row) => matches(row, "never run")),
      "a status is text too",
    ).toHaveLength(1);
  });

  it("sorts without regard to case", () => {
    expect(names(arrange(rows, "", firstView, 10).groups)).toEqual([
      ["", ["club", "Shop", "Staff"]],
    ]);
  });

  it("groups, and names the group of those without an organization", () => {
    expect(names(arrange(rows, "", { ...firstView, group: "organization" }, 10).groups)).toEqual([
      ["No organization", ["Staff"]],
      ["Retail", ["club", "Shop"]],
    ]);
  });

  it("draws no more than asked, over all groups, and says how many there are", () => {
    const arranged = arrange(rows, "", { ...firstView, group: "name" }, 2);
    expect(arranged.groups.flatMap((group) => group.rows)).toHaveLength(2);
    expect(arranged.found).toBe(3);
  });

  it("falls back to the first view when what was remembered is not one", () => {
    for (const odd of [null, undefined, 7, "x", {}, { sort: { column: 1 } }])
      expect(readView(odd)).toEqual(firstView);
    expect(readView({ sort: firstView.sort, group: "gone" })).toEqual(firstView);
  });

  it("says why an action does not apply", () => {
    const never = whyNot(makeRow(staff, null));
    expect(never).toMatchObject({ run: null, remove: null });
    expect(never.rollback).toContain("twice");
    expect(never.database).not.toBeNull();
    const busy = whyNot(makeRow(shop, makeRun(3, shop, "running")));
    expect(busy.run).toBe("A run is under way already.");
    expect(busy.remove).not.toBeNull();
  });
});
