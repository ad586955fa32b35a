import { Button, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import classes from "./components.module.css";
import { useFocusGoesOn } from "./focus";
import { Words } from "./Words";

/** What happened, why, what to do, and one button that does it. */
export function ErrorState(props: {
  title: string;
  message: string;
  hint?: string | undefined;
  detail?: string | null | undefined;
  action?: { label: string; run: () => void } | undefined;
}) {
  return (
    <section ref={useFocusGoesOn<HTMLElement>()} className={classes.state} role="alert">
      <span className={classes.stateIcon} data-tone="bad" aria-hidden="true">
        <IconAlertTriangle size="var(--ph-icon-large)" stroke={1.5} />
      </span>
      <div className={classes.stateWords}>
        <Title order={2} size="h3">
          {props.title}
        </Title>
        <Text>
          <Words text={props.message} />
        </Text>
        {props.hint ? (
          <Text c="dimmed">
            <Words text={props.hint} />
          </Text>
        ) : null}
        {props.detail ? (
          <details>
            <summary>Details</summary>
            <Text className={classes.mono} ta="left">
              {props.detail}
            </Text>
          </details>
        ) : null}
      </div>
      {props.action ? <Button onClick={props.action.run}>{props.action.label}</Button> : null}
    </section>
  );
}
