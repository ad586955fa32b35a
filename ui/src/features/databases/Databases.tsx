import { Button } from "@mantine/core";
import { IconDatabase, IconDatabaseOff, IconTableOff } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";
import { EmptyState, ErrorState, Loaded, PageHeader, plural } from "../../components";
import {
  asUiError,
  type DatabaseView,
  type DataflowId,
  type RunId,
  useConnectors,
  useDatabases,
  useVersions,
} from "../../ipc";
import { Compare } from "./Compare";
import { DatabaseList } from "./DatabaseList";
import classes from "./databases.module.css";
import { FileBar } from "./FileBar";
import { RewriteNotice } from "./RewriteNotice";
import { TableView } from "./TableView";
import { keptVersions } from "./Versions";

function One(props: {
  database: DatabaseView;
  table: string | null;
  isCompared: boolean;
  onRetry: () => void;
}) {
  const { database } = props;
  // Kept from table to table: one looks at a whole database as of a run.
  const [run, setRun] = useState<RunId | null>(null);
  // The rows of now are shown without waiting for the history.
  const publications = useVersions(database.dataflow.id).data ?? [];
  const table =
    database.tables.find((each) => each.name === props.table) ??
    (props.table === null ? database.tables[0] : undefined);
  const connectors = useConnectors().data ?? [];
  const card = connectors.find((each) => each.id === database.dataflow.connector);
  const origin = card?.tables.find((each) => each.id === table?.source);
  const isAboutPeople = (origin?.person ?? null) !== null;
  let body = null;
  if (database.unreadable !== null)
    body = (
      <ErrorState
        title="This database cannot be read now"
        message={database.unreadable}
        action={{ label: "Try again", run: props.onRetry }}
      />
    );
  else if (props.isCompared && props.table !== null)
    body = <Compare database={database} table={props.table} />;
  else if (table) {
    const versions = keptVersions(publications, table.name);
    const version = versions.find((each) => each.run === run) ?? null;
    if (run !== null && version === null && publications.some((each) => each.run === run))
      body = (
        <EmptyState
          icon={IconTableOff}
          title="Not in this version"
          actions={<Button onClick={() => setRun(null)}>Show now</Button>}
        >
          There was no {table.name} as of run {run}, or its rows are no longer kept.
        </EmptyState>
      );
    else
      body = (
        <TableView
          key={table.name}
          dataflow={database.dataflow.id}
          table={table.name}
          columns={table.columns}
          versions={versions}
          version={version}
          onRun={setRun}
          edition={table.version}
          isAboutPeople={isAboutPeople}
          shownBy={JSON.stringify([
            database.peopleForgotten,
            table.columns.map((column) => column.personal),
          ])}
        />
      );
  } else if (props.table !== null && database.tables.length > 0)
    body = (
      <EmptyState
        icon={IconDatabaseOff}
        title="No such table"
        actions={
          <Button component={Link} href={`/databases/${database.dataflow.id}`} variant="default">
            Show the first table
          </Button>
        }
      >
        {database.dataflow.name} has no table of this name now.
      </EmptyState>
    );
  else
    body = (
      <EmptyState
        icon={IconDatabase}
        title="No tables yet"
        actions={
          <Button component={Link} href="/imports">
            Go to Imports
          </Button>
        }
      >
        The first run of {database.dataflow.name} that succeeds brings its tables.
      </EmptyState>
    );
  return (
    <section className={classes.one} aria-label={`Database ${database.dataflow.name}`}>
      <FileBar
        database={database}
        table={table?.name ?? null}
        version={publications.find((each) => each.run === run) ?? null}
      />
      {database.toRewrite ? <RewriteNotice dataflow={database.dataflow.id} /> : null}
      {body}
    </section>
  );
}

function Body(props: {
  databases: DatabaseView[];
  dataflow: DataflowId | null;
  table: string | null;
  isCompared: boolean;
  onRetry: () => void;
}) {
  const { databases } = props;
  if (databases.length === 0)
    return (
      <EmptyState
        icon={IconDatabase}
        title="No databases yet"
        actions={
          <Button component={Link} href="/imports">
            Go to Imports
          </Button>
        }
      >
        Each dataflow has a database of its own, a SQLite file that any tool opens. It is made by
        the dataflow's first run.
      </EmptyState>
    );
  const chosen =
    props.dataflow === null
      ? databases[0]
      : databases.find((each) => each.dataflow.id === props.dataflow);
  return (
    <div className={classes.split}>
      <DatabaseList databases={databases} chosen={chosen} table={props.table} />
      {chosen ? (
        <One
          key={chosen.dataflow.id}
          database={chosen}
          table={props.table}
          isCompared={props.isCompared}
          onRetry={props.onRetry}
        />
      ) : (
        <EmptyState
          icon={IconDatabaseOff}
          title="This database is not there"
          actions={
            <Button component={Link} href="/databases" variant="default">
              Show the databases
            </Button>
          }
        >
          Its dataflow was removed, or has not run yet.
        </EmptyState>
      )}
    </div>
  );
}

/** The databases, their tables, and the rows of each. */
export function Databases(props: {
  dataflow: DataflowId | null;
  table: string | null;
  /** Whether two versions of the table are compared. */
  isCompared?: boolean;
}) {
  const query = useDatabases();
  const count = query.data?.length ?? 0;
  return (
    <div className={classes.page}>
      <PageHeader
        title="Databases"
        summary={
          count > 0
            ? `${plural(count, "database")}: SQLite files on this computer, one for each dataflow.`
            : "SQLite files on this computer, one for each dataflow."
        }
      />
      <Loaded query={query} error={asUiError(query.error)} what="the databases">
        {(databases, again) => (
          <Body
            databases={databases}
            onRetry={again}
            dataflow={props.dataflow}
            table={props.table}
            isCompared={props.isCompared ?? false}
          />
        )}
      </Loaded>
    </div>
  );
}
