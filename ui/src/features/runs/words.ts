/** What runs say of themselves, and how the list of them is narrowed. Pure. */
import { formatCount, plural } from "../../components";
import type { Phase, Run, RunStatus, Trigger } from "../../ipc";

const triggers: Record<Trigger, string> = {
  manual: "Manual",
  schedule: "Schedule",
  command_line: "Command line",
};

export function triggerWord(trigger: Trigger): string {
  return triggers[trigger];
}

const phases: Record<Phase, string> = {
  preparing: "Preparing: learning what the source looks like.",
  reading: "Reading rows from the source.",
  publishing: "Publishing: comparing with the version before.",
  ended: "Ended.",
};

export function phaseWords(phase: Phase): string {
  return phases[phase];
}

/** A run in one sentence. */
export function describe(run: Run): string {
  if (run.failure) return run.failure.message;
  if (run.status === "cancelled") return "Cancelled. Nothing changed.";
  if (run.status === "interrupted") return "Interrupted. Nothing changed yet; it can be resumed.";
  if (run.status === "queued") return "Waiting for its turn.";
  if (run.status === "running")
    return run.kind === "rollback" ? `Going back to what run ${run.to} published.` : "Under way.";
  if (run.status === "failed") return "Failed. Nothing changed.";
  if (run.kind === "rollback") return `Rolled back to what run ${run.to} published.`;
  return `Published ${plural(run.rows, "row")} in ${plural(run.tables.length, "table")}.`;
}

/** What a run's end means for who reads the tables. */
export function meaning(status: RunStatus): string {
  switch (status) {
    case "queued":
    case "running":
      return "Until it ends, the database stays as it was.";
    case "succeeded":
      return "The database shows this version from then on.";
    case "failed":
    case "cancelled":
      return "The database stays as it was. A run publishes every table or none.";
    case "interrupted":
      return "The database stays as it was until the run is resumed and succeeds.";
  }
}

/** Added, changed, removed as the list shows them. */
export function changesWords(run: Pick<Run, "added" | "changed" | "removed">): string {
  return `${formatCount(run.added)} / ${formatCount(run.changed)} / ${formatCount(run.removed)}`;
}

export type DateRange = "any" | "day" | "week" | "month" | "year";

export const dateRanges: { value: DateRange; label: string }[] = [
  { value: "any", label: "Any date" },
  { value: "day", label: "Last 24 hours" },
  { value: "week", label: "Last 7 days" },
  { value: "month", label: "Last 30 days" },
  { value: "year", label: "Last 12 months" },
];

const days: Record<Exclude<DateRange, "any">, number> = { day: 1, week: 7, month: 30, year: 365 };

/** The earliest start that the range lets through; null for any. */
export function rangeStart(range: DateRange, now: number): number | null {
  return range === "any" ? null : now - days[range] * 86_400_000;
}

/** The runs that began in the range. */
export function inRange(runs: Run[], from: number | null): Run[] {
  return from === null ? runs : runs.filter((run) => Date.parse(run.startedAt) >= from);
}

/** What the chart says of one run. */
export function chartWords(run: Run, date: string, duration: string, status: string): string {
  return `Run ${run.id}, ${run.dataflowName}, ${date}: ${status}, ${plural(run.rows, "row")}, ${duration}`;
}
