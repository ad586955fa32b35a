import { Button } from "@mantine/core";
import { IconArrowLeft, IconDatabase, IconPlayerPlay } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";
import {
  DateTime,
  Duration,
  ErrorState,
  ForeignText,
  noticeFailure,
  PageHeader,
  SkeletonTable,
  StatusBadge,
} from "../../components";
import { databaseAddress } from "../../grid";
import {
  asUiError,
  type Run,
  type RunId,
  type RunPage,
  useReadOnly,
  useRun,
  useStartRun,
} from "../../ipc";
import { Changes } from "./Changes";
import { CompareLinks } from "./CompareLinks";
import { Completeness } from "./Completeness";
import { Description } from "./Description";
import { Log } from "./Log";
import { RunCounts } from "./RunCounts";
import { RunUnderWay } from "./RunUnderWay";
import classes from "./runs.module.css";
import { WaitingColumns } from "./WaitingColumns";
import { describe, triggerWord } from "./words";

function Actions(props: { run: Run }) {
  const { run } = props;
  const startRun = useStartRun();
  const disabled = useReadOnly().data != null;
  const [, navigate] = useLocation();
  const begin = async () => {
    try {
      const snapshot = await startRun(run.dataflow);
      if (snapshot) navigate(`/history/run/${snapshot.run.id}`);
    } catch (error) {
      noticeFailure(asUiError(error));
    }
  };
  const icon = <IconPlayerPlay size="var(--ph-icon-small)" aria-hidden="true" />;
  if (run.status === "interrupted")
    return (
      <Button leftSection={icon} disabled={disabled} onClick={() => void begin()}>
        Resume
      </Button>
    );
  if (run.status === "failed" || run.status === "cancelled")
    return (
      <Button leftSection={icon} disabled={disabled} onClick={() => void begin()}>
        Run again
      </Button>
    );
  if (run.status === "succeeded")
    return (
      <Button
        component={Link}
        href={databaseAddress(run.dataflow)}
        variant="default"
        leftSection={<IconDatabase size="var(--ph-icon-small)" aria-hidden="true" />}
      >
        Open database
      </Button>
    );
  return null;
}

function Facts(props: { run: Run }) {
  const { run } = props;
  const isRunning = run.status === "running" || run.status === "queued";
  return (
    <span className={classes.facts}>
      <StatusBadge status={run.status} />
      <span>
        Started <DateTime value={run.startedAt} />
      </span>
      {isRunning ? null : (
        <span>
          Took <Duration milliseconds={run.durationMs} />
        </span>
      )}
      <span>Trigger: {triggerWord(run.trigger).toLowerCase()}</span>
      {run.kind === "rollback" ? <span>Rollback to run {run.to}</span> : null}
    </span>
  );
}

function Page(props: { page: RunPage }) {
  const { page } = props;
  const { run } = page.snapshot;
  const hasEnded = page.snapshot.phase === "ended";
  return (
    <>
      <PageHeader
        title={`Run ${run.id} of ${run.dataflowName}`}
        back={<BackToHistory dataflow={run.dataflow} name={run.dataflowName} />}
        summary={<Facts run={run} />}
        actions={
          <>
            {run.status === "succeeded" ? <CompareLinks run={run} /> : null}
            <Actions run={run} />
          </>
        }
      />
      {hasEnded ? null : <RunUnderWay snapshot={page.snapshot} />}
      {/* There is no notice of it here, which would be read aloud. */}
      <p role="status" className="ph-hidden-text">
        {run.status === "failed" ? describe(run) : ""}
      </p>
      <Description page={page} />
      <WaitingColumns run={run.id} columns={page.waitingColumns} />
      {hasEnded ? <RunCounts run={run} /> : null}
      {hasEnded ? <Completeness run={run} certificate={page.certificate} /> : null}
      {run.status === "succeeded" ? <Changes run={run} /> : null}
      <Log lines={page.log} />
    </>
  );
}

function BackToHistory(props: { dataflow?: number; name?: string }) {
  return (
    <Link
      href={props.dataflow === undefined ? "/history" : `/history?dataflow=${props.dataflow}`}
      className={`ph-link ${classes.back}`}
    >
      <IconArrowLeft size="var(--ph-icon-small)" aria-hidden="true" />
      Run history{props.name ? " of " : ""}
      {props.name ? <ForeignText text={props.name} /> : null}
    </Link>
  );
}

/** A run's page. */
export function RunPlace(props: { run: RunId }) {
  const page = useRun(props.run);
  if (page.data) return <Page page={page.data} />;
  return (
    <>
      <PageHeader title={`Run ${props.run}`} back={<BackToHistory />} />
      {page.isPending ? <SkeletonTable label="Loading the run" columns={4} /> : null}
      {page.isError ? (
        <ErrorState
          title="The run cannot be shown"
          {...asUiError(page.error)}
          action={{ label: "Try again", run: () => void page.refetch() }}
        />
      ) : null}
    </>
  );
}
