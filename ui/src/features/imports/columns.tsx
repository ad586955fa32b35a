import { Link } from "wouter";
import {
  type Column,
  ConnectorSymbol,
  Count,
  DateTime,
  noticeFailure,
  RunProgress,
  ShortText,
  StatusBadge,
} from "../../components";
import { databaseAddress } from "../../grid";
import { asUiError, commands, type DataflowRow, type RunSnapshot } from "../../ipc";
import { ActionsMenu, type Asking } from "./ActionsMenu";
import classes from "./imports.module.css";
import { runOf, sortValues, statusOf } from "./list";

/** Of a display name, so that its row grows by a line at most. */
const MOST_LETTERS = 40;

interface Wiring {
  underWay: RunSnapshot[];
  onRun: (row: DataflowRow) => void;
  onAsk: (what: Asking, row: DataflowRow) => void;
}

function NameCell(props: { row: DataflowRow }) {
  const { dataflow, hasDatabase } = props.row;
  const place = hasDatabase ? databaseAddress(dataflow.id) : `/imports/${dataflow.id}/edit`;
  return (
    <div className={classes.name}>
      <Link href={place} className="ph-link">
        {dataflow.name}
      </Link>
      {dataflow.displayName ? (
        <span className={classes.second}>
          <ShortText text={dataflow.displayName} most={MOST_LETTERS} />
        </span>
      ) : null}
    </div>
  );
}

function StatusCell(props: { row: DataflowRow; snapshot: RunSnapshot | null }) {
  const { row, snapshot } = props;
  if (snapshot === null)
    return row.lastRun === null ? (
      <StatusBadge status="never_run" />
    ) : (
      <Link
        href={`/history/run/${row.lastRun.id}`}
        className={classes.plainLink ?? ""}
        title={row.lastRun.failure?.message.replaceAll("`", "")}
      >
        <StatusBadge status={statusOf(row)} />
      </Link>
    );
  const { run } = snapshot;
  return (
    <div className={classes.status}>
      <RunProgress
        head={
          <Link href={`/history/run/${run.id}`} className={classes.plainLink ?? ""}>
            <StatusBadge status={run.status} />
          </Link>
        }
        name={row.dataflow.name}
        rows={run.rows}
        percent={snapshot.percent}
        secondsLeft={snapshot.secondsLeft}
        note={null}
        onCancel={() =>
          commands.cancelRun(run.id).catch((error) => noticeFailure(asUiError(error)))
        }
      />
    </div>
  );
}

function RefreshCell(props: { row: DataflowRow }) {
  const { lastRefresh, rolledBack } = props.row;
  return (
    <div className={classes.name}>
      <DateTime value={lastRefresh} />
      {rolledBack === null ? null : (
        <span className={classes.second}>
          {rolledBack.table === null ? "Rolled back" : `${rolledBack.table} rolled back`} to run{" "}
          {rolledBack.to}
        </span>
      )}
    </div>
  );
}

function TypeCell(props: { row: DataflowRow }) {
  return (
    <span className={classes.type}>
      <ConnectorSymbol connector={props.row.dataflow.connector} size="var(--ph-icon)" />
      {props.row.connectorName}
    </span>
  );
}

/** The columns of the list of dataflows. */
export function columnsOf(wiring: Wiring): Column<DataflowRow>[] {
  const by = (id: string) => {
    const value = sortValues[id];
    return value ? { sortBy: value } : {};
  };
  return [
    { id: "name", header: "Name", ...by("name"), cell: (row) => <NameCell row={row} /> },
    { id: "type", header: "Type", ...by("type"), cell: (row) => <TypeCell row={row} /> },
    {
      id: "status",
      header: "Status",
      ...by("status"),
      cell: (row) => <StatusCell row={row} snapshot={runOf(row, wiring.underWay)} />,
    },
    {
      id: "tables",
      header: "Tables",
      align: "right",
      ...by("tables"),
      cell: (row) => <Count value={row.dataflow.tables.length} />,
    },
    {
      id: "created",
      header: "Created",
      ...by("created"),
      cell: (row) => <DateTime value={row.dataflow.createdAt} />,
    },
    {
      id: "updated",
      header: "Updated",
      ...by("updated"),
      cell: (row) => <DateTime value={row.dataflow.updatedAt} />,
    },
    {
      id: "refresh",
      header: "Last refresh",
      ...by("refresh"),
      cell: (row) => <RefreshCell row={row} />,
    },
    {
      id: "actions",
      header: "Actions",
      headerHidden: true,
      stays: true,
      align: "right",
      cell: (row) => (
        <ActionsMenu
          row={row}
          onRun={() => wiring.onRun(row)}
          onAsk={(what) => wiring.onAsk(what, row)}
        />
      ),
    },
  ];
}
