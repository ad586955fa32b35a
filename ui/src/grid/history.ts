/** What became of a row, put together by run. Pure. */
import type { ChangeKind, RowChange, RunId } from "../ipc";

/** Lines that the engine tells at most. */
export const MOST_LINES = 1_000;

export interface RunOfRow {
  run: RunId;
  at: string;
  kind: ChangeKind;
  /** The cells that changed; none where the row came or went. */
  cells: RowChange[];
}

/** The lines of each run together, in the order in which they came: the newest run first. */
export function byRun(changes: readonly RowChange[]): RunOfRow[] {
  const runs: RunOfRow[] = [];
  for (const change of changes) {
    const last = runs.at(-1);
    const isSame = last?.run === change.run && last.kind === change.kind;
    const entry = isSame
      ? last
      : { run: change.run, at: change.at, kind: change.kind, cells: [] as RowChange[] };
    if (!isSame) runs.push(entry);
    // Newest first are the runs; within one the columns stand in the table's order.
    if (change.column !== null) entry.cells.unshift(change);
  }
  return runs;
}

/** Whether the row was there before the oldest line: then the first run has brought it. */
export function isFromTheFirst(changes: readonly RowChange[]): boolean {
  const oldest = changes.at(-1);
  return oldest !== undefined && changes.length < MOST_LINES && oldest.kind !== "added";
}
