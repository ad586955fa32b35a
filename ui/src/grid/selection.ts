/** Rows that are chosen: from the one where it began to the one where it is now, in either order. */
export interface Selection {
  anchor: number;
  end: number;
}

export function selectedRows(selection: Selection): { from: number; count: number } {
  const from = Math.min(selection.anchor, selection.end);
  return { from, count: Math.max(selection.anchor, selection.end) - from + 1 };
}
