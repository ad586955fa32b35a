/** The list of dataflows as it is shown: searched, sorted, grouped. Pure. */
import { type RowGroup, type Sort, type Status, sortRows, statusWord } from "../../components";
import type { DataflowRow, RunSnapshot } from "../../ipc";

export type Grouping = "none" | "name" | "type" | "status" | "organization";

export interface ListView {
  sort: Sort;
  group: Grouping;
}

export const firstView: ListView = { sort: { column: "name", descending: false }, group: "none" };

/** A view as remembered; anything else than one becomes the first view. */
export function readView(remembered: unknown): ListView {
  const view = remembered as Partial<ListView> | null | undefined;
  if (typeof view?.sort?.column !== "string" || typeof view.sort.descending !== "boolean")
    return firstView;
  const known = groupings.some((each) => each.value === view.group);
  return { sort: view.sort, group: known && view.group ? view.group : "none" };
}

export const groupings: { value: Grouping; label: string }[] = [
  { value: "none", label: "None" },
  { value: "name", label: "Name" },
  { value: "type", label: "Type" },
  { value: "status", label: "Status" },
  { value: "organization", label: "Organization" },
];

export function statusOf(row: DataflowRow): Status {
  return row.status ?? "never_run";
}

/** What each column sorts by. */
export const sortValues: Record<string, (row: DataflowRow) => string | number | null> = {
  name: (row) => row.dataflow.name,
  type: (row) => row.connectorName,
  status: (row) => statusWord(statusOf(row)),
  tables: (row) => row.dataflow.tables.length,
  created: (row) => row.dataflow.createdAt,
  updated: (row) => row.dataflow.updatedAt,
  refresh: (row) => row.lastRefresh,
};

/** Every word of the search must be found somewhere in what the row says. */
export function matches(row: DataflowRow, search: string): boolean {
  const { dataflow } = row;
  const text = [
    dataflow.name,
    dataflow.displayName,
    dataflow.description,
    dataflow.organization,
    row.connectorName,
    statusWord(statusOf(row)),
    ...dataflow.tables.map((table) => table.target),
  ]
    .join("\n")
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function groupName(row: DataflowRow, group: Grouping): string {
  switch (group) {
    case "none":
      return "";
    case "name":
      return row.dataflow.name.slice(0, 1).toUpperCase();
    case "type":
      return row.connectorName;
    case "status":
      return statusWord(statusOf(row));
    case "organization":
      return row.dataflow.organization || "No organization";
  }
}

/** The groups to show, at most `limit` rows in all, and how many rows match. */
export function arrange(
  rows: DataflowRow[],
  search: string,
  view: ListView,
  limit: number,
): { groups: RowGroup<DataflowRow>[]; found: number } {
  const found = rows.filter((row) => matches(row, search));
  const sorted = sortRows(found, sortValues[view.sort.column], view.sort.descending);
  if (view.group === "none")
    return { groups: [{ name: "", rows: sorted.slice(0, limit) }], found: found.length };
  const grouped = new Map<string, DataflowRow[]>();
  for (const row of sorted) {
    const name = groupName(row, view.group);
    grouped.set(name, [...(grouped.get(name) ?? []), row]);
  }
  const groups: RowGroup<DataflowRow>[] = [];
  let left = limit;
  for (const name of sortRows([...grouped.keys()], (each) => each, false)) {
    if (left <= 0) break;
    const shown = (grouped.get(name) ?? []).slice(0, left);
    groups.push({ name, rows: shown });
    left -= shown.length;
  }
  return { groups, found: found.length };
}

/** Why an action of the menu does not apply now; null when it does. */
export function whyNot(
  row: DataflowRow,
  /** Why nothing can be written for now, if that is so. */
  readOnly: string | null = null,
): Record<
  "edit" | "run" | "rollback" | "history" | "database" | "duplicate" | "remove",
  string | null
> {
  const busy = row.status === "running" || row.status === "queued";
  return {
    edit: readOnly,
    duplicate: readOnly,
    run: busy ? "A run is under way already." : readOnly,
    rollback: busy
      ? "A run is under way. Wait for its end, or cancel it."
      : (readOnly ?? row.noRollback),
    history: row.lastRun === null ? "It has not run yet." : null,
    database: row.hasDatabase ? null : "Its database is made by the first run that succeeds.",
    // On a full disk it makes room; where it cannot be done the engine says why.
    remove: busy ? "A run is under way. Wait for its end, or cancel it." : null,
  };
}

/** The snapshot of a row's run, while one is under way. */
export function runOf(row: DataflowRow, underWay: RunSnapshot[]): RunSnapshot | null {
  return underWay.find((each) => each.run.dataflow === row.dataflow.id) ?? null;
}
