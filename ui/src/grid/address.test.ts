import { describe, expect, it } from "vitest";
import type { Filter, Test } from "../ipc";
import {
  askedIn,
  fromAddress,
  inAddress,
  nothingAsked,
  searchOf,
  whereIs,
  whereKept,
} from "./address";

const names = [
  "Acme",
  "",
  "~",
  "a~20b",
  "50%",
  "50%20",
  "a/b?c#d&e=f",
  "one, two",
  "Zoë 🎉",
  "\u202e\u0000\n",
  ".",
  "a b",
];

describe("a name in an address", () => {
  it.each(names)("comes back as it was: %j", (name) => {
    const part = inAddress(name);
    expect(part).toMatch(/^[\w.!*'()~-]+$/);
    expect(fromAddress(part)).toBe(name);
    expect(fromAddress(decodeURI(part)), "read once more").toBe(name);
    expect(askedIn(whereIs(name, name).slice(1)).filters).toEqual([
      { column: name, test: { kind: "equals", text: name }, not: false },
    ]);
  });

  it("may stand for a value that the engine keeps", () => {
    for (const name of names)
      expect(askedIn(whereKept(name, { value: 17, shown: name })).filters).toEqual([
        { column: name, test: { kind: "kept", value: 17, shown: name }, not: false },
      ]);
    expect(askedIn("where=email&kept=x,y").filters, "no number is no such value").toEqual([]);
  });

  it("is what somebody typed where it was not made here", () => {
    expect(fromAddress("Acme Corp")).toBe("Acme Corp");
    expect(fromAddress("~zz")).toBe("~zz");
    expect(inAddress("half \ud83c of a pair")).toBe("half~20~EF~BF~BD~20of~20a~20pair");
  });
});

describe("a question in an address", () => {
  const tests: Test[] = [
    ...(["contains", "startsWith", "endsWith", "equals"] as const).flatMap((kind) =>
      names.map((text): Test => ({ kind, text })),
    ),
    { kind: "matches", pattern: "^a|b, c&d=e$" },
    { kind: "kept", value: 17, shown: "a•••" },
    { kind: "oneOf", texts: names },
    { kind: "oneOf", texts: ["gold"] },
    { kind: "between", from: "1", to: null },
    { kind: "between", from: null, to: "" },
    { kind: "days", from: "2026-11-21", to: null, zone: "Europe/Berlin" },
    { kind: "days", from: null, to: "2026-11-21", zone: null },
    { kind: "empty" },
    { kind: "null" },
    { kind: "repeated" },
    { kind: "alsoIn", table: null, column: "sub", filters: [] },
    {
      kind: "alsoIn",
      table: "group, members",
      column: "a&b",
      filters: [
        { column: "group", test: { kind: "oneOf", texts: ["a,b", "c~"] }, not: true },
        { column: "sub", test: { kind: "equals", text: "x&where=y" }, not: false },
      ],
    },
  ];

  it.each(tests)("comes back whole, turned round too: %j", (test) => {
    for (const not of [false, true]) {
      const filters: Filter[] = [
        { column: "where", test, not },
        { column: "b=c", test: { kind: "null" }, not: !not },
      ];
      const sort = [
        { column: "up", descending: true },
        { column: "a,b", descending: false },
      ];
      const asked = { filters, search: "Zoë & co = 50%", sort };
      const search = searchOf({ version: "3" }, asked);
      expect(search).toMatch(/^\?version=3&where=where&[\w.!*'()~&=,-]+$/);
      expect(askedIn(decodeURI(search.slice(1)))).toEqual(asked);
    }
  });

  it("is none where none stands there, and short where it is", () => {
    expect(askedIn("")).toEqual(nothingAsked);
    expect(askedIn("question=x&find=y&is=z&where=a&what=b&where=c")).toEqual(nothingAsked);
    expect(searchOf({}, nothingAsked)).toBe("");
    expect(whereIs("sub", "a1")).toBe("?where=sub&is=a1");
  });
});
