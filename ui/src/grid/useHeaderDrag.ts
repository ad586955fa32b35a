import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { withinWidths } from "./layout";
import type { Columns, ShownColumn } from "./useColumns";

/** Pixels that a click may move before it is a drag. */
const SLACK = 6;

/** The width of the column whose edge is held: shown, and kept once it is let go. */
export type HeldEdge = [name: string, width: number];

interface Mark {
  index: number;
  side: "before" | "after";
}

/** The header under a place of the window, and on which half of it that is. */
function markAt(box: HTMLElement, x: number): Mark | null {
  // Frozen headers lie over the others, and come first.
  for (const header of box.querySelectorAll<HTMLElement>("[role=columnheader]")) {
    const { left, right, width } = header.getBoundingClientRect();
    if (x < left || x > right) continue;
    return {
      index: Number(header.dataset.column),
      side: x < left + width / 2 ? "before" : "after",
    };
  }
  return null;
}

/** Headers that are dragged to another place, and edges that make a column wider. */
export function useHeaderDrag(
  box: RefObject<HTMLElement | null>,
  columns: Columns,
  onHold: (held: HeldEdge | null) => void,
) {
  const [mark, setMark] = useState<Mark | null>(null);
  /** When a drag ended: the click that comes of it sorts nothing. */
  const dragged = useRef(false);
  const end = useRef<(() => void) | null>(null);
  useEffect(() => () => end.current?.(), []);

  /** Follows the pointer wherever it goes, until it is let go or Escape is pressed. */
  const follow = (move: (x: number) => void, drop: (x: number) => void, done: () => void) => {
    end.current?.();
    const moved = (event: globalThis.PointerEvent) => move(event.clientX);
    const dropped = (event: globalThis.PointerEvent) => {
      drop(event.clientX);
      stop();
    };
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Escape") stop();
    };
    const stop = () => {
      window.removeEventListener("pointermove", moved);
      window.removeEventListener("pointerup", dropped);
      window.removeEventListener("pointercancel", stop);
      window.removeEventListener("keydown", pressed);
      end.current = null;
      done();
    };
    window.addEventListener("pointermove", moved);
    window.addEventListener("pointerup", dropped);
    window.addEventListener("pointercancel", stop);
    window.addEventListener("keydown", pressed);
    end.current = stop;
  };

  const grab = (event: PointerEvent, column: ShownColumn) => {
    dragged.current = false;
    if (event.button !== 0 || event.shiftKey) return;
    const from = event.clientX;
    let target: Mark | null = null;
    follow(
      (x) => {
        if (!dragged.current && Math.abs(x - from) < SLACK) return;
        dragged.current = true;
        target = box.current ? markAt(box.current, x) : null;
        setMark(target);
      },
      () => {
        const onto = target && columns.shown[target.index];
        if (!target || !onto || onto.name === column.name) return;
        const next = columns.shown[target.index + 1];
        const isNextAlike = next?.isFrozen === onto.isFrozen;
        const after = isNextAlike ? next.name : null;
        // After the last of the frozen ones is frozen still.
        if (target.side === "after" && after === null && onto.isFrozen)
          columns.freeze(column.name, true);
        else columns.move(column.name, target.side === "before" ? onto.name : after);
      },
      () => setMark(null),
    );
  };

  const grabEdge = (event: PointerEvent, column: ShownColumn) => {
    event.stopPropagation();
    event.preventDefault();
    dragged.current = true;
    const from = event.clientX;
    const widthAt = (x: number) => withinWidths(column.width + x - from);
    follow(
      (x) => onHold([column.name, widthAt(x)]),
      (x) => columns.resize(column.name, widthAt(x)),
      () => onHold(null),
    );
  };

  return {
    mark,
    grab,
    grabEdge,
    /** Whether the click that comes now is the end of a drag. */
    wasDrag: () => {
      const was = dragged.current;
      dragged.current = false;
      return was;
    },
  };
}
