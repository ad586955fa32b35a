import {
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClockHour4,
  IconHandStop,
  IconPlayerPause,
  IconProgress,
} from "@tabler/icons-react";
import classes from "./components.module.css";

const faces = {
  never_run: { word: "Never run", tone: "quiet", icon: IconCircleDashed },
  queued: { word: "Queued", tone: "quiet", icon: IconClockHour4 },
  running: { word: "Running", tone: "busy", icon: IconProgress },
  succeeded: { word: "Succeeded", tone: "good", icon: IconCircleCheck },
  failed: { word: "Failed", tone: "bad", icon: IconCircleX },
  cancelled: { word: "Cancelled", tone: "quiet", icon: IconHandStop },
  interrupted: { word: "Interrupted", tone: "warn", icon: IconPlayerPause },
} as const;

export type Status = keyof typeof faces;

/** Every status, in the order in which filters offer them. */
export const statuses = Object.keys(faces) as Status[];

/** The word for a status. */
export function statusWord(status: Status): string {
  return faces[status].word;
}

/** A status, told by an icon, a word and a colour at once. */
export function StatusBadge(props: { status: Status }) {
  const face = faces[props.status];
  const Icon = face.icon;
  return (
    <span className={classes.badge} data-tone={face.tone}>
      <Icon size="var(--ph-icon-small)" stroke={2} aria-hidden="true" />
      {face.word}
    </span>
  );
}
