/** How a person has laid a table out: remembered for each table of each dataflow. Pure. */
import type { Sort, StoredColumn } from "../ipc";

export interface Layout {
  /** Names of columns; those that are not named come after them, in their own order. */
  order: string[];
  widths: [string, number][];
  hidden: string[];
  /** Those that stay at the left, in their order. */
  frozen: string[];
  sort: Sort[];
}

export const firstLayout: Layout = { order: [], widths: [], hidden: [], frozen: [], sort: [] };

export const NARROWEST = 60;
export const WIDEST = 1_200;
/** Pixels by which the keyboard makes a column wider. */
export const STEP = 20;

/** Pixels that a letter of a header takes, and those beside its letters: edges, sort and menu. */
const LETTER = 8;
const BESIDE = 88;

/** The width of a column that nobody has changed. */
export function firstWidth(column: StoredColumn): number {
  const header = Math.min(column.name.length * LETTER + BESIDE, 300);
  if (column.name === "sub") return 310;
  if (column.kind === "boolean") return Math.max(header, 110);
  return Math.max(header, column.kind === "timestamp" ? 210 : 180);
}

export function withinWidths(width: number): number {
  return Math.round(Math.min(Math.max(width, NARROWEST), WIDEST));
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

function isWidth(value: unknown): value is [string, number] {
  return (
    Array.isArray(value) &&
    typeof value[0] === "string" &&
    typeof value[1] === "number" &&
    Number.isFinite(value[1])
  );
}

function isSort(value: unknown): value is Sort {
  const sort = value as Partial<Sort> | null | undefined;
  return typeof sort?.column === "string" && typeof sort.descending === "boolean";
}

/** A layout as remembered; what is none of it is left out. */
export function readLayout(remembered: unknown): Layout {
  const layout = (remembered ?? {}) as Partial<Record<keyof Layout, unknown>>;
  return {
    order: names(layout.order),
    widths: Array.isArray(layout.widths) ? layout.widths.filter(isWidth) : [],
    hidden: names(layout.hidden),
    frozen: names(layout.frozen),
    sort: Array.isArray(layout.sort) ? layout.sort.filter(isSort) : [],
  };
}

/**
 * The layout for the columns that there are. A source may lose a column, and an older version may
 * lack one: what is remembered of it stays, but nothing is sorted by it.
 */
export function sortFor(layout: Layout, columns: readonly StoredColumn[]): Sort[] {
  return layout.sort.filter((sort) => columns.some((column) => column.name === sort.column));
}

/**
 * The layout of who has not laid it out: the columns that are named come first, in that order, and
 * all others are hidden. Where none of them is there, it is as it comes.
 */
export function laidOutAs(first: readonly string[], columns: readonly StoredColumn[]): Layout {
  const order = first.filter((name) => columns.some((column) => column.name === name));
  if (order.length === 0) return firstLayout;
  const others = columns.map(({ name }) => name).filter((name) => !order.includes(name));
  return { ...firstLayout, order, hidden: others };
}

/** The columns that are shown: never none. */
export function hiddenOf(layout: Layout, columns: readonly StoredColumn[]): string[] {
  const hidden = layout.hidden.filter((name) => columns.some((column) => column.name === name));
  return hidden.length === columns.length ? hidden.slice(1) : hidden;
}

export function isChanged(layout: Layout): boolean {
  return Object.values(layout).some((each) => each.length > 0);
}

/** A column put before another one, or last (`null`), among names in the order shown. */
export function moved(shown: readonly string[], name: string, before: string | null): string[] {
  if (name === before) return [...shown];
  const rest = shown.filter((each) => each !== name);
  const place = before === null ? rest.length : rest.indexOf(before);
  rest.splice(place === -1 ? rest.length : place, 0, name);
  return rest;
}
