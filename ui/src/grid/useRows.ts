import { useLocalStorage } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { type StoredColumn, type Subject, useIsMasked, useOpenTable } from "../ipc";
import { isChanged, laidOutAs, readLayout, sortFor } from "./layout";
import type { Asking } from "./useAsking";
import { useColumns } from "./useColumns";
import type { HeldEdge } from "./useHeaderDrag";
import { useOrder } from "./useOrder";

/** What the columns of some rows are, and how they are laid out until somebody changes it. */
export interface ColumnsKnown {
  /** By which the layout is remembered. */
  remembered: string;
  /** The columns as far as they are known before the table is open, and whether they are just those. */
  columns: StoredColumn[];
  areCertain: boolean;
  /** The columns that are shown, in their order, until somebody lays them out; all without. */
  shownFirst?: readonly string[];
  /** How wide a column is until somebody changes it, where that is not as in any table. */
  firstWidth?: ((column: StoredColumn) => number) | undefined;
}

/** What was found when rows were opened last. */
interface Seen {
  /** The subject that they are rows of. */
  of: string;
  columns: StoredColumn[];
  leftOut: string[];
  columnsLeftOut: number;
}

/** The rows that a question wants, open, in the layout that a person gave their columns. */
export function useRows(
  subject: Subject,
  asking: Asking,
  edition: number | string,
  known: ColumnsKnown,
) {
  const isMasked = useIsMasked();
  const [remembered, remember, forget] = useLocalStorage<unknown>({
    key: `poolhouse.table.${known.remembered}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const asRemembered = useMemo(() => readLayout(remembered), [remembered]);
  const { layout, lay, letGo } = useOrder(asRemembered, remember, asking);
  const [held, setHeld] = useState<HeldEdge | null>(null);

  // Which columns there are may be known for certain only once it is open; till then nothing is
  // sorted by one of them.
  const of = JSON.stringify(subject);
  const [before, setBefore] = useState<Seen | null>(null);
  const seen = before?.of === of ? before : null;
  const expected = known.areCertain ? known.columns : (seen?.columns ?? known.columns);
  const sort = known.areCertain || seen ? sortFor(layout, expected) : [];
  const { filters, search } = asking.asked;
  const { table, state } = useOpenTable(
    { subject, query: { filters, search, sort } },
    `${edition}${isMasked ? " masked" : ""}`,
  );
  const { columns: found, leftOut, columnsLeftOut } = state;
  if (found && found !== seen?.columns) setBefore({ of, columns: found, leftOut, columnsLeftOut });
  const stored = found ?? expected;

  const { shownFirst } = known;
  const heldLayout = useMemo(() => {
    const isFirst = remembered === null && shownFirst !== undefined;
    const laidOut = isFirst ? { ...laidOutAs(shownFirst, stored), sort: layout.sort } : layout;
    return held ? { ...laidOut, widths: [...laidOut.widths, held] } : laidOut;
  }, [layout, held, remembered, shownFirst, stored]);
  const columns = useColumns(stored, heldLayout, lay, known.firstWidth);
  return {
    isMasked,
    table,
    state,
    stored,
    columns,
    /** While rows are opened, for another question to the same, what was left out of them before. */
    leftOut: found ? leftOut : (seen?.leftOut ?? []),
    columnsLeftOut: found ? columnsLeftOut : (seen?.columnsLeftOut ?? 0),
    /** The order in which they are asked for. */
    sort,
    /** Tells these rows and their order from all others, whatever version they are of. */
    question: JSON.stringify([filters, search, layout.sort, of]),
    isLaidOut: isChanged(layout),
    resetLayout: () => {
      forget();
      letGo();
    },
    /** While the edge of a column is dragged. */
    hold: setHeld,
  };
}

export type Rows = ReturnType<typeof useRows>;
