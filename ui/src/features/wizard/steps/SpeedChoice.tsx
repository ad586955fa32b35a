import { Radio } from "@mantine/core";
import { formatSeconds } from "../../../components/format";
import type { Cost, Field, Speed } from "../../../ipc";
import type { Action } from "../model";
import { secondsAt } from "../tables";
import classes from "../wizard.module.css";
import { about } from "./TableTotals";
import styles from "./tables.module.css";

/** How fast a run may go, and beside each speed how long a run of the ticked tables takes. */
export function SpeedChoice(props: {
  field: Field;
  value: string;
  error: string | null;
  /** What the ticked tables cost; null before Connect. */
  cost: Cost | null;
  dispatch: (action: Action) => void;
}) {
  const { field, cost } = props;
  const choices = field.kind.type === "choice" ? field.kind.choices : [];
  return (
    <div data-field={field.key}>
      <Radio.Group
        label={field.label}
        description={field.help}
        value={props.value}
        error={props.error}
        onChange={(value) => props.dispatch({ type: "setting_typed", key: field.key, value })}
      >
        <div className={styles.speeds}>
          {choices.map((choice) => {
            const seconds = cost === null ? null : secondsAt(cost, choice.value as Speed);
            return (
              <Radio.Card
                key={choice.value}
                value={choice.value}
                className={styles.speed ?? ""}
                aria-label={choice.label}
                aria-description={[choice.help, seconds === null ? "" : timeOf(seconds, cost)]
                  .join(" ")
                  .trim()}
              >
                <Radio.Indicator className={styles.speedMark ?? ""} />
                <span>
                  <span className={classes.cardName}>{choice.label}</span>
                  {seconds === null ? null : (
                    <span className={styles.speedTime}>{timeOf(seconds, cost)}</span>
                  )}
                  <span className={`${classes.dim} ${styles.speedHelp}`}>{choice.help}</span>
                </span>
              </Radio.Card>
            );
          })}
        </div>
      </Radio.Group>
    </div>
  );
}

function timeOf(seconds: number, cost: Cost | null): string {
  return `${about(cost?.effort.atLeast)} ${formatSeconds(seconds)}`;
}
