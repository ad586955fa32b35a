// biome-ignore-all lint/a11y/useSemanticElements: rows placed by offset cannot be those of a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: the roles are those of a table, not of a grid
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import classes from "./virtual.module.css";

export interface VirtualColumn {
  id: string;
  header: ReactNode;
  /** In pixels: rows that are not drawn cannot help to measure. */
  width: number;
  /** Its part of what is left over; its width's share without. */
  grows?: number;
  align?: "right";
}

const ROW_HEIGHT = 34;
const HIGH_ROW_HEIGHT = 46;

/** Below the table: its line of counts, and the page's own edge. */
const BELOW = 80;
/** Nine rows and the header. */
const LEAST = 340;

/** Lets a box be as high as what the window has left below its upper edge. */
function useRestOfWindow(box: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const fill = () => {
      const element = box.current;
      if (element === null) return;
      const top = element.getBoundingClientRect().top + window.scrollY;
      element.style.maxHeight = `${Math.max(LEAST, window.innerHeight - top - BELOW)}px`;
    };
    fill();
    window.addEventListener("resize", fill);
    return () => window.removeEventListener("resize", fill);
  }, [box]);
}

/** A table of any length, of which only what is in sight is drawn. */
export function VirtualTable(props: {
  label: string;
  columns: VirtualColumn[];
  rowCount: number;
  /** Of a row whose cells have two lines. */
  isHigh?: true;
  /** All rows there are, where that is known, for a screen reader. */
  total: number | null;
  cell: (row: number, column: number) => ReactNode;
  /** Called when the last rows come into sight. */
  onEnd: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  useRestOfWindow(box);
  const { rowCount, onEnd } = props;
  const virtual = useVirtualizer({
    count: rowCount,
    getScrollElement: () => box.current,
    estimateSize: () => (props.isHigh ? HIGH_ROW_HEIGHT : ROW_HEIGHT),
    overscan: 12,
  });
  const drawn = virtual.getVirtualItems();
  const last = drawn.at(-1)?.index ?? -1;
  useEffect(() => {
    // Not on the first screen: what one did not scroll to need not be read from the disk.
    if (rowCount > 0 && last >= rowCount - 1 && (box.current?.scrollTop ?? 0) > 0) onEnd();
  }, [last, rowCount, onEnd]);
  const grid = {
    gridTemplateColumns: props.columns
      .map(({ width, grows = width }) => `minmax(${width}px, ${grows}fr)`)
      .join(" "),
  };
  return (
    <div ref={box} className={classes.box} tabIndex={0} role="group" aria-label={props.label}>
      <div
        role="table"
        aria-label={props.label}
        aria-rowcount={props.total === null ? -1 : props.total + 1}
        className={classes.table}
        style={{ minWidth: props.columns.reduce((sum, { width }) => sum + width, 0) }}
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" aria-rowindex={1} className={classes.row} style={grid}>
            {props.columns.map((column) => (
              <div
                key={column.id}
                role="columnheader"
                className={classes.cell}
                data-align={column.align}
              >
                {column.header}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {drawn.map((item) => (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              className={classes.row}
              data-odd={item.index % 2 === 1 || undefined}
              style={{
                ...grid,
                position: "absolute",
                insetInline: 0,
                height: item.size,
                top: item.start,
              }}
            >
              {props.columns.map((column, place) => (
                <div key={column.id} role="cell" className={classes.cell} data-align={column.align}>
                  {props.cell(item.index, place)}
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
