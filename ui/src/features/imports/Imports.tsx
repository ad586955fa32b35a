import { Button, Group, Select } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconFlask, IconPlus, IconSearchOff, IconTableImport } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";
import {
  DataTable,
  EmptyState,
  ErrorState,
  formatCount,
  noticeFailure,
  PageHeader,
  plural,
  SearchField,
  SkeletonTable,
  StaleNotice,
} from "../../components";
import {
  asUiError,
  type DataflowRow,
  useDataflows,
  useReadOnly,
  useRunsUnderWay,
  useStartRun,
} from "../../ipc";
import type { Asking } from "./ActionsMenu";
import { columnsOf } from "./columns";
import { DuplicateDialog, RemoveDialog } from "./dialogs";
import classes from "./imports.module.css";
import { arrange, firstView, type Grouping, groupings, readView } from "./list";
import { RollbackDialog } from "./RollbackDialog";

/** Rows drawn at a time: a web view without a GPU is slow with more. */
const SHOWN = 100;
const noRuns: never[] = [];

const dialogs = { rollback: RollbackDialog, remove: RemoveDialog, duplicate: DuplicateDialog };

function NewDataflow() {
  const icon = <IconPlus size="var(--ph-icon)" aria-hidden="true" />;
  // Nothing can be stored: the notice above says why.
  if (useReadOnly().data)
    return (
      <Button disabled leftSection={icon}>
        New dataflow
      </Button>
    );
  return (
    <Button component={Link} href="/imports/new" leftSection={icon}>
      New dataflow
    </Button>
  );
}

function FirstUse() {
  return (
    <EmptyState
      icon={IconTableImport}
      title="No dataflows yet"
      actions={
        <>
          <NewDataflow />
          <Button
            component={Link}
            href="/imports/new?sample=1"
            variant="default"
            leftSection={<IconFlask size="var(--ph-icon)" aria-hidden="true" />}
          >
            Try it with sample data
          </Button>
        </>
      }
    >
      A dataflow brings the users of an AWS Cognito user pool into tables on this computer. The
      sample needs no AWS account and no internet.
    </EmptyState>
  );
}

function Dataflows(props: { rows: DataflowRow[] }) {
  const [search, setSearch] = useState("");
  const [remembered, remember] = useLocalStorage<unknown>({
    key: "poolhouse.imports",
    defaultValue: firstView,
    getInitialValueInEffect: false,
  });
  const view = readView(remembered);
  const [limit, setLimit] = useState(SHOWN);
  const [asking, setAsking] = useState<{ what: Asking; row: DataflowRow } | null>(null);
  const underWay = useRunsUnderWay().data ?? noRuns;
  const startRun = useStartRun();
  const { groups, found } = arrange(props.rows, search, view, limit);
  const columns = columnsOf({
    underWay,
    onRun: (row) => {
      startRun(row.dataflow.id).catch((error) => noticeFailure(asUiError(error)));
    },
    onAsk: (what, row) => setAsking({ what, row }),
  });
  const Dialog = asking ? dialogs[asking.what] : null;
  // What was begun in one that was closed may end while another is open.
  const close = () => setAsking((now) => (now === asking ? null : now));
  return (
    <>
      <Group className={classes.bar} justify="space-between">
        <div className={classes.search}>
          <SearchField label="Search dataflows" value={search} onChange={setSearch} />
        </div>
        <Select
          label="Group by"
          classNames={{ root: classes.group ?? "" }}
          data={groupings}
          value={view.group}
          allowDeselect={false}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          onChange={(group) => remember({ ...view, group: (group ?? "none") as Grouping })}
        />
      </Group>
      <p className="ph-hidden-text" aria-live="polite">
        {search === "" ? "" : `${plural(found, "dataflow")} found`}
      </p>
      {found === 0 ? (
        <EmptyState
          icon={IconSearchOff}
          title="No dataflow matches"
          actions={
            <Button variant="default" onClick={() => setSearch("")}>
              Show all
            </Button>
          }
        >
          No dataflow has “{search}” in its name, type, status, organization or tables.
        </EmptyState>
      ) : (
        <DataTable
          label="Dataflows"
          columns={columns}
          groups={groups}
          rowKey={(row) => row.dataflow.id}
          sort={view.sort}
          onSort={(sort) => remember({ ...view, sort })}
        />
      )}
      {found > limit ? (
        <Group justify="center" mt="md">
          <Button variant="default" onClick={() => setLimit(limit + SHOWN)}>
            Show more
          </Button>
          <span className={classes.dim}>
            {formatCount(limit)} of {plural(found, "dataflow")} shown
          </span>
        </Group>
      ) : null}
      {Dialog && asking ? <Dialog row={asking.row} onClose={close} /> : null}
    </>
  );
}

/** The list of dataflows. */
export function Imports() {
  const dataflows = useDataflows();
  const some = (dataflows.data?.length ?? 0) > 0;
  return (
    <>
      <PageHeader
        title="Imports"
        summary="Dataflows that bring tables into databases on this computer."
        actions={some ? <NewDataflow /> : null}
      />
      {dataflows.isPending ? <SkeletonTable label="Loading the dataflows" columns={7} /> : null}
      {dataflows.isLoadingError ? (
        <ErrorState
          title="The dataflows cannot be shown"
          {...asUiError(dataflows.error)}
          action={{ label: "Try again", run: () => void dataflows.refetch() }}
        />
      ) : null}
      {dataflows.isRefetchError ? (
        <StaleNotice {...asUiError(dataflows.error)} onRetry={() => void dataflows.refetch()} />
      ) : null}
      {dataflows.data ? some ? <Dataflows rows={dataflows.data} /> : <FirstUse /> : null}
    </>
  );
}
