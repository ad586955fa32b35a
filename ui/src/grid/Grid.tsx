// biome-ignore-all lint/a11y/useFocusableInteractive: the cells of a grid have the focus, its rows never
// biome-ignore-all lint/a11y/useSemanticElements: rows placed by offset cannot be those of a table element
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type MouseEvent,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { GridHeader } from "./GridHeader";
import { type DrawnColumn, GridRow } from "./GridRow";
import classes from "./grid.module.css";
import { HEADERS, type Spot, withinGrid } from "./gridKeys";
import type { GridProps } from "./gridProps";
import { offsetShowing, ROW_HEIGHT, rowsInSight, rowsOfPage, scrolledHeight } from "./scale";
import type { Columns } from "./useColumns";
import { isOfMenu, useGridKeys } from "./useGridKeys";
import { useHeaderDrag } from "./useHeaderDrag";
import { useScaledScroll } from "./useScaledScroll";
import { useShownOffset } from "./useShownOffset";

/** Pixels of the headers. */
const HEAD = 36;
/** Rows drawn above and below those in sight. */
const SPARE = 6;
/** Rows after which the strip they lie on begins anew: no place on it grows large. */
const STRIP = 1_000;
/** Frozen columns that leave less than this share of the box to the others scroll with them. */
const LEFT_TO_OTHERS = 0.4;
/** Rows that stand for those to come, before anything is known of them. */
const COMING = 12;

/** Puts the focus into the one cell that is in the tab order. */
function focusSpot(box: HTMLElement | null) {
  box?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
}

