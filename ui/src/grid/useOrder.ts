import { useCallbackRef } from "@mantine/hooks";
import { useMemo } from "react";
import type { Layout } from "./layout";
import type { Asking } from "./useAsking";

/**
 * The layout in use: in the order that is asked for, such as by a ready question, until somebody sorts.
 * That order is not remembered; the one that was comes back with the next question. `lay` stays the same.
 */
export function useOrder(
  remembered: Layout,
  remember: (layout: Layout) => void,
  { asked, change }: Pick<Asking, "asked" | "change">,
): { layout: Layout; lay: (layout: Layout) => void; letGo: () => void } {
  const { sort } = asked;
  const layout = useMemo(
    () => (sort.length > 0 ? { ...remembered, sort } : remembered),
    [remembered, sort],
  );
  const letGo = () => {
    if (sort.length > 0) change({ sort: [] });
  };
  const lay = useCallbackRef((next: Layout) => {
    // A column that is made wider sorts nothing.
    const isSorted = next.sort !== layout.sort;
    remember(isSorted ? next : { ...next, sort: remembered.sort });
    if (isSorted) letGo();
  });
  return { layout, lay, letGo };
}
