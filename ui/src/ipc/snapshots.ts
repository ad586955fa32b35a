/** How an event's snapshot lands in what is already held: whole states, replaced by id. Pure. */
import type { DataflowRow, Run, RunPage, RunSnapshot } from "./bindings";

export function hasEnded(snapshot: RunSnapshot): boolean {
  return snapshot.phase === "ended";
}

/** The runs under way after a snapshot came. */
export function withSnapshot(runs: RunSnapshot[], snapshot: RunSnapshot): RunSnapshot[] {
  const others = runs.filter((each) => each.run.id !== snapshot.run.id);
  if (hasEnded(snapshot)) return others;
  const place = runs.findIndex((each) => each.run.id === snapshot.run.id);
  return place === -1 ? [...runs, snapshot] : runs.with(place, snapshot);
}

/** The list of dataflows after a snapshot came: the newest run wins. */
export function withRunOfRow(rows: DataflowRow[], run: Run): DataflowRow[] {
  return rows.map((row) =>
    row.dataflow.id === run.dataflow && (row.lastRun === null || row.lastRun.id <= run.id)
      ? { ...row, status: run.status, lastRun: run }
      : row,
  );
}

/** A list of runs, newest first, after a snapshot came. A run not in the list is left out. */
export function withRunInList(runs: Run[], run: Run): Run[] {
  return runs.map((each) => (each.id === run.id ? run : each));
}

/** A run's page after a snapshot came. */
export function withSnapshotOnPage(page: RunPage, snapshot: RunSnapshot): RunPage {
  return page.snapshot.run.id === snapshot.run.id ? { ...page, snapshot } : page;
}