/** The rows of a table, of which only those in sight are drawn; and of those, the columns in sight. */
export function Grid(props: GridProps) {
  const { columns, state, table } = props;
  const box = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<string | null>(null);
  const isComing = state.status === "opening" || (state.found === 0 && !state.done);
  // The same rows read anew, after a run, are about as many: one stays where one was.
  const before = useRef({ question: props.question, rows: COMING });
  if (before.current.question !== props.question)
    before.current = { question: props.question, rows: COMING };
  if (!isComing) before.current.rows = state.found;
  const { rows } = before.current;
  const scroll = useScaledScroll(box, rows, HEAD);
  const shown = useShownOffset(table, scroll.offset, scroll.extent);
  const { first, last } = rowsInSight(shown.offset, scroll.extent);
  const wanted = scroll.inSight;
  const spot = withinGrid(props.spot, {
    rows: state.found,
    columns: columns.shown.length,
    page: 0,
  });
  const sticks = columns.frozenWidth <= scroll.width * (1 - LEFT_TO_OTHERS);
  const drag = useHeaderDrag(box, columns, props.onHold);

  // biome-ignore lint/correctness/useExhaustiveDependencies: again when more rows are listed
  useEffect(() => {
    // The cell that has the focus, and the card, are read though they may be far away.
    const also = [spot.row, props.opened ?? HEADERS].filter((row) => row !== HEADERS);
    if (wanted.last >= 0) table.want(wanted.first, wanted.last, also);
  }, [table, wanted.first, wanted.last, state, spot.row, props.opened]);
  const { goTo: scrollTo } = scroll;
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each other question
  useEffect(() => scrollTo(0), [scrollTo, props.question]);

  const others = columns.shown.length - columns.frozenCount;
  const virtual = useVirtualizer({
    horizontal: true,
    count: others,
    getScrollElement: () => box.current,
    estimateSize: (index) => columns.shown[columns.frozenCount + index]?.width ?? 0,
    paddingStart: columns.frozenWidth,
    overscan: 2,
  });
  // The virtualizer keeps the widths that it was told first.
  const widths = columns.shown.map(({ width }) => width).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the widths change
  useLayoutEffect(() => virtual.measure(), [virtual, widths]);

  const drawnAt = (index: number): DrawnColumn | null => {
    const column = columns.shown[index];
    if (!column) return null;
    const left = column.isFrozen ? column.start : columns.frozenWidth + column.start;
    return { column, index, left };
  };
  const indexes = new Set(columns.shown.slice(0, columns.frozenCount).map((_, index) => index));
  for (const { index } of virtual.getVirtualItems()) indexes.add(columns.frozenCount + index);
  // The cell that has the focus stays, wherever it is scrolled to: the focus would be lost with it.
  indexes.add(spot.column);
  const key = [...indexes].sort((one, other) => one - other).join();
  const kept = useRef<{ key: string; columns: Columns; drawn: DrawnColumn[] } | null>(null);
  if (kept.current?.key !== key || kept.current.columns.shown !== columns.shown)
    kept.current = {
      key,
      columns,
      drawn: key
        .split(",")
        .map((index) => drawnAt(Number(index)))
        .filter((each) => each !== null),
    };
  const { drawn } = kept.current;

  /** Brings a cell into sight. */
  const reveal = ({ row, column }: Spot) => {
    const element = box.current;
    if (element === null) return;
    if (row !== HEADERS) scroll.goTo(offsetShowing(row, scroll.offset, scroll.extent));
    const shown = columns.shown[column];
    if (!shown || (shown.isFrozen && sticks)) return;
    const covered = sticks ? columns.frozenWidth : 0;
    const left = (shown.isFrozen ? 0 : columns.frozenWidth) + shown.start;
    if (left - covered < element.scrollLeft) element.scrollLeft = left - covered;
    else if (left + shown.width > element.scrollLeft + scroll.width)
      element.scrollLeft = Math.min(left - covered, left + shown.width - scroll.width);
  };

  /** Set when the keyboard or the mouse has moved the spot: then the focus goes with it. */
  const follows = useRef(false);
  const goTo = (next: Spot, takesFocus = true) => {
    follows.current = takesFocus;
    reveal(next);
    props.onSpot(next);
  };
  useImperativeHandle(props.ref, () => ({ goTo }));
  useEffect(() => {
    if (!follows.current) return;
    follows.current = false;
    focusSpot(box.current);
  });

  // Before there is a row the headers alone can have the focus; it goes on to the row that one stands in.
  useEffect(() => {
    const focused = document.activeElement;
    if (isComing || !box.current?.contains(focused)) return;
    if (focused?.matches('[role="columnheader"][tabindex="-1"]')) focusSpot(box.current);
  }, [isComing]);

  const openMenu = (name: string | null) => {
    setMenu(name);
    // The focus goes back to the header when the menu closes.
    if (name === null) follows.current = true;
  };
  const onKeyDown = useGridKeys({
    ...props,
    spot,
    goTo,
    page: rowsOfPage(scroll.extent),
    onMenu: openMenu,
  });

  const cellOf = (event: MouseEvent): Spot | null => {
    const target = event.target as HTMLElement;
    const cell = target.closest<HTMLElement>("[data-column]");
    if (!cell || isOfMenu(target)) return null;
    return { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
  };
  const onClick = (event: MouseEvent) => {
    const found = cellOf(event);
    if (!found || (isComing && found.row !== HEADERS)) return;
    const name = columns.shown[found.column]?.name;
    if (found.row === HEADERS && name !== undefined) {
      if (drag.wasDrag()) return;
      goTo(found);
      if ((event.target as HTMLElement).closest("[data-menu]")) openMenu(name);
      else columns.turnSort(name, event.shiftKey);
      return;
    }
    if (event.shiftKey) {
      props.onSelection({ anchor: props.selection?.anchor ?? spot.row, end: found.row });
      goTo(found);
      return;
    }
    props.onSelection(null);
    goTo(found);
    // Letters that were marked with the mouse are to be copied, not to be opened.
    if (window.getSelection()?.isCollapsed !== false) props.onOpen(found.row, false);
  };

  const inReach: number[] = [];
  const to = Math.min(rows - 1, last + SPARE);
  for (let row = Math.max(0, first - SPARE); row <= to; row += 1) inReach.push(row);
  if (spot.row >= 0 && !isComing && !inReach.includes(spot.row)) inReach.push(spot.row);
  const anchor = Math.floor(first / STRIP) * STRIP;
  const { selection } = props;
  const from = selection ? Math.min(selection.anchor, selection.end) : 0;
  const until = selection ? Math.max(selection.anchor, selection.end) : -1;
  const activeName = columns.shown[spot.column]?.name ?? null;
  const activeHeader = spot.row === HEADERS ? activeName : null;
  const { mark } = drag;
  // Each has a menu and hints: too much to draw at every step of a scroll.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what they call does not grow old
  const headers = useMemo(
    () =>
      drawn.map((each) => {
        const { name } = each.column;
        return (
          <GridHeader
            key={name}
            drawn={each}
            columns={columns}
            sticks={sticks}
            isActive={name === activeHeader}
            isFiltered={props.filtered.has(name)}
            mark={mark?.index === each.index ? mark.side : null}
            isMenuOpen={menu === name}
            onMenu={(isOpen) => openMenu(isOpen ? name : null)}
            onFilter={() => {
              setMenu(null);
              props.onFilter(name);
            }}
            onClass={
              props.onClass
                ? () => {
                    setMenu(null);
                    props.onClass?.(name);
                  }
                : null
            }
            onProfile={() => {
              setMenu(null);
              props.onProfile(name);
            }}
            onGrab={(event) => {
              if (!isOfMenu(event.target as Element)) drag.grab(event, each.column);
            }}
            onGrabEdge={(event) => drag.grabEdge(event, each.column)}
          />
        );
      }),
    [drawn, columns, sticks, activeHeader, props.filtered, mark, menu],
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the grid in it takes the keys and clicks
    <div ref={box} className={classes.box} onClick={onClick} onKeyDown={onKeyDown}>
      <div
        role="grid"
        aria-label={props.label}
        aria-rowcount={state.done ? state.found + 1 : -1}
        aria-colcount={columns.shown.length}
        aria-multiselectable="true"
        aria-describedby="grid-keys"
        aria-busy={isComing || undefined}
        className={classes.grid}
        style={{ width: columns.width, height: HEAD + scrolledHeight(scroll.extent) }}
      >
        <div role="rowgroup" className={classes.head} style={{ height: HEAD }}>
          <div role="row" aria-rowindex={1} className={classes.headRow}>
            {headers}
          </div>
        </div>
        <div
          role="rowgroup"
          className={classes.window}
          style={{ top: HEAD, height: Math.min(scroll.extent.view, rows * ROW_HEIGHT) }}
        >
          <div
            role="presentation"
            className={classes.strip}
            data-late={shown.isLate || undefined}
            style={{ transform: `translateY(${anchor * ROW_HEIGHT - shown.offset}px)` }}
          >
            {inReach.map((row) => (
              <GridRow
                key={row}
                row={row}
                cells={isComing ? undefined : table.row(row)}
                drawn={drawn}
                sticks={sticks}
                // A row that is far away is out of sight wherever it stands.
                top={Math.min(Math.max(row - anchor, -STRIP), 2 * STRIP) * ROW_HEIGHT}
                width={columns.width}
                active={row === spot.row ? activeName : null}
                isSelected={row >= from && row <= until}
                isOpen={row === props.opened}
                drawCell={props.drawCell}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}
