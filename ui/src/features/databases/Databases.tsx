import { Button } from "@mantine/core";
import { IconDatabase, IconDatabaseOff, IconTableOff } from "@tabler/icons-react";
import { Link, Redirect, useLocation } from "wouter";
import {
  EmptyState,
  ErrorState,
  Loaded,
  PageHeader,
  plural,
  SkeletonTable,
} from "../../components";
import { databaseAddress } from "../../grid";
import {
  asUiError,
  type DatabaseView,
  type DataflowId,
  type Publication,
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
import { useLeft, useLeftDatabases } from "./useLeft";
import { keptVersions } from "./versions";

/** The version that is on screen: null for now, whose run an address may name too; undefined where it is not there. */
function versionShown(run: RunId | null, publications: Publication[]) {
  if (run === null) return null;
  const found = publications.find((each) => each.run === run);
  if (found?.current) return null;
  return found?.kept ? found : undefined;
}

function One(props: {
  database: DatabaseView;
  table: string | null;
  isCompared: boolean;
  left: ReturnType<typeof useLeft>;
  onRetry: () => void;
}) {
  const { database, left } = props;
  // Kept from table to table: one looks at a whole database as of a run.
  const { run } = left;
  const [, navigate] = useLocation();
  const history = useVersions(database.dataflow.id);
  // The rows of now are shown without waiting for the history.
  const publications = history.data ?? [];
  const table = database.tables.find((each) => each.name === props.table);
  const version = props.isCompared ? null : versionShown(run, publications);
  const setRun = (wanted: RunId | null) => {
    if (table) navigate(left.addressOf(table.name, wanted));
  };
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
    body = <Compare database={database} table={props.table} backTo={left.addressOf} />;
  else if (table) {
    const versions = keptVersions(publications, table.name);
    const isMissing = version === undefined || (version !== null && !versions.includes(version));
    if (isMissing && history.isPending)
      body = <SkeletonTable label="Loading the versions" columns={5} />;
    else if (isMissing && history.isLoadingError)
      body = (
        <ErrorState
          title="The versions cannot be shown"
          {...asUiError(history.error)}
          action={{ label: "Try again", run: () => void history.refetch() }}
        />
      );
    else if (isMissing)
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
          publications={publications}
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
          <Button component={Link} href={databaseAddress(database.dataflow.id)} variant="default">
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
      <FileBar database={database} table={table?.name ?? null} version={version} />
      {database.toRewrite ? <RewriteNotice dataflow={database.dataflow.id} /> : null}
      {body}
    </section>
  );
}

interface BodyProps {
  databases: DatabaseView[];
  dataflow: DataflowId | null;
  table: string | null;
  isCompared: boolean;
  onRetry: () => void;
}

/** A database and its tables, where its address says no table: the first of them. */
function Chosen(props: Omit<BodyProps, "dataflow"> & { chosen: DatabaseView }) {
  const { databases, chosen, table, isCompared } = props;
  const isThere = chosen.tables.some(({ name }) => name === table);
  const left = useLeft(chosen.dataflow.id, isThere && !isCompared ? table : null);
  const first = chosen.tables[0];
  return (
    <div className={classes.split}>
      <DatabaseList
        databases={databases}
        chosen={chosen}
        table={table}
        run={left.run}
        addressOf={left.addressOf}
      />
      {table === null && first ? (
        <Redirect to={left.addressOf(first.name, null)} replace />
      ) : (
        <One
          key={chosen.dataflow.id}
          database={chosen}
          table={table}
          isCompared={isCompared}
          left={left}
          onRetry={props.onRetry}
        />
      )}
    </div>
  );
}

function Body(props: BodyProps) {
  const { databases } = props;
  const { last: lastOf } = useLeftDatabases();
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
  const last = props.dataflow === null ? lastOf(databases) : null;
  if (last) return <Redirect to={last} replace />;
  const chosen =
    props.dataflow === null
      ? databases[0]
      : databases.find((each) => each.dataflow.id === props.dataflow);
  if (chosen) return <Chosen {...props} chosen={chosen} />;
  return (
    <div className={classes.split}>
      <DatabaseList databases={databases} chosen={undefined} table={null} run={null} />
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
