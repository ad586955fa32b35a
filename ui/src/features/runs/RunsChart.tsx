import { formatDate, formatDuration, statusWord } from "../../components";
import type { Run } from "../../ipc";
import { TimeChart } from "./TimeChart";
import { chartWords } from "./words";

/** Runs drawn at most: more would be thinner than a finger or a pointer can hit. */
const DRAWN = 60;

/** A few runs, one beside the other. Their numbers stand in the list below. */
export function RunsChart(props: { runs: Run[] }) {
  const runs = props.runs.slice(0, DRAWN).reverse();
  if (runs.length < 2) return null;
  return (
    <TimeChart
      label={`The last ${runs.length} runs: rows and duration. Left and right move, Enter opens a run.`}
      marks={runs.map((run) => ({
        key: run.id,
        rows: run.rows,
        durationMs: run.durationMs,
        failed: run.status === "failed" || run.status === "interrupted",
        words: chartWords(
          run,
          formatDate(run.startedAt),
          formatDuration(run.durationMs),
          statusWord(run.status),
        ),
        href: `/history/run/${run.id}`,
      }))}
      rows="Rows"
      duration="Duration"
      failed="Failed or interrupted"
      hint="Point at a run for its numbers; choose it to open it."
      ends={[formatDate(runs[0]?.startedAt ?? ""), formatDate(runs.at(-1)?.startedAt ?? "")]}
    />
  );
}
