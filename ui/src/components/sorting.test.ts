import { expect, it } from "vitest";
import { sortRows, turnSort } from "./sorting";

it("turns a column round, and starts another from the top", () => {
  const sort = { column: "name", descending: false };
  expect(turnSort(sort, "name")).toEqual({ column: "name", descending: true });
  expect(turnSort({ column: "name", descending: true }, "rows")).toEqual({
    column: "rows",
    descending: false,
  });
});

it("sorts words without regard to case, and numbers in them by size", () => {
  expect(sortRows(["b10", "B2", "a"], (word) => word, false)).toEqual(["a", "B2", "b10"]);
});

it("keeps what has no value last, both ways", () => {
  expect(sortRows([null, 2, 1], (value) => value, false)).toEqual([1, 2, null]);
  expect(sortRows([null, 2, 1], (value) => value, true)).toEqual([2, 1, null]);
});

it("does not touch the list it was given", () => {
  const rows = [2, 1];
  sortRows(rows, (row) => row, false);
  expect(rows, "a cache's list must not be reordered in place").toEqual([2, 1]);
});
