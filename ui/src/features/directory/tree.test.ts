import { describe, expect, it } from "vitest";
import type { Directory } from "../../ipc";
import { addressOf, everyone, find, namesIn, nodesOf, stepOf, typedAhead } from "./tree";

const dataflow = (id: number, name: string, groups: string[]) => ({
  dataflow: id,
  name,
  displayName: "",
  published: id * 10,
  table: "users",
  identity: "sub",
  address: "email",
  people: 5,
  groups: groups.map((group) => ({ name: group, people: 1 })),
});
const directory: Directory = {
  organizations: [
    {
      name: "Acme",
      people: 10,
      dataflows: [dataflow(1, "Shop", ["a/b", "blue"]), dataflow(2, "Staff", [])],
    },
    { name: "", people: 5, dataflows: [dataflow(3, "Other", ["blue"])] },
  ],
  leftOut: [],
};
const none = new Map<string, boolean>();
const names = (search = "", chosen = everyone, turned = none) =>
  nodesOf(directory, search, chosen, turned).map(({ level, name }) => `${level} ${name}`);

describe("the nodes of the tree", () => {
  it("are organizations, dataflows, and the groups of what is open", () => {
    expect(names()).toEqual([
      "1 Everyone",
      "1 Acme",
      "2 Shop",
      "2 Staff",
      "1 No organization",
      "2 Other",
    ]);
    const choice = { organization: "acme", dataflow: "SHOP", group: "blue" };
    expect(names("", choice), "the way to what is chosen is open").toContain("3 blue");
    const closed = new Map([[addressOf({ ...everyone, organization: "Acme" }), false]]);
    expect(names("", choice, closed)).not.toContain("2 Shop");
  });

  it("are those that are searched for, with the way to them", () => {
    expect(names("blue")).toEqual([
      "1 Acme",
      "2 Shop",
      "3 blue",
      "1 No organization",
      "2 Other",
      "3 blue",
    ]);
    expect(names("ACME")).toEqual(["1 Acme", "2 Shop", "3 a/b", "3 blue", "2 Staff"]);
    expect(names("no such")).toEqual([]);
  });

  it("know their place among those beside them", () => {
    const nodes = nodesOf(directory, "", everyone, none);
    expect(nodes.map(({ place, beside }) => `${place}/${beside}`)).toEqual([
      "1/3",
      "2/3",
      "1/2",
      "2/2",
      "3/3",
      "1/1",
    ]);
  });
});

describe("a choice", () => {
  it("is found whatever its case, with what shows it anew", () => {
    expect(find(directory, everyone)?.edition).toBe("1:10,2:20,3:30");
    expect(find(directory, { organization: "ACME", dataflow: "shop", group: "a/b" })).toMatchObject(
      {
        subject: { organization: null, dataflow: 1, group: "a/b" },
        edition: "1:10",
      },
    );
    expect(
      find(directory, { organization: "", dataflow: null, group: null })?.subject,
    ).toMatchObject({
      organization: "",
    });
    for (const gone of [
      { organization: "Nobody", dataflow: null, group: null },
      { organization: "Acme", dataflow: "Other", group: null },
      { organization: "Acme", dataflow: "Shop", group: "Blue" },
    ])
      expect(find(directory, gone)).toBeNull();
  });

  it("has an address", () => {
    expect(addressOf(everyone)).toBe("/directory");
    expect(addressOf({ organization: "", dataflow: "Other", group: "a/b" })).toBe(
      "/directory/~/Other/a~2Fb",
    );
  });
});

describe("a key in the tree", () => {
  const nodes = nodesOf(directory, "", everyone, none);
  it("stays within the ends", () => {
    expect(stepOf(nodes, 0, "ArrowUp", 3)).toEqual({ kind: "go", to: 0 });
    expect(stepOf(nodes, 4, "PageDown", 3)).toEqual({ kind: "go", to: 5 });
    expect(stepOf(nodes, 3, "ArrowLeft", 3)).toEqual({ kind: "go", to: 1 });
    expect(stepOf(nodes, 0, "ArrowRight", 3)).toBeNull();
    expect(stepOf([], 0, "End", 3)).toBeNull();
  });
  it("finds by the first letters, and goes round", () => {
    expect(typedAhead(nodes, 0, "s")).toBe(2);
    expect(typedAhead(nodes, 2, "ss")).toBe(3);
    expect(typedAhead(nodes, 3, "ss")).toBe(2);
    expect(typedAhead(nodes, 2, "sta")).toBe(3);
    expect(typedAhead(nodes, 0, "zz")).toBeNull();
  });
});

it("tells names that have a comma from those beside them", () => {
  const known = new Set(["a", "a, b", "c"]);
  expect(namesIn("a, b, c", known)).toEqual(["a, b", "c"]);
  expect(namesIn("c, a", known)).toEqual(["c", "a"]);
  expect(namesIn("x, y", known)).toEqual(["x", "y"]);
});
