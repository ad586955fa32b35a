import { Button } from "@mantine/core";
import { IconNotes } from "@tabler/icons-react";
import { EmptyState } from "../../components";
import type { Draft } from "./draft";
import { STEP_NAMES } from "./StepBar";
import classes from "./wizard.module.css";

/** What was left half-filled, and the choice to go on with it. */
export function DraftOffer(props: { draft: Draft; onGoOn: () => void; onStartAnew: () => void }) {
  const { name, displayName } = props.draft.answers;
  const called = displayName || name;
  return (
    <EmptyState
      icon={IconNotes}
      title="Go on where you left off?"
      actions={
        <>
          <Button onClick={props.onGoOn} data-autofocus>
            Go on where you left off
          </Button>
          <Button variant="default" onClick={props.onStartAnew}>
            Start anew
          </Button>
        </>
      }
    >
      <span className={classes.called}>
        {called === "" ? "A dataflow without a name yet" : `“${called}”`}
      </span>{" "}
      was left half-filled at the step {STEP_NAMES[props.draft.step]}. The secret was not kept and
      has to be typed again. Start anew throws away what was typed.
    </EmptyState>
  );
}
