import { Group, Text, Title } from "@mantine/core";
import type { ComponentType, ReactNode } from "react";
import classes from "./components.module.css";
import { useFocusGoesOn } from "./focus";

/** First use, or nothing found: what this place is for, and the one next step. */
export function EmptyState(props: {
  icon: ComponentType<{ size?: number | string; stroke?: number }>;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  const Icon = props.icon;
  return (
    <section ref={useFocusGoesOn<HTMLElement>()} className={classes.state} aria-label={props.title}>
      <span className={classes.stateIcon} aria-hidden="true">
        <Icon size="var(--ph-icon-large)" stroke={1.5} />
      </span>
      <div className={classes.stateWords}>
        <Title order={2} size="h3">
          {props.title}
        </Title>
        <Text c="dimmed" component="div">
          {props.children}
        </Text>
      </div>
      {props.actions ? <Group justify="center">{props.actions}</Group> : null}
    </section>
  );
}
