/** What runs say of themselves. Pure. */
import { formatCount, formatDate, formatDay, formatDuration, plural } from "../../components";
import type { Phase, Run, RunStatus, RunsMark, Stretch, Trigger } from "../../ipc";

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

/** A run in one sentence: of one under way what it does, and else what it said at its end. */
export function describe(run: Run): string {
  if (run.status === "queued") return "Waiting for its turn.";
  if (run.status === "running")
    return run.kind === "rollback" ? `Going back to what run ${run.to} published.` : "Under way.";
  return run.description;
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

/** What the chart says of one run. */
export function chartWords(run: Run, date: string, duration: string, status: string): string {
  return `Run ${run.id}, ${run.dataflowName}, ${date}: ${status}, ${plural(run.rows, "row")}, ${duration}`;
}

const stretches: Record<Stretch, string> = {
  run: "run",
  hour: "hour",
  day: "day",
  week: "week",
  month: "month",
  year: "year",
};

export function stretchWord(stretch: Stretch): string {
  return stretches[stretch];
}

const months = new Intl.DateTimeFormat("en-GB", {
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** A stretch by its name: `21 Nov 2026`, `Week from 16 Nov 2026`, `Nov 2026`, `2026`. */
export function markTitle(stretch: Stretch, mark: RunsMark): string {
  if (stretch === "hour") return formatDate(mark.begins);
  if (stretch === "year") return mark.firstDay.slice(0, 4);
  if (stretch === "month") return months.format(new Date(`${mark.firstDay}T00:00:00Z`));
  const day = formatDay(mark.firstDay);
  return stretch === "week" ? `Week from ${day}` : day;
}

/** What the chart says of one stretch. */
export function markWords(stretch: Stretch, mark: RunsMark): string {
  const title = markTitle(stretch, mark);
  if (mark.runs === 0) return `${title}: no run`;
  const failed = mark.failed === 0 ? "" : `, ${formatCount(mark.failed)} failed or interrupted`;
  return `${title}: ${plural(mark.runs, "run")}${failed}, at most ${plural(mark.mostRows, "row")}, the longest ${formatDuration(mark.longestMs)}`;
}
