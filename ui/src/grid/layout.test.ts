import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { StoredColumn } from "../ipc";
import { asJson, asTabs, harmless } from "./copy";
import {
  firstLayout,
  hiddenOf,
  isChanged,
  moved,
  readLayout,
  sortFor,
  withinWidths,
} from "./layout";

const columns = ["a", "b", "c"].map(
  (name): StoredColumn => ({ name, original: name, kind: "text", personal: "none" }),
);

describe("a layout", () => {
  it("is read back as it was kept, without what is none", () => {
    const layout = {
      order: ["b", "a"],
      widths: [["a", 200] as [string, number]],
      hidden: ["c"],
      frozen: ["b"],
      sort: [{ column: "a", descending: true }],
    };
    expect(readLayout(JSON.parse(JSON.stringify(layout)))).toEqual(layout);
    for (const wrong of [null, 7, "x", { order: 1, widths: [["a"], [1, 2]], sort: [{}, null] }])
      expect(readLayout(wrong)).toEqual(firstLayout);
    expect(isChanged(firstLayout)).toBe(false);
    expect(isChanged(layout)).toBe(true);
  });

  it("sorts by no column that is gone, and never hides all", () => {
    const sort = [
      { column: "gone", descending: false },
      { column: "b", descending: true },
    ];
    expect(sortFor({ ...firstLayout, sort }, columns)).toEqual([sort[1]]);
    expect(hiddenOf({ ...firstLayout, hidden: ["gone", "a"] }, columns)).toEqual(["a"]);
    expect(hiddenOf({ ...firstLayout, hidden: ["a", "b", "c"] }, columns)).toEqual(["b", "c"]);
  });

  it("moves a column before another, or to the end", () => {
    expect(moved(["a", "b", "c"], "c", "a")).toEqual(["c", "a", "b"]);
    expect(moved(["a", "b", "c"], "a", null)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], "a", "a")).toEqual(["a", "b", "c"]);
    expect(moved(["a", "b"], "new", "b"), "one that comes from elsewhere").toEqual([
      "a",
      "new",
      "b",
    ]);
  });

  it("keeps widths that can be seen", () => {
    expect([1, 99.6, 9_999].map(withinWidths)).toEqual([60, 100, 1_200]);
  });
});

describe("a copy", () => {
  const shown = [
    { name: "b", place: 1 },
    { name: "a", place: 0 },
  ];

  it("has tabs between its cells and quotes where they would break", () => {
    expect(
      asTabs(shown, [
        ["1", null],
        ['say "hi"', "two\nlines"],
        ["", "tab\there"],
      ]),
    ).toBe('b\ta\n\t1\n"two\nlines"\t"say ""hi"""\n"tab\there"\t');
  });

  it("has nothing that a spreadsheet would run or change, by the rule of CSV for Excel", () => {
    const cases: { kept: string[]; left: string[] } = JSON.parse(
      readFileSync("../crates/export/spreadsheet.json", "utf8"),
    );
    for (const text of cases.kept) expect(harmless(text), text).toBe(`'${text}`);
    for (const text of cases.left) expect(harmless(text), text).toBe(text);
    expect(asTabs([{ name: "=a", place: 0 }], [["\t=1"], ["007"]])).toBe("'=a\n\"'\t=1\"\n'007");
    expect(asJson(shown, [["007", "=1"]]), "for programs").toContain('"=1"');
  });

  it("tells NULL from an empty text in JSON", () => {
    expect(JSON.parse(asJson(shown, [["", null]]))).toEqual([{ b: null, a: "" }]);
  });
});
