import { useMemo, useState } from "react";
import type { Sort } from "../ipc";
import type { Layout } from "./layout";

const unsorted: Sort[] = [];

/**
 * The layout in use: in the order that is asked for, such as by a ready question, until somebody sorts. That
 * order is not remembered; the one that was comes back with the next question.
 */
export function useOrder(
  remembered: Layout,
  remember: (layout: Layout) => void,
  /** Asked anew when it is another. */
  asked: { sort?: Sort[] } | null,
): { layout: Layout; lay: (layout: Layout) => void; letGo: () => void } {
  const [sort, setSort] = useState(asked?.sort ?? unsorted);
  const [begun, setBegun] = useState(asked);
  if (asked !== begun) {
    setBegun(asked);
    setSort(asked?.sort ?? unsorted);
  }
  const layout = useMemo(
    () => (sort.length > 0 ? { ...remembered, sort } : remembered),
    [remembered, sort],
  );
  const lay = (next: Layout) => {
    // A column that is made wider sorts nothing.
    const isSorted = next.sort !== sort;
    remember(isSorted ? next : { ...next, sort: remembered.sort });
    if (isSorted) setSort(unsorted);
  };
  return { layout, lay, letGo: () => setSort(unsorted) };
}
