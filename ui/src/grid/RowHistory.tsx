import { Button, Skeleton } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { ChangeMark, DateTime, ForeignText, formatCount, Value } from "../components";
import {
  asUiError,
  type RowHistory as Became,
  type OpenTable,
  type RowChange,
  type RunId,
  type StoredColumn,
  type UiError,
} from "../ipc";
import { nothingAsked, searchOf, tableAddress, versionWords } from "./address";
import { shownAs } from "./cells";
import { byRun, isFromTheFirst, MOST_LINES } from "./history";
import classes from "./history.module.css";

function Cell(props: { change: RowChange; columns: StoredColumn[] }) {
  const { column, old, new: now } = props.change;
  const kind = props.columns.find((each) => each.name === column)?.kind;
  if (column === null) return null;
  return (
    <div className={classes.change}>
      <dt>
        <ForeignText text={column} />
      </dt>
      <dd>
        <span className="ph-hidden-text">before: </span>
        <Value value={shownAs(old, kind)} column={column} />
        <IconArrowRight size="var(--ph-icon-small)" aria-hidden="true" className={classes.arrow} />
        <span className="ph-hidden-text">, after: </span>
        <Value value={shownAs(now, kind)} column={column} />
      </dd>
    </div>
  );
}

/** To the row as it was in the version of a run. */
function Then(props: { became: Became; run: RunId }) {
  const { dataflow, table, filters } = props.became;
  const search = searchOf(versionWords(props.run), { ...nothingAsked, filters });
  return (
    <Link href={tableAddress(dataflow, table) + search} className="ph-link">
      The row then<span className="ph-hidden-text">, as of run {props.run}</span>
    </Link>
  );
}

function Lines(props: { became: Became; columns: StoredColumn[] }) {
  const { changes, found } = props.became;
  if (changes.length === 0)
    return (
      <p className={classes.dim}>
        Nothing changed in this row since the first run brought it. Of its coming there is no line:
        the first run has no version before it to be compared with.
      </p>
    );
  return (
    <>
      <ol className={classes.runs}>
        {byRun(changes).map(({ run, at, kind, cells }) => (
          <li key={`${run} ${kind}`}>
            <div className={classes.run}>
              <ChangeMark kind={kind} />
              <DateTime value={at} />
              <Link href={`/history/run/${run}`} className="ph-link">
                Run {run}
              </Link>
              {found.includes(run) ? <Then became={props.became} run={run} /> : null}
            </div>
            {cells.length > 0 ? (
              <dl className={classes.cells}>
                {cells.map((change, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one run never move
                  <Cell key={place} change={change} columns={props.columns} />
                ))}
              </dl>
            ) : null}
          </li>
        ))}
      </ol>
      {changes.length >= MOST_LINES ? (
        <p className={classes.dim}>
          These are the newest {formatCount(MOST_LINES)} lines. Older ones are on the pages of their
          runs.
        </p>
      ) : null}
      {isFromTheFirst(changes) ? (
        <p className={classes.dim}>
          Before that it is as the first run brought it, of which there is no line.
        </p>
      ) : null}
      <p className={classes.dim}>
        This history stays when the rows of older versions are no longer kept.
      </p>
    </>
  );
}

type Held = { became: Became | null; error: UiError | null };
const nothing: Held = { became: null, error: null };

/** What became of a row, by run. */
export function RowHistory(props: { table: OpenTable; row: number; columns: StoredColumn[] }) {
  const { table, row } = props;
  // Rows that are opened again, such as masked, have a history only once they are there.
  const view = table.id;
  const [held, setHeld] = useState<Held>(nothing);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: again when it is tried again
  useEffect(() => {
    let isWanted = true;
    setHeld(nothing);
    if (view === null) return;
    table.history(row).then(
      (became) => {
        if (isWanted && became) setHeld({ became, error: null });
      },
      (error) => {
        if (isWanted) setHeld({ became: null, error: asUiError(error) });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [table, view, row, attempt]);
  if (held.error)
    return (
      <div role="alert" className={classes.failed}>
        <p>
          The history of this row cannot be shown. {held.error.message} {held.error.hint}
        </p>
        <Button variant="default" size="compact-xs" onClick={() => setAttempt(attempt + 1)}>
          Try again
        </Button>
      </div>
    );
  if (held.became) return <Lines became={held.became} columns={props.columns} />;
  return (
    <div role="status" aria-label="Loading the history of the row">
      <Skeleton height={14} width="70%" animate={false} />
      <Skeleton height={14} width="50%" mt="sm" animate={false} />
    </div>
  );
}
