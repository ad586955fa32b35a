import { useEffect } from "react";
import { useSearch } from "wouter";
import { useLastAsked } from "../../grid";
import type { DatabaseView, DataflowId, RunId } from "../../ipc";
import { tableAddress, tableAsked, versionIn, withoutVersion } from "./addresses";

/** The table that one looked at last, as one left it, where it is still there. */
export function useLastTable(): (databases: DatabaseView[]) => string | null {
  const last = useLastAsked();
  return (databases) => {
    if (last.table === null) return null;
    const { dataflow, name } = last.table;
    const database = databases.find((each) => each.dataflow.id === dataflow);
    if (!database?.tables.some((table) => table.name === name)) return null;
    const asked = last.questions.get(tableAddress(dataflow, name)) ?? "";
    return tableAsked(dataflow, name, last.versions.get(dataflow) ?? null, asked);
  };
}

/**
 * How one left the tables of a database: the version is that of all of them, what was asked is each
 * one's own. `table` is the one that the address shows; null where it shows none, or a comparison.
 */
export function useLeft(dataflow: DataflowId, table: string | null) {
  const last = useLastAsked();
  const search = useSearch();
  const run = table === null ? (last.versions.get(dataflow) ?? null) : versionIn(search);
  useEffect(() => {
    if (table === null) return;
    last.table = { dataflow, name: table };
    last.questions.set(tableAddress(dataflow, table), withoutVersion(search));
    last.versions.set(dataflow, versionIn(search));
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
