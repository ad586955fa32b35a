import { useEffect } from "react";
import { useSearch } from "wouter";
import { useKept } from "../../grid";
import type { DatabaseView, DataflowId, RunId } from "../../ipc";
import { databaseAddress, tableAddress, tableAsked, versionIn, withoutVersion } from "./addresses";

/** By which the address of the database is kept that one looked at last. */
const LAST = "last database";

/**
 * Leads back to a database as one left it: to the table that one looked at last, where it is still there;
 * null where it is not, or one was never there.
 */
export function useLeftDatabases() {
  const kept = useKept();
  const left = ({ dataflow, tables }: DatabaseView): string | null => {
    const address = kept.get(databaseAddress(dataflow.id)) ?? "";
    const [place] = address.split("?", 1);
    return tables.some(({ name }) => tableAddress(dataflow.id, name) === place) ? address : null;
  };
  return {
    left,
    /** The one that one looked at last. */
    last: (databases: DatabaseView[]): string | null => {
      const last = kept.get(LAST);
      const found = databases.find(({ dataflow }) => databaseAddress(dataflow.id) === last);
      return found ? left(found) : null;
    },
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
  const before = () => (kept.get(database) ?? "").split("?", 2)[1] ?? "";
  const run: RunId | null = versionIn(table === null ? before() : search);
  useEffect(() => {
    if (table === null) return;
    const place = tableAddress(dataflow, table);
    kept.set(LAST, database);
    kept.set(place, withoutVersion(search));
    kept.set(database, search === "" ? place : `${place}?${search}`);
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
