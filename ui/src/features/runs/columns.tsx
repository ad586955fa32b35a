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

const dataflow: VirtualColumn = { id: "dataflow", header: "Dataflow", width: 104 };

/** The columns of the list of runs: in a window of 1,280 pixels all of them. */
export function runColumns(ofAll: boolean): VirtualColumn[] {
  return [
    { id: "started", header: "Started", width: 108 },
    ...(ofAll ? [dataflow] : []),
    { id: "duration", header: "Duration", width: 98, align: "right" },
    { id: "status", header: "Status", width: 126 },
    { id: "trigger", header: "Trigger", width: 88 },
    { id: "rows", header: "Rows", width: 88, align: "right" },
    { id: "changes", header: "Added / Changed / Removed", width: 140, align: "right" },
    { id: "calls", header: "AWS calls", width: 70, align: "right" },
    { id: "description", header: "Description", width: 164, grows: 900 },
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
      return <span title={changesWords(run)}>{changesWords(run)}</span>;
    case "calls":
      return <Count value={run.calls} />;
    case "description":
      return <ClippedText text={describe(run).replaceAll("`", "")} lines={2} />;
    default:
      return null;
  }
}
