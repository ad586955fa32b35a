import { describe, expect, it } from "vitest";
import { HEADERS, stepped, withinGrid } from "./gridKeys";

const grounds = { rows: 1_000_000, columns: 8, page: 19 };
const go = (row: number, column: number, key: string, ctrl = false) => {
  const next = stepped({ row, column }, key, ctrl, grounds);
  return next && [next.row, next.column];
};

describe("the keys of a grid", () => {
  it("go one cell, and not past the edges", () => {
    expect(go(5, 3, "ArrowDown")).toEqual([6, 3]);
    expect(go(5, 3, "ArrowRight")).toEqual([5, 4]);
    expect(go(5, 7, "ArrowRight")).toEqual([5, 7]);
    expect(go(999_999, 0, "ArrowDown")).toEqual([999_999, 0]);
    expect(go(5, 0, "ArrowLeft")).toEqual([5, 0]);
  });

  it("lead to the headers and back", () => {
    expect(go(0, 3, "ArrowUp")).toEqual([HEADERS, 3]);
    expect(go(HEADERS, 3, "ArrowUp")).toEqual([HEADERS, 3]);
    expect(go(HEADERS, 3, "ArrowDown")).toEqual([0, 3]);
    expect(go(HEADERS, 3, "PageUp")).toEqual([HEADERS, 3]);
  });

  it("go to the ends of the row, and with Ctrl of the table", () => {
    expect(go(5, 3, "Home")).toEqual([5, 0]);
    expect(go(5, 3, "End")).toEqual([5, 7]);
    expect(go(5, 3, "Home", true)).toEqual([0, 0]);
    expect(go(5, 3, "End", true)).toEqual([999_999, 7]);
    expect(go(5, 3, "ArrowDown", true)).toEqual([999_999, 3]);
    expect(go(5, 3, "ArrowUp", true)).toEqual([0, 3]);
  });

  it("go by pages", () => {
    expect(go(100, 3, "PageDown")).toEqual([119, 3]);
    expect(go(100, 3, "PageUp")).toEqual([81, 3]);
    expect(go(3, 3, "PageUp")).toEqual([0, 3]);
    expect(go(999_990, 3, "PageDown")).toEqual([999_999, 3]);
  });

  it("leave other keys alone, and an empty table with its headers", () => {
    expect(go(5, 3, "x")).toBeNull();
    expect(withinGrid({ row: 4, column: 2 }, { rows: 0, columns: 8, page: 1 }).row).toBe(HEADERS);
  });
});
