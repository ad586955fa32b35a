import { Link } from "wouter";
import {
  type Column,
  Count,
  DateTime,
  Duration,
  StatusBadge,
  statusWord,
  Words,
} from "../../components";
import type { Run } from "../../ipc";
import classes from "./runs.module.css";
import { changesWords, describe, triggerWord } from "./words";

/** The columns of the list of runs. */
export function runColumns(ofAll: boolean): Column<Run>[] {
  const dataflow: Column<Run> = {
    id: "dataflow",
    header: "Dataflow",
    sortBy: (run) => run.dataflowName,
    cell: (run) => run.dataflowName,
  };
  return [
    {
      id: "started",
      header: "Started",
      sortBy: (run) => run.startedAt,
      cell: (run) => (
        <Link href={`/history/run/${run.id}`} className="ph-link">
          <DateTime value={run.startedAt} />
          <span className="ph-hidden-text">
            {" "}
            Run {run.id} of {run.dataflowName}
          </span>
        </Link>
      ),
    },
    ...(ofAll ? [dataflow] : []),
    {
      id: "duration",
      header: "Duration",
      align: "right",
      sortBy: (run) => run.durationMs,
      cell: (run) => <Duration milliseconds={run.durationMs} />,
    },
    {
      id: "status",
      header: "Status",
      sortBy: (run) => statusWord(run.status),
      cell: (run) => <StatusBadge status={run.status} />,
    },
    {
      id: "trigger",
      header: "Trigger",
      sortBy: (run) => triggerWord(run.trigger),
      cell: (run) => triggerWord(run.trigger),
    },
    {
      id: "rows",
      header: "Rows",
      align: "right",
      sortBy: (run) => run.rows,
      cell: (run) => <Count value={run.rows} />,
    },
    {
      id: "changes",
      // A slash stays with the word before it.
      header: "Added\u00A0/ Changed\u00A0/ Removed",
      wraps: true,
      align: "right",
      sortBy: (run) => run.added + run.changed + run.removed,
      cell: (run) => <span className={classes.figures}>{changesWords(run)}</span>,
    },
    {
      id: "calls",
      header: "AWS calls",
      wraps: true,
      align: "right",
      sortBy: (run) => run.calls,
      cell: (run) => <Count value={run.calls} />,
    },
    {
      id: "description",
      header: "Description",
      cell: (run) => (
        <span className={classes.description}>
          <Words text={describe(run)} />
        </span>
      ),
    },
  ];
}
