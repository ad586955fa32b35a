import { Text } from "@mantine/core";
import { IconCircleCheck, IconCircleDashed, IconCircleX, IconProgress } from "@tabler/icons-react";
import type { Check, CheckStep } from "../../../ipc";
import { CHECKS } from "../connection";
import type { Connection } from "../model";
import { Note } from "../Note";
import classes from "../wizard.module.css";

const NAMES: Record<Exclude<Check, "reach">, string> = {
  keys: "Keys accepted",
  source: "Pool found",
  tables: "Tables allowed",
};

const FACES = {
  waiting: { word: "Not yet", icon: IconCircleDashed },
  skipped: { word: "Not checked", icon: IconCircleDashed },
  running: { word: "Checking…", icon: IconProgress },
  passed: { word: "Passed", icon: IconCircleCheck },
  failed: { word: "Failed", icon: IconCircleX },
} as const;

/** What Connect checks, as it checks it. */
export function ConnectChecks(props: {
  connection: Connection;
  /** What is to be reached, in a word or two. */
  upstream: string;
}) {
  const { connection } = props;
  if (connection.state === "none" || connection.state === "stale") {
    return (
      <Text size="sm" c="dimmed">
        Connect checks four things, one after the other: that AWS can be reached, that it accepts
        the keys, that the pool is there, and which of its tables these keys may read. Nothing is
        changed at AWS.
      </Text>
    );
  }
  const failedStep = connection.steps.find((step) => step.state === "failed");
  return (
    <>
      <ol className={classes.checks} aria-label="Checks" aria-live="polite">
        {CHECKS.map((check) => (
          <CheckLine
            key={check}
            check={check}
            upstream={props.upstream}
            step={connection.steps.find((candidate) => candidate.check === check)}
            ended={connection.state !== "running"}
          />
        ))}
      </ol>
      {connection.state === "failed" && failedStep === undefined ? (
        <Note tone="bad" role="alert">
          <Text fw={600} size="sm" tabIndex={-1} data-first-error>
            {connection.error.message}
          </Text>
          <Text size="sm">{connection.error.hint}</Text>
          <Details text={connection.error.detail} />
        </Note>
      ) : null}
      {connection.state === "done" ? (
        <Note tone="plain" role="status">
          <span>
            Connected to <strong>{connection.found.sourceName}</strong>. Next: choose the tables.
          </span>
        </Note>
      ) : null}
    </>
  );
}

function CheckLine(props: {
  check: Check;
  upstream: string;
  step: CheckStep | undefined;
  ended: boolean;
}) {
  const { step } = props;
  // What was still being checked when the attempt ended was not found out.
  const told = step?.state === "running" && props.ended ? undefined : step?.state;
  const state = told ?? (props.ended ? "skipped" : "waiting");
  const face = FACES[state];
  const Icon = face.icon;
  const failed = state === "failed";
  return (
    <li className={classes.check} data-state={state}>
      <span className={classes.checkIcon}>
        <Icon size="var(--ph-icon)" aria-hidden="true" />
      </span>
      <div
        className={classes.checkWords}
        {...(failed ? { tabIndex: -1, "data-first-error": true } : {})}
      >
        <Text size="sm" component="div">
          <strong>
            {props.check === "reach" ? `Reach ${props.upstream}` : NAMES[props.check]}
          </strong>{" "}
          <span className={classes.checkState}>{face.word}</span>
        </Text>
        {step !== undefined && step.message !== "" ? <Text size="sm">{step.message}</Text> : null}
        {failed && step?.hint ? <Text size="sm">{step.hint}</Text> : null}
        {failed && step?.action ? (
          <Text size="sm">
            The permission that is missing: <span className={classes.code}>{step.action}</span>. The
            Setup guide has the policy to ask for.
          </Text>
        ) : null}
        {failed ? <Details text={step?.detail ?? null} /> : null}
      </div>
    </li>
  );
}

/** AWS's own words, for whoever supports the person. */
export function Details(props: { text: string | null }) {
  if (props.text === null) return null;
  return (
    <details>
      <summary>Details</summary>
      <Text className={classes.code}>{props.text}</Text>
    </details>
  );
}
