import { IconAlertTriangle, IconCircleX, IconPoint } from "@tabler/icons-react";
import { Panel, TimeOfDay, Words } from "../../components";
import type { LogLevel, LogLine } from "../../ipc";
import classes from "./runs.module.css";

const faces = {
  note: { word: "Note", icon: IconPoint },
  warning: { word: "Warning", icon: IconAlertTriangle },
  error: { word: "Error", icon: IconCircleX },
} satisfies Record<LogLevel, unknown>;

/** The log of a run, oldest first. */
export function Log(props: { lines: LogLine[] }) {
  return (
    <Panel title="Log">
      {props.lines.length === 0 ? (
        <p className={classes.dim}>Nothing is in the log yet.</p>
      ) : (
        <ol className={classes.log}>
          {props.lines.map((line, place) => {
            const { word, icon: Icon } = faces[line.level];
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
              <li key={place} data-level={line.level}>
                <span className={classes.logTime}>
                  <TimeOfDay value={line.at} />
                </span>
                <span className={classes.logLevel}>
                  <Icon size="var(--ph-icon-small)" aria-hidden="true" />
                  {word}
                </span>
                <span>
                  <Words text={line.message} />
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </Panel>
  );
}
