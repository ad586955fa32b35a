import {
  type ColumnDef,
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  tableFeatures,
  type Updater,
  useTable,
} from "@tanstack/react-table";
import { useMemo } from "react";
import type { Cells, Sort, StoredColumn } from "../ipc";
import {
  firstWidth,
  hiddenOf,
  type Layout,
  moved,
  NARROWEST,
  sortFor,
  WIDEST,
  withinWidths,
} from "./layout";

const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
});

/** Rows are never here: they are too many. The table knows the columns, and sorts nothing itself. */
const noRows: Cells[] = [];

/** A column as it is shown. */
export interface ShownColumn {
  name: string;
  stored: StoredColumn;
  /** Its place among the cells of a row. */
  place: number;
  width: number;
  /** Pixels before it: of the frozen ones, or of the others. */
  start: number;
  isFrozen: boolean;
  /** Its direction and its place among the columns that are sorted by; null where it is not. */
  sorted: { descending: boolean; place: number } | null;
}

export interface Columns {
  /** The frozen ones before the others, in the order shown. */
  shown: ShownColumn[];
  frozenCount: number;
  /** Pixels of the frozen ones, and of all. */
  frozenWidth: number;
  width: number;
  hidden: string[];
  /** Ascending, descending, not at all; `add` leaves the other columns sorted. */
  turnSort: (name: string, add: boolean) => void;
  sortBy: (name: string, descending: boolean | null) => void;
  resize: (name: string, width: number | null) => void;
  /** Puts it before another column, or last; beside a frozen one it becomes frozen. */
  move: (name: string, before: string | null) => void;
  /** One place to the left or to the right, among its like. */
  step: (name: string, by: -1 | 1) => void;
  freeze: (name: string, isFrozen: boolean) => void;
  show: (name: string, isShown: boolean) => void;
}

/** The columns in the layout that a person gave them, and what she can do with them. */
export function useColumns(
  stored: StoredColumn[],
  layout: Layout,
  onLayout: (layout: Layout) => void,
  width: (column: StoredColumn) => number = firstWidth,
): Columns {
  const definitions = useMemo<ColumnDef<typeof features, Cells>[]>(
    () =>
      stored.map((column, place) => ({
        id: column.name,
        accessorFn: (row: Cells) => row[place],
        size: width(column),
      })),
    [stored, width],
  );
  const places = useMemo(
    () => new Map(stored.map((column, place) => [column.name, { column, place }])),
    [stored],
  );
  const { hidden, sort, state } = useMemo(() => {
    const hidden = hiddenOf(layout, stored);
    const sort = sortFor(layout, stored);
    const state = {
      columnOrder: layout.order,
      columnPinning: { start: layout.frozen.filter((name) => places.has(name)), end: [] },
      columnSizing: Object.fromEntries(layout.widths),
      columnVisibility: Object.fromEntries(hidden.map((name) => [name, false])),
      sorting: sort.map(({ column, descending }) => ({ id: column, desc: descending })),
    };
    return { hidden, sort, state };
  }, [layout, stored, places]);
  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    state,
    defaultColumn: { minSize: NARROWEST, maxSize: WIDEST },
    manualSorting: true,
    sortDescFirst: false,
    onSortingChange: (change: Updater<{ id: string; desc: boolean }[]>) => {
      const after = typeof change === "function" ? change(state.sorting) : change;
      onLayout({
        ...layout,
        sort: after.map(({ id, desc }): Sort => ({ column: id, descending: desc })),
      });
    },
  });
  // The same for as long as nothing of it changes: rows are drawn anew when it does.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the table has nothing that these have not
  return useMemo(() => {
    const shown: ShownColumn[] = [];
    let start = 0;
    const frozen = table.getStartVisibleLeafColumns();
    const add = (column: (typeof frozen)[number], isFrozen: boolean) => {
      const found = places.get(column.id);
      if (!found) return;
      const sorted = sort.findIndex((each) => each.column === column.id);
      const width = withinWidths(column.getSize());
      shown.push({
        name: column.id,
        stored: found.column,
        place: found.place,
        width,
        start,
        isFrozen,
        sorted:
          sorted === -1 ? null : { descending: sort[sorted]?.descending ?? false, place: sorted },
      });
      start += width;
    };
    for (const column of frozen) add(column, true);
    const frozenWidth = start;
    start = 0;
    for (const column of table.getCenterVisibleLeafColumns()) add(column, false);

    /** The columns that are not frozen in their order, with the places that frozen ones come back to. */
    const inOrder = () => {
      const named = layout.order.filter((name) => places.has(name));
      const rest = stored.map(({ name }) => name).filter((name) => !named.includes(name));
      return [...named, ...rest];
    };
    const frozenNames = () => frozen.map((column) => column.id);
    const change = (part: Partial<Layout>) => onLayout({ ...layout, ...part });
    const columns: Columns = {
      shown,
      frozenCount: frozen.length,
      frozenWidth,
      width: frozenWidth + start,
      hidden,
      turnSort: (name, add) => table.getColumn(name)?.toggleSorting(undefined, add),
      sortBy: (name, descending) =>
        change({ sort: descending === null ? [] : [{ column: name, descending }] }),
      resize: (name, width) => {
        const others = layout.widths.filter(([each]) => each !== name);
        change({ widths: width === null ? others : [...others, [name, withinWidths(width)]] });
      },
      move: (name, before) => {
        const beside = shown.find((column) => column.name === before);
        const others = layout.frozen.filter((each) => each !== name);
        if (beside?.isFrozen) change({ frozen: moved(others, name, before) });
        else change({ frozen: others, order: moved(inOrder(), name, before) });
      },
      step: (name, by) => {
        const at = shown.findIndex((column) => column.name === name);
        const here = shown[at];
        const beside = shown[at + by];
        if (!here || !beside || here.isFrozen !== beside.isFrozen) return;
        const part = here.isFrozen ? frozenNames() : inOrder();
        // To the right it comes after the one that stands there.
        const after = part[part.indexOf(beside.name) + 1] ?? null;
        const order = moved(part, name, by === -1 ? beside.name : after);
        change(here.isFrozen ? { frozen: order } : { order });
      },
      freeze: (name, isFrozen) => {
        const others = layout.frozen.filter((each) => each !== name);
        change({ frozen: isFrozen ? [...others, name] : others });
      },
      show: (name, isShown) =>
        change({
          hidden: isShown
            ? layout.hidden.filter((each) => each !== name)
            : [...layout.hidden, name],
        }),
    };
    return columns;
  }, [stored, definitions, layout, onLayout, places, hidden, sort]);
}
