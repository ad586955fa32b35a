/** Sorting of lists. Pure. */

export interface Sort {
  column: string;
  descending: boolean;
}

const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** A click on a header: the other way round on the same column, from the start on another. */
export function turnSort(sort: Sort, column: string): Sort {
  return sort.column === column
    ? { column, descending: !sort.descending }
    : { column, descending: false };
}

/** The rows in order. Rows without a value come last either way; ties keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  by: ((row: Row) => string | number | null) | undefined,
  descending: boolean,
): Row[] {
  if (!by) return [...rows];
  const turn = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: by(row) }))
    .sort((left, right) => {
      if (left.value === null || right.value === null)
        return Number(left.value === null) - Number(right.value === null);
      if (typeof left.value === "number" && typeof right.value === "number")
        return turn * (left.value - right.value);
      return turn * words.compare(String(left.value), String(right.value));
    })
    .map(({ row }) => row);
}
