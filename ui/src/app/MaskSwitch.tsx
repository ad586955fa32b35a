import { Tooltip } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { noticeFailure } from "../components";
import {
  asUiError,
  useFollowPreferences,
  useIsMasked,
  useMaskPersonalData,
  usePreferences,
} from "../ipc";
import classes from "./frame.module.css";

/** Masks personal data wherever it is shown. In the frame, so that it is at hand in every place. */
export function MaskSwitch(props: { narrow: boolean }) {
  const preferences = usePreferences();
  const mask = useMaskPersonalData();
  useFollowPreferences();
  const isMasked = useIsMasked();
  // Off until that is known: it would be seen to go off at each start.
  const on = isMasked && !preferences.isPending;
  const Icon = on ? IconEyeOff : IconEye;
  return (
    <Tooltip
      label={on ? "Personal data is masked" : "Mask personal data, for a screen that others see"}
      position="right"
      events={{ hover: true, focus: true, touch: true }}
    >
      <button
        type="button"
        role="switch"
        aria-checked={on}
        aria-label="Mask personal data"
        className={classes.mask ?? ""}
        disabled={!preferences.isSuccess}
        onClick={() => void mask(!on).catch((error) => noticeFailure(asUiError(error)))}
      >
        <Icon size="var(--ph-icon)" stroke={1.7} aria-hidden="true" />
        <span className={classes.name}>Mask personal data</span>
        {props.narrow ? null : <span className={classes.knob} aria-hidden="true" />}
      </button>
    </Tooltip>
  );
}
