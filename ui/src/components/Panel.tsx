import { Group, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./panel.module.css";

/** One named part of a page. */
export function Panel(props: { title: string; actions?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <Group justify="space-between" className={classes.head}>
        <Title order={2} size="h4" id={id}>
          {props.title}
        </Title>
        {props.actions}
      </Group>
      {props.children}
    </section>
  );
}
