import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { type Asked, nothingAsked } from "./address";
import { firstLayout, type Layout } from "./layout";
import { useOrder } from "./useOrder";

const by = (column: string, descending = false) => [{ column, descending }];
const remembered: Layout = { ...firstLayout, sort: by("name") };

function use() {
  const remember = vi.fn<(layout: Layout) => void>();
  const change = vi.fn<(part: Partial<Asked>) => void>();
  const hook = renderHook(({ asked }) => useOrder(remembered, remember, { asked, change }), {
    initialProps: { asked: { ...nothingAsked, search: "kim", sort: by("email") } as Asked },
  });
  const now = () => hook.result.current;
  return { hook, now, remember, change };
}

it("is the order that is asked for, which nothing but another order ends", () => {
  const { now, remember, change } = use();
  expect(now().layout.sort).toEqual(by("email"));
  act(() => now().lay({ ...now().layout, frozen: ["email"] }));
  expect(remember, "nobody chose that order").toHaveBeenLastCalledWith({
    ...remembered,
    frozen: ["email"],
  });
  expect(change).not.toHaveBeenCalled();
  const sorted = { ...now().layout, sort: by("status", true) };
  act(() => now().lay(sorted));
  expect(remember).toHaveBeenLastCalledWith(sorted);
  expect(change, "all else stays asked").toHaveBeenLastCalledWith({ sort: [] });
});

it("comes back with the next question, and goes with one that has none", () => {
  const { hook, now } = use();
  hook.rerender({ asked: { ...nothingAsked, sort: by("phone_number") } });
  expect(now().layout.sort).toEqual(by("phone_number"));
  hook.rerender({ asked: nothingAsked });
  expect(now().layout).toBe(remembered);
});

it("is laid out by what stays the same, and knows what is asked now", () => {
  const { hook, now, remember, change } = use();
  const { lay } = now();
  hook.rerender({ asked: nothingAsked });
  expect(now().lay, "columns are made of it").toBe(lay);
  act(() => lay({ ...now().layout, sort: by("status") }));
  expect(remember).toHaveBeenLastCalledWith({ ...remembered, sort: by("status") });
  expect(change, "no order is asked for any more").not.toHaveBeenCalled();
});
