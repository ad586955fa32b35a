import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import classes from "./components.module.css";
import { ProgressLine } from "./controls";
import { formatLeft, plural } from "./format";

/** How far long work with rows is, in words. */
export function progressWords(work: {
  rows: number;
  percent: number | null;
  secondsLeft: number | null;
}): string {
  const parts = [plural(work.rows, "row")];
  if (work.percent !== null) parts.push(`${work.percent}%`);
  if (work.secondsLeft !== null) parts.push(formatLeft(work.secondsLeft));
  return parts.join(" · ");
}

/** Long work under way, and how to stop it. */
export function RunProgress(props: {
  name: string;
  rows: number;
  percent: number | null;
  secondsLeft: number | null;
  note: string | null;
  /** What stands above the bar where there is little room; Cancel then stands beside it. */
  head?: ReactNode;
  onCancel: () => Promise<unknown>;
}) {
  const [cancelling, setCancelling] = useState(false);
  const cancel = () => {
    setCancelling(true);
    void props.onCancel().finally(() => setCancelling(false));
  };
  return (
    <div className={classes.runProgress} data-headed={props.head ? true : undefined}>
      {props.head}
      <div className={classes.runProgressLine}>
        <ProgressLine
          label={`Progress of ${props.name}`}
          percent={props.percent}
          words={cancelling ? "Stopping…" : progressWords(props)}
        />
        {props.note ? <span className={classes.progressWords}>{props.note}</span> : null}
      </div>
      <Button
        variant="default"
        size="compact-sm"
        disabled={cancelling}
        aria-label={`Cancel the run of ${props.name}`}
        onClick={cancel}
      >
        Cancel
      </Button>
    </div>
  );
}
