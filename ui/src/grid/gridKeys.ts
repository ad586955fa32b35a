/** Where the arrow keys and their like lead in a grid. Pure. */

/** A cell; row -1 is the headers. */
export interface Spot {
  row: number;
  /** Its place among the columns that are shown. */
  column: number;
}

export interface Grounds {
  rows: number;
  columns: number;
  /** Rows of a page. */
  page: number;
}

export const HEADERS = -1;

/** The nearest cell that there is. */
export function withinGrid(spot: Spot, { rows, columns }: Grounds): Spot {
  return {
    row: Math.min(Math.max(HEADERS, spot.row), rows - 1),
    column: Math.min(Math.max(0, spot.column), Math.max(0, columns - 1)),
  };
}

/** Where a key leads from a cell; null for a key that leads nowhere. */
export function stepped(spot: Spot, key: string, ctrl: boolean, grounds: Grounds): Spot | null {
  const { row, column } = spot;
  const { rows, columns, page } = grounds;
  const to = (next: Partial<Spot>) => withinGrid({ ...spot, ...next }, grounds);
  switch (key) {
    case "ArrowUp":
      return to({ row: ctrl ? Math.min(row, 0) : row - 1 });
    case "ArrowDown":
      return to({ row: ctrl ? rows - 1 : row + 1 });
    case "ArrowLeft":
      return to({ column: ctrl ? 0 : column - 1 });
    case "ArrowRight":
      return to({ column: ctrl ? columns - 1 : column + 1 });
    case "Home":
      return to(ctrl ? { row: 0, column: 0 } : { column: 0 });
    case "End":
      return to(ctrl ? { row: rows - 1, column: columns - 1 } : { column: columns - 1 });
    case "PageUp":
      return to({ row: row === HEADERS ? HEADERS : Math.max(0, row - page) });
    case "PageDown":
      return to({ row: Math.max(0, row) + page });
    default:
      return null;
  }
}
