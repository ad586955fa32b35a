import { renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { addressAsLeft, type LastAsked, LastAskedProvider, useLastAsked } from "./lastAsked";

it("belongs to one window, and to nothing that stands in none", () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  expect(() => renderHook(() => useLastAsked())).toThrow("LastAskedProvider");
  said.mockRestore();
  const [one, other] = [1, 2].map(
    () => renderHook(() => useLastAsked(), { wrapper: LastAskedProvider }).result.current,
  );
  one?.questions.set("/directory", "search=sam");
  expect(other?.questions.size).toBe(0);
});

it("leads to a place as one left it, and to a place that was asked nothing by its own address", () => {
  const last: LastAsked = {
    questions: new Map([
      ["/directory", "search=sam"],
      ["/databases/1/users", ""],
    ]),
    tables: new Map(),
    database: null,
  };
  expect(addressAsLeft(last, "/directory")).toBe("/directory?search=sam");
  expect(addressAsLeft(last, "/databases/1/users")).toBe("/databases/1/users");
  expect(addressAsLeft(last, "/history")).toBe("/history");
});
