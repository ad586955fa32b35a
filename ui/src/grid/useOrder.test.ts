import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { type Asked, nothingAsked } from "./address";
import { firstLayout, type Layout } from "./layout";
import { useOrder } from "./useOrder";

const by = (column: string, descending = false) => [{ column, descending }];
const remembered: Layout = { ...firstLayout, sort: by("name") };

function use() {
  const remember = vi.fn<(layout: Layout) => void>();
  const ask = vi.fn<(asked: Asked, isQuiet?: boolean) => void>();
  const asked = { ...nothingAsked, search: "kim", sort: by("email") };
  const hook = renderHook(({ of }) => useOrder(remembered, remember, of, ask), {
    initialProps: { of: asked as Asked },
  });
  const now = () => hook.result.current;
  return { hook, now, remember, ask, asked };
}

it("is the order that is asked for, which nothing but another order ends", () => {
  const { now, remember, ask, asked } = use();
  expect(now().layout.sort).toEqual(by("email"));
  act(() => now().lay({ ...now().layout, frozen: ["email"] }));
  expect(remember, "nobody chose that order").toHaveBeenLastCalledWith({
    ...remembered,
    frozen: ["email"],
  });
  expect(ask).not.toHaveBeenCalled();
  const sorted = { ...now().layout, sort: by("status", true) };
  act(() => now().lay(sorted));
  expect(remember).toHaveBeenLastCalledWith(sorted);
  expect(ask, "all else stays asked").toHaveBeenLastCalledWith({ ...asked, sort: [] }, true);
});

it("comes back with the next question, and goes with one that has none", () => {
  const { hook, now } = use();
  hook.rerender({ of: { ...nothingAsked, sort: by("phone_number") } });
  expect(now().layout.sort).toEqual(by("phone_number"));
  hook.rerender({ of: nothingAsked });
  expect(now().layout).toBe(remembered);
});
