import { Link } from "wouter";
import {
  ClippedText,
  Count,
  DateTime,
  Duration,
  StatusBadge,
  type VirtualColumn,
} from "../../components";
import type { Run } from "../../ipc";
import classes from "./runs.module.css";
import { changesWords, describe, triggerWord } from "./words";

const dataflow: VirtualColumn = { id: "dataflow", header: "Dataflow", width: 130 };

/** The columns of the list of runs. */
export function runColumns(ofAll: boolean): VirtualColumn[] {
  return [
    { id: "started", header: "Started", width: 165 },
    ...(ofAll ? [dataflow] : []),
    { id: "duration", header: "Duration", width: 105, align: "right" },
    { id: "status", header: "Status", width: 130 },
    { id: "trigger", header: "Trigger", width: 115 },
    { id: "rows", header: "Rows", width: 100, align: "right" },
    { id: "changes", header: "Added / Changed / Removed", width: 215, align: "right" },
    { id: "calls", header: "AWS calls", width: 95, align: "right" },
    { id: "description", header: "Description", width: 330 },
  ];
}

/** One cell of the list of runs. */
export function RunCell(props: { run: Run; column: string }) {
  const { run } = props;
  switch (props.column) {
    case "started":
      return (
        <Link href={`/history/run/${run.id}`} className={`ph-link ${classes.started}`}>
          <DateTime value={run.startedAt} />
          <span className="ph-hidden-text">
            {" "}
            Run {run.id} of {run.dataflowName}
          </span>
        </Link>
      );
    case "dataflow":
      return <ClippedText text={run.dataflowName} />;
    case "duration":
      return <Duration milliseconds={run.durationMs} />;
    case "status":
      return <StatusBadge status={run.status} />;
    case "trigger":
      return triggerWord(run.trigger);
    case "rows":
      return <Count value={run.rows} />;
    case "changes":
      return changesWords(run);
    case "calls":
      return <Count value={run.calls} />;
    case "description":
      return <ClippedText text={describe(run).replaceAll("`", "")} />;
    default:
      return null;
  }
}
