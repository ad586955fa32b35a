import { UnstyledButton } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { STEPS, type StepName } from "./model";
import classes from "./wizard.module.css";

export const STEP_NAMES: Record<StepName, string> = {
  name: "Name",
  connector: "Connector",
  details: "Details",
  credentials: "Credentials",
  tables: "Tables",
};

/** The five steps across the top: where one is, and what can be gone to. */
export function StepBar(props: {
  current: StepName;
  reachable: (step: StepName) => boolean;
  onGo: (step: StepName) => void;
}) {
  const at = STEPS.indexOf(props.current);
  return (
    <nav aria-label="Steps">
      <ol className={classes.steps}>
        {STEPS.map((step, index) => {
          const reachable = props.reachable(step);
          const done = reachable && index < at;
          return (
            <li key={step} className={classes.stepItem}>
              <UnstyledButton
                type="button"
                className={classes.step}
                data-disabled={!reachable}
                disabled={!reachable}
                aria-current={step === props.current ? "step" : undefined}
                onClick={() => props.onGo(step)}
              >
                <span className={classes.stepNumber} data-done={done} aria-hidden="true">
                  {done ? <IconCheck size="var(--ph-icon-small)" /> : index + 1}
                </span>
                {STEP_NAMES[step]}
                {done ? <span className="ph-hidden-text">, filled in</span> : null}
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
