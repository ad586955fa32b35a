import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { firstLayout, type Layout } from "./layout";
import { useOrder } from "./useOrder";

const by = (column: string, descending = false) => [{ column, descending }];
const remembered: Layout = { ...firstLayout, sort: by("name") };

function use() {
  const remember = vi.fn<(layout: Layout) => void>();
  const asked = { sort: by("email") };
  const hook = renderHook(({ of }) => useOrder(remembered, remember, of), {
    initialProps: { of: asked as { sort?: typeof asked.sort } | null },
  });
  const now = () => hook.result.current;
  return { hook, now, remember };
}

it("is the order that is asked for, which nothing but another order ends", () => {
  const { now, remember } = use();
  expect(now().layout.sort).toEqual(by("email"));
  act(() => now().lay({ ...now().layout, frozen: ["email"] }));
  expect(remember, "nobody chose that order").toHaveBeenLastCalledWith({
    ...remembered,
    frozen: ["email"],
  });
  expect(now().layout.sort).toEqual(by("email"));
  const sorted = { ...now().layout, sort: by("status", true) };
  act(() => now().lay(sorted));
  expect(remember).toHaveBeenLastCalledWith(sorted);
  expect(now().layout, "what is remembered holds from then on").toBe(remembered);
});

it("comes back with the next question, and goes with one that has none", () => {
  const { hook, now } = use();
  act(() => now().letGo());
  expect(now().layout.sort).toEqual(by("name"));
  hook.rerender({ of: { sort: by("phone_number") } });
  expect(now().layout.sort).toEqual(by("phone_number"));
  hook.rerender({ of: { sort: [] } });
  expect(now().layout.sort).toEqual(by("name"));
  hook.rerender({ of: null });
  expect(now().layout).toBe(remembered);
});
