import type { KeyboardEvent } from "react";
import { HEADERS, type Spot, stepped } from "./gridKeys";
import type { GridProps } from "./gridProps";
import { STEP } from "./layout";

/** Whether something happened in a header's menu: it comes through the grid all the same. */
export function isOfMenu(target: Element): boolean {
  return target.closest("[role=menu]") !== null;
}

/** What the keys do in a grid. Every key here stands on the page too, in *Keys*. */
export function useGridKeys(
  props: GridProps & {
    goTo: (spot: Spot) => void;
    page: number;
    onMenu: (name: string) => void;
  },
): (event: KeyboardEvent<HTMLElement>) => void {
  const { columns, spot, goTo, selection } = props;
  const rows = props.state.found;
  const column = columns.shown[spot.column];

  const onHeader = (event: KeyboardEvent): boolean => {
    if (!column) return false;
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (by !== 0 && event.shiftKey) columns.resize(column.name, column.width + by * STEP);
    else if (by !== 0 && event.ctrlKey) {
      columns.step(column.name, by);
      const beside = columns.shown[spot.column + by];
      if (beside?.isFrozen === column.isFrozen) goTo({ row: HEADERS, column: spot.column + by });
    } else if (event.key === "Enter" || event.key === " ")
      columns.turnSort(column.name, event.shiftKey);
    else if (event.key === "ContextMenu" || (event.altKey && event.key === "ArrowDown"))
      props.onMenu(column.name);
    else return false;
    return true;
  };

  const onRow = (event: KeyboardEvent): boolean => {
    const ctrl = event.ctrlKey || event.metaKey;
    const { row } = spot;
    if (event.key === "Enter") props.onOpen(row, true);
    else if (event.key === " ") props.onSelection(selection ? null : { anchor: row, end: row });
    else if (event.key === "Escape" && selection) props.onSelection(null);
    else if (event.key === "Escape" && props.opened !== null) props.onClose();
    else if (ctrl && event.key.toLowerCase() === "c") {
      // Letters that were marked with the mouse are copied as everywhere.
      if (window.getSelection()?.isCollapsed === false) return false;
      props.onCopy();
    } else return false;
    return true;
  };

  return (event) => {
    if (isOfMenu(event.target as Element)) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const isDone = spot.row === HEADERS ? onHeader(event) : onRow(event);
    if (isDone) {
      event.preventDefault();
      return;
    }
    if (ctrl && event.key.toLowerCase() === "a" && rows > 0) {
      event.preventDefault();
      props.onSelection({ anchor: 0, end: rows - 1 });
      return;
    }
    if (event.altKey) return;
    const next = stepped(spot, event.key, ctrl, {
      rows,
      columns: columns.shown.length,
      page: props.page,
    });
    if (next === null) return;
    event.preventDefault();
    const isAcross = next.row !== spot.row && next.row !== HEADERS && spot.row !== HEADERS;
    if (event.shiftKey && isAcross)
      props.onSelection({ anchor: selection?.anchor ?? spot.row, end: next.row });
    else if (!event.shiftKey && next.row !== spot.row) props.onSelection(null);
    goTo(next);
  };
}
