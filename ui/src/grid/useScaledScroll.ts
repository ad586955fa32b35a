import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import {
  type Extent,
  isScaled,
  offsetOf,
  ROW_HEIGHT,
  rowsInSight,
  topOf,
  withinRows,
} from "./scale";

/** Pixels of a wheel's line, where it counts in lines. */
const LINE = ROW_HEIGHT;

/** Where the rows of a box stand, and how to move them. `head` pixels above them stay. */
export function useScaledScroll(box: RefObject<HTMLElement | null>, rows: number, head: number) {
  const [size, setSize] = useState({ view: 0, width: 0 });
  const [offset, setOffset] = useState(0);
  const extent: Extent = { rows, view: size.view };
  /** What the listeners below read: they are made once. */
  const now = useRef({ extent, offset });
  now.current = { extent, offset };
  /** Where we put the scroll bar: its own word of it must not round what is exact. */
  const put = useRef<number | null>(null);

  const goTo = useCallback(
    (wanted: number) => {
      const element = box.current;
      if (element === null) return;
      const next = withinRows(wanted, now.current.extent);
      element.scrollTop = topOf(next, now.current.extent);
      put.current = element.scrollTop;
      now.current.offset = next;
      setOffset(next);
    },
    [box],
  );

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => {
      setSize({ view: Math.max(0, element.clientHeight - head), width: element.clientWidth });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, head]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const scrolled = () => {
      const top = element.scrollTop;
      if (put.current !== null && Math.abs(top - put.current) < 1) return;
      put.current = top;
      setOffset(offsetOf(top, now.current.extent));
    };
    const wheeled = (event: WheelEvent) => {
      // A short table scrolls as everything else does; Ctrl and Shift mean something else.
      if (!isScaled(now.current.extent) || event.ctrlKey || event.shiftKey) return;
      if (event.deltaY === 0) return;
      event.preventDefault();
      const unit = [1, LINE, now.current.extent.view][event.deltaMode] ?? 1;
      element.scrollLeft += event.deltaX * unit;
      goTo(now.current.offset + event.deltaY * unit);
    };
    element.addEventListener("scroll", scrolled, { passive: true });
    element.addEventListener("wheel", wheeled, { passive: false });
    return () => {
      element.removeEventListener("scroll", scrolled);
      element.removeEventListener("wheel", wheeled);
    };
  }, [box, goTo]);

  const kept = withinRows(offset, extent);
  return { extent, width: size.width, offset: kept, inSight: rowsInSight(kept, extent), goTo };
}
