import { Radio, Stack } from "@mantine/core";
import type { DriftPolicy } from "../../../ipc";
import type { Action } from "../model";
import styles from "./tables.module.css";

const POLICIES: { value: DriftPolicy; label: string; means: string }[] = [
  {
    value: "take_all",
    label: "Take it",
    means: "The next run brings it as a column, and its page says so.",
  },
  {
    value: "ask",
    label: "Ask me",
    means: "It is left out until you take it, on the page of the run that found it.",
  },
  {
    value: "keep",
    label: "Keep the columns as they are",
    means: "It is left out, and the run's page says so.",
  },
];

/** What becomes of an attribute that people did not have when this was set up. */
export function DriftChoice(props: { drift: DriftPolicy; dispatch: (action: Action) => void }) {
  return (
    <section className={styles.part}>
      <Radio.Group
        label="When a new column turns up at the source"
        description="Columns that go away stay in the tables, empty from then on. A column whose type changes takes both."
        value={props.drift}
        classNames={{ label: styles.partTitle ?? "" }}
        onChange={(drift) => props.dispatch({ type: "drift_chosen", drift: drift as DriftPolicy })}
      >
        <Stack gap="xs" pt="xs">
          {POLICIES.map((policy) => (
            <Radio
              key={policy.value}
              value={policy.value}
              label={policy.label}
              description={policy.means}
            />
          ))}
        </Stack>
      </Radio.Group>
    </section>
  );
}
