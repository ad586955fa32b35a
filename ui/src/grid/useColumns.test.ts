import { renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import type { StoredColumn } from "../ipc";
import { firstLayout } from "./layout";
import { useColumns } from "./useColumns";

const stored: StoredColumn[] = ["sub", "email"].map((name) => ({
  name,
  original: name,
  kind: "text",
  personal: "none",
}));
const lay = () => {};
const wide = () => 120;
const narrow = () => 90;

it("stays the same for as long as nothing of it changes, and not when there is another width", () => {
  const hook = renderHook(({ width }) => useColumns(stored, firstLayout, lay, width), {
    initialProps: { width: wide },
  });
  const before = hook.result.current;
  expect(before.shown.map(({ width }) => width)).toEqual([120, 120]);
  hook.rerender({ width: wide });
  expect(hook.result.current).toBe(before);
  hook.rerender({ width: narrow });
  expect(hook.result.current.shown.map(({ width }) => width)).toEqual([90, 90]);
});
