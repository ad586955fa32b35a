import { Text } from "@mantine/core";
import { formatCount } from "../../../components/format";
import type { Action, WizardState } from "../model";
import { SPEED } from "../rules";
import { cardOf, settingsOf } from "../selectors";
import { billOf, chosenTables, costsOf, proofCalls } from "../tables";
import { useEstimate } from "../useEstimate";
import { SpeedChoice } from "./SpeedChoice";
import styles from "./tables.module.css";

/** What one run of the ticked tables takes: the time at each speed, what only the first one takes,
 * and what it does to the bill. */
export function RunCost(props: { state: WizardState; dispatch: (action: Action) => void }) {
  const { state } = props;
  const cost = useEstimate(state);
  const costs = costsOf(state);
  const bill = billOf(state);
  const speed = cardOf(state)?.fields.find((field) => field.key === SPEED);
  const tables = chosenTables(state).map((table) => table.source);
  const proof = costs === null ? 0 : proofCalls(costs, tables);
  if (speed === undefined && bill === null) return null;
  return (
    <section className={styles.part} aria-labelledby="run-cost">
      <h3 className={styles.partTitle} id="run-cost">
        What one run takes
      </h3>
      {speed === undefined ? null : (
        <SpeedChoice
          field={speed}
          value={settingsOf(state)[SPEED] ?? ""}
          error={null}
          cost={tables.length === 0 ? null : cost}
          dispatch={props.dispatch}
        />
      )}
      {cost?.proof ? (
        <Text size="sm">
          <strong>The first run:</strong> about {formatCount(proof)} of these calls are made this
          once, because the listing is read twice to prove that it may be read in parts.
        </Text>
      ) : null}
      {bill === null ? null : (
        <Text size="sm">
          <strong>Your AWS bill:</strong> {bill}
        </Text>
      )}
    </section>
  );
}
