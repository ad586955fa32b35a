import { useEffect } from "react";
import { useSearch } from "wouter";
import { useKept } from "../../grid";
import type { DatabaseView, DataflowId, RunId } from "../../ipc";
import { databaseAddress, tableAddress, tableAsked, versionIn, withoutVersion } from "./addresses";

/** By which the address of the table is kept that one looked at last, of any database. */
const LAST = "last table";

/** The table that one looked at last, as one left it, where it is still there. */
export function useLastTable(): (databases: DatabaseView[]) => string | null {
  const kept = useKept();
  return (databases) => {
    const [place, search] = (kept.get(LAST) ?? "").split("?", 2);
    if (!place) return null;
    const isThere = databases.some(({ dataflow, tables }) =>
      tables.some(({ name }) => tableAddress(dataflow.id, name) === place),
    );
    return isThere ? `${place}?${search ?? ""}` : null;
  };
}

/**
 * How one left the tables of a database: the version is that of all of them, what was asked is each
 * one's own. `table` is the one that the address shows; null where it shows none, or a comparison.
 */
export function useLeft(dataflow: DataflowId, table: string | null) {
  const kept = useKept();
  const search = useSearch();
  const database = databaseAddress(dataflow);
  const run: RunId | null = versionIn(table === null ? (kept.get(database) ?? "") : search);
  useEffect(() => {
    if (table === null) return;
    const place = tableAddress(dataflow, table);
    kept.set(LAST, `${place}?${search}`);
    kept.set(place, withoutVersion(search));
    kept.set(database, search);
  }, [kept, dataflow, database, table, search]);
  return {
    /** The run as of which the tables are shown; null for now. */
    run,
    /** A table as one left it, in the version that is shown, or in another. */
    addressOf: (name: string, version: RunId | null = run): string =>
      tableAsked(
        dataflow,
        name,
        version,
        name === table ? search : (kept.get(tableAddress(dataflow, name)) ?? ""),
      ),
  };
}
