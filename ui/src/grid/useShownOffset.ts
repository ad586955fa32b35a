import { useEffect, useReducer, useRef } from "react";
import type { OpenTable } from "../ipc";
import { type Extent, rowsInSight } from "./scale";

/** Milliseconds that rows stay where others are wanted: no longer than an eye takes to see it. */
export const STAY = 100;

/** Places that one was at lately: enough for all that a dragged thumb passes while rows come. */
const TRAIL = 24;

/**
 * From where rows are shown. That is where one is, as soon as its rows are here. Until then it is the
 * place nearest to it in time whose rows are: rows behind a dragged thumb, and not none. Rows that are
 * late for longer are shown as on their way, where one is.
 */
export function useShownOffset(
  table: OpenTable,
  wanted: number,
  extent: Extent,
): { offset: number; isLate: boolean } {
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  /** Since when what is shown stays where it is not wanted; null while it is. */
  const begun = { table, shown: wanted, since: null as number | null, trail: [wanted] };
  const kept = useRef(begun);
  if (kept.current.table !== table) kept.current = begun;
  const now = kept.current;
  const isHere = (offset: number) => {
    const { first, last } = rowsInSight(offset, extent);
    for (let row = first; row <= last; row += 1) if (!table.row(row)) return false;
    return true;
  };
  if (now.trail.at(-1) !== wanted) now.trail = [...now.trail.slice(-TRAIL), wanted];
  let isLate = false;
  if (isHere(wanted)) {
    now.shown = wanted;
    now.trail = [wanted];
    now.since = null;
  } else {
    const newest = now.trail.findLastIndex(isHere);
    const nearest = now.trail[newest];
    if (nearest !== undefined && nearest !== now.shown) {
      now.shown = nearest;
      now.since = Date.now();
      now.trail = now.trail.slice(newest);
    }
    now.since ??= Date.now();
    isLate = nearest !== undefined && Date.now() - now.since < STAY;
  }
  // Each place that is shown for the time being has its own time.
  const { since } = now;
  useEffect(() => {
    if (!isLate || since === null) return;
    const over = setTimeout(drawAgain, Math.max(0, since + STAY - Date.now()));
    return () => clearTimeout(over);
  }, [isLate, since]);
  return { offset: isLate ? now.shown : wanted, isLate };
}
