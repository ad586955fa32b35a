import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { OpenTable } from "../ipc";
import { ROW_HEIGHT } from "./scale";
import { STAY, useShownOffset } from "./useShownOffset";

const extent = { rows: 5_000_000, view: 20 * ROW_HEIGHT };
const at = (row: number) => row * ROW_HEIGHT;

/** A table of which the rows from these on are here. */
function tableWith() {
  const here = new Set<number>();
  const row = (place: number) =>
    [...here].some((from) => place >= from && place < from + 100) ? [`${place}`] : undefined;
  return { here, table: { row } as unknown as OpenTable };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function scrolled() {
  const { here, table } = tableWith();
  here.add(0);
  const hook = renderHook(({ offset }) => useShownOffset(table, offset, extent), {
    initialProps: { offset: 0 },
  });
  const { result } = hook;
  return {
    here,
    to: (row: number) => hook.rerender({ offset: at(row) }),
    pass: (ms: number) => act(() => vi.advanceTimersByTime(ms)),
    shown: () => ({ row: result.current.offset / ROW_HEIGHT, isLate: result.current.isLate }),
  };
}

it("shows the rows where one is when they are here", () => {
  const { to, shown } = scrolled();
  to(50);
  expect(shown()).toEqual({ row: 50, isLate: false });
});

it("lets rows stay a moment while others are on their way, however long one stood there", () => {
  const { here, to, pass, shown } = scrolled();
  pass(60_000);
  to(1_000_000);
  expect(shown()).toEqual({ row: 0, isLate: true });
  here.add(1_000_000);
  to(1_000_000);
  expect(shown()).toEqual({ row: 1_000_000, isLate: false });
});

it("says that rows are on their way when they are late", () => {
  const { to, pass, shown } = scrolled();
  to(1_000_000);
  pass(STAY);
  expect(shown(), "no row stands where it does not belong").toEqual({
    row: 1_000_000,
    isLate: false,
  });
});

it("follows a dragged thumb with the rows that came last", () => {
  const { here, to, pass, shown } = scrolled();
  for (let row = 100_000; row <= 1_000_000; row += 100_000) {
    to(row);
    pass(16);
    // What was asked for a while ago has come.
    here.add(row - 300_000);
    to(row + 1);
    expect(shown().isLate, `rows are seen at ${row}`).toBe(true);
  }
  expect(shown()).toEqual({ row: 700_001, isLate: true });
});

it("says that rows are late after each stay, not after the first alone", () => {
  const { here, to, pass, shown } = scrolled();
  here.add(100_000);
  to(100_000);
  to(500_000);
  for (let ms = 0; ms < 60; ms += 10) pass(10);
  here.add(500_000);
  to(600_000);
  expect(shown()).toEqual({ row: 500_000, isLate: true });
  for (let ms = 0; ms <= STAY; ms += 10) pass(10);
  expect(shown()).toEqual({ row: 600_000, isLate: false });
});
