import { Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import {
  formatCount,
  noticeFailure,
  Panel,
  ProgressLine,
  plural,
  RunProgress,
} from "../../components";
import { asUiError, commands, type RunSnapshot, type TableProgress } from "../../ipc";
import classes from "./runs.module.css";
import { phaseWords } from "./words";

function percentOf(table: TableProgress): number | null {
  if (table.done) return 100;
  if (!table.expected) return null;
  // The expectation is AWS's estimate: a table is not done before its last page is read.
  return Math.min(99, Math.floor((table.rows / table.expected) * 100));
}

function wordsOf(table: TableProgress): string {
  const rows = plural(table.rows, "row");
  if (table.done) return `${rows}, all read`;
  return table.expected ? `${rows} of about ${formatCount(table.expected)}` : rows;
}

/** The pace in words. */
export function paceWords(snapshot: RunSnapshot): string {
  const calls = snapshot.callsPer10Seconds / 10;
  const rounded = calls >= 10 ? Math.round(calls) : calls;
  return `${plural(snapshot.rowsPerSecond, "row")} a second · ${formatCount(rounded)} AWS calls a second · ${plural(snapshot.run.calls, "AWS call")} so far`;
}

/** A run in progress: the whole, each table, the pace, what it waits for, and how to stop it. */
export function RunUnderWay(props: { snapshot: RunSnapshot }) {
  const { snapshot } = props;
  const { run } = snapshot;
  return (
    <Panel title="Progress">
      <RunProgress
        name={run.dataflowName}
        rows={run.rows}
        percent={snapshot.percent}
        secondsLeft={snapshot.secondsLeft}
        note={null}
        onCancel={() =>
          commands.cancelRun(run.id).catch((error) => noticeFailure(asUiError(error)))
        }
      />
      <Text size="sm" mt="sm">
        {phaseWords(snapshot.phase)}
      </Text>
      <Text size="sm" c="dimmed">
        {paceWords(snapshot)}
      </Text>
      <div aria-live="polite">
        {snapshot.waiting ? <p className={classes.waiting}>{snapshot.waiting}</p> : null}
      </div>
      <ul className={classes.tables}>
        {snapshot.tables.map((table) => (
          <li key={table.source}>
            <span className={classes.tableName}>
              {table.target}
              {table.done ? (
                <IconCircleCheck size="var(--ph-icon-small)" aria-hidden="true" />
              ) : null}
            </span>
            <ProgressLine
              label={`Progress of the table ${table.target}`}
              percent={percentOf(table)}
              words={wordsOf(table)}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
