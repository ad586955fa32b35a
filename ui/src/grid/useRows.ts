import { useLocalStorage } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { type StoredColumn, type Subject, useOpenTable, usePreferences } from "../ipc";
import type { Asked } from "./address";
import { isChanged, laidOutAs, readLayout, sortFor } from "./layout";
import type { Ask } from "./useAsked";
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

/** The rows that a question wants, open, in the layout that a person gave their columns. */
export function useRows(
  subject: Subject,
  asked: Asked,
  ask: Ask,
  edition: number | string,
  known: ColumnsKnown,
) {
  const isMasked = usePreferences().data?.maskPersonalData ?? false;
  const [remembered, remember, forget] = useLocalStorage<unknown>({
    key: `poolhouse.table.${known.remembered}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const asRemembered = useMemo(() => readLayout(remembered), [remembered]);
  const { layout, lay, letGo } = useOrder(asRemembered, remember, asked, ask);
  const [held, setHeld] = useState<HeldEdge | null>(null);

  // Which columns there are may be known for certain only once it is open; till then nothing is
  // sorted by one of them.
  const of = JSON.stringify(subject);
  const [seen, setSeen] = useState<{ of: string; columns: StoredColumn[] } | null>(null);
  const isSeen = seen?.of === of;
  const expected = isSeen ? seen.columns : known.columns;
  const sort = known.areCertain || isSeen ? sortFor(layout, expected) : [];
  const { filters, search } = asked;
  const { table, state } = useOpenTable(
    { subject, query: { filters, search, sort } },
    `${edition}${isMasked ? " masked" : ""}`,
  );
  if (!known.areCertain && state.columns && !isSeen) setSeen({ of, columns: state.columns });
  const stored = state.columns ?? expected;

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
