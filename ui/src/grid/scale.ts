/**
 * Where rows stand that are too many to be as high as they are. Pure.
 *
 * No element of a web view may be higher than 33,554,428 pixels, and a million rows of 34 are. Up to
 * `TALLEST` the scrolled element is as high as its rows; above, it stays that high and the scroll
 * bar's place is stretched over the rows. *Offset* is the place among the rows, *top* that of the
 * scroll bar. Steps are taken in offsets, so that a step is exact however long the table is.
 */

export const ROW_HEIGHT = 34;

/** Far below what any web view can do, and far finer than a thumb can be dragged. */
export const TALLEST = 10_000_000;

export interface Extent {
  rows: number;
  /** Pixels of rows in sight. */
  view: number;
}

/** Pixels that all rows would take. */
export function contentHeight({ rows }: Extent): number {
  return rows * ROW_HEIGHT;
}

/** Pixels that the scrolled element takes. */
export function scrolledHeight(extent: Extent): number {
  return Math.min(contentHeight(extent), TALLEST);
}

/** Whether a pixel of the scroll bar is more than one of the rows. */
export function isScaled(extent: Extent): boolean {
  return contentHeight(extent) > TALLEST;
}

function farthest(extent: Extent): number {
  return Math.max(0, contentHeight(extent) - extent.view);
}

function lowest(extent: Extent): number {
  return Math.max(0, scrolledHeight(extent) - extent.view);
}

/** The nearest offset that there is. */
export function withinRows(offset: number, extent: Extent): number {
  return Math.min(Math.max(0, offset), farthest(extent));
}

/** Where the scroll bar stands for an offset. */
export function topOf(offset: number, extent: Extent): number {
  const kept = withinRows(offset, extent);
  return isScaled(extent) ? (kept * lowest(extent)) / farthest(extent) : kept;
}

/** Which offset the scroll bar stands for: its ends are those of the rows. */
export function offsetOf(top: number, extent: Extent): number {
  const kept = Math.min(Math.max(0, top), lowest(extent));
  return isScaled(extent) ? (kept * farthest(extent)) / lowest(extent) : kept;
}

/** The first and the last row in sight, some of each perhaps; the last is -1 where there is none. */
export function rowsInSight(offset: number, extent: Extent): { first: number; last: number } {
  const first = Math.floor(withinRows(offset, extent) / ROW_HEIGHT);
  const last = Math.ceil((withinRows(offset, extent) + extent.view) / ROW_HEIGHT) - 1;
  return { first, last: Math.min(extent.rows - 1, last) };
}

/** The offset nearest to this one at which a row is wholly in sight. */
export function offsetShowing(row: number, offset: number, extent: Extent): number {
  const start = row * ROW_HEIGHT;
  if (start < offset) return withinRows(start, extent);
  const end = start + ROW_HEIGHT - extent.view;
  return withinRows(Math.max(offset, end), extent);
}

/** Rows that Page Up and Page Down go: one of those in sight stays so. */
export function rowsOfPage({ view }: Extent): number {
  return Math.max(1, Math.floor(view / ROW_HEIGHT) - 1);
}
