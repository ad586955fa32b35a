import { useEffect } from "react";
import { useSearch } from "wouter";
import { tableAddress, useLastAsked } from "../../grid";
import type { DatabaseView, DataflowId, RunId } from "../../ipc";
import { tableAsked, versionIn, withoutVersion } from "./addresses";

/**
 * Leads back to a database as one left it: to the table that one looked at last, where it is still there;
 * null where it is not, or one was never there.
 */
export function useLeftDatabases() {
  const last = useLastAsked();
  const left = ({ dataflow, tables }: DatabaseView): string | null => {
    const there = last.tables.get(dataflow.id);
    if (!there || !tables.some(({ name }) => name === there.name)) return null;
    const asked = last.questions.get(tableAddress(dataflow.id, there.name)) ?? "";
    return tableAsked(dataflow.id, there.name, there.version, asked);
  };
  return {
    left,
    /** The one that one looked at last. */
    last: (databases: DatabaseView[]): string | null => {
      const found = databases.find(({ dataflow }) => dataflow.id === last.database);
      return found ? left(found) : null;
    },
  };
}

/**
 * How one left the tables of a database: the version is that of all of them, what was asked is each
 * one's own. `table` is the one that the address shows; null where it shows none, or a comparison.
 */
export function useLeft(dataflow: DataflowId, table: string | null) {
  const last = useLastAsked();
  const search = useSearch();
  const run: RunId | null =
    table === null ? (last.tables.get(dataflow)?.version ?? null) : versionIn(search);
  useEffect(() => {
    if (table === null) return;
    last.database = dataflow;
    last.tables.set(dataflow, { name: table, version: versionIn(search) });
    last.questions.set(tableAddress(dataflow, table), withoutVersion(search));
  }, [last, dataflow, table, search]);
  return {
    /** The run as of which the tables are shown; null for now. */
    run,
    /** A table as one left it, in the version that is shown, or in another. */
    addressOf: (name: string, version: RunId | null = run): string =>
      tableAsked(
        dataflow,
        name,
        version,
        name === table ? search : (last.questions.get(tableAddress(dataflow, name)) ?? ""),
      ),
  };
}
