import { Group, Text } from "@mantine/core";
import { CopyButton, DateTime, ForeignText, Panel, Words } from "../../components";
import type { Failure, RunPage } from "../../ipc";
import classes from "./runs.module.css";
import { describe, meaning } from "./words";

/** Whether AWS said it: what never reached AWS, or failed on this computer, has no code and no request. */
function isOfAws(failure: Failure): boolean {
  return failure.code !== null || failure.requestId !== null;
}

/** What happened, what it means, what to do; and the exact details for who can use them. */
export function Description(props: { page: RunPage }) {
  const { run } = props.page.snapshot;
  const { failure } = run;
  return (
    <Panel
      title="Description"
      actions={
        <CopyButton
          text={props.page.support}
          label="Copy for support"
          tooltip="Copies what support needs. It holds no secret and no value of a row."
        />
      }
    >
      <dl className={classes.description3}>
        <dt>What happened</dt>
        <dd>
          <Words text={describe(run)} />
        </dd>
        <dt>What it means</dt>
        <dd>{meaning(run.status)}</dd>
        {failure ? (
          <>
            <dt>What to do</dt>
            <dd>
              <Words text={failure.hint} />
            </dd>
          </>
        ) : null}
      </dl>
      {failure?.code || failure?.requestId || failure?.action || failure?.detail ? (
        <details className={classes.details} open>
          <summary>Details</summary>
          <dl className={classes.exact}>
            <dt>AWS error code</dt>
            <dd>{failure.code ?? "none"}</dd>
            <dt>Request ID</dt>
            <dd>{failure.requestId ?? "none"}</dd>
            <dt>Time</dt>
            <dd>
              <DateTime value={run.endedAt ?? run.startedAt} />
            </dd>
            {failure.action ? (
              <>
                <dt>Missing permission</dt>
                <dd>
                  <Group gap="xs">
                    <code>{failure.action}</code>
                    <CopyButton text={failure.action} label="Copy" />
                  </Group>
                </dd>
              </>
            ) : null}
            {failure.detail ? (
              <>
                <dt>{isOfAws(failure) ? "In AWS's words" : "In the system's words"}</dt>
                <dd>
                  <Text component="span" className={classes.mono}>
                    <ForeignText text={failure.detail} />
                  </Text>
                </dd>
              </>
            ) : null}
          </dl>
        </details>
      ) : null}
    </Panel>
  );
}
