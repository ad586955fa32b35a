import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./wizard.module.css";

/** A few words that stand apart: an icon and the text tell what the colour tells. */
export function Note(props: {
  tone: "plain" | "warn" | "bad";
  role?: "alert" | "status";
  children: ReactNode;
}) {
  const Icon = props.tone === "plain" ? IconInfoCircle : IconAlertTriangle;
  return (
    <div className={classes.note} data-tone={props.tone} role={props.role}>
      <Icon className={classes.noteIcon} size="var(--ph-icon)" aria-hidden="true" />
      <div className={classes.noteWords}>{props.children}</div>
    </div>
  );
}
