import { useEffect, useMemo, useSyncExternalStore } from "react";
import { OpenTable, type OpenTableState, type TableAsk } from "./openTable";

/**
 * A table, open for as long as its question stays the same. `edition` is what the version stands
 * for now: another one opens the table again, as its rows are others.
 */
export function useOpenTable(
  ask: TableAsk,
  edition: string,
): { table: OpenTable; state: OpenTableState } {
  const key = JSON.stringify([ask, edition]);
  const table = useMemo(() => new OpenTable((JSON.parse(key) as [TableAsk])[0]), [key]);
  useEffect(() => {
    table.open();
    return () => table.close();
  }, [table]);
  const state = useSyncExternalStore(table.subscribe, table.snapshot);
  return { table, state };
}
