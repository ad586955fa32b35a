import { Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./components.module.css";

/** A place's heading, what it is for in one line, and what can be done on the whole of it. */
export function PageHeader(props: {
  title: string;
  summary?: ReactNode;
  actions?: ReactNode;
  back?: ReactNode;
}) {
  return (
    <Group component="header" className={classes.header} justify="space-between" align="flex-start">
      <Stack gap={2} className={classes.headerWords}>
        {props.back}
        <Title order={1} className={classes.title}>
          {props.title}
        </Title>
        {props.summary ? (
          <Text c="dimmed" size="sm" component="div">
            {props.summary}
          </Text>
        ) : null}
      </Stack>
      {props.actions ? <Group gap="sm">{props.actions}</Group> : null}
    </Group>
  );
}
