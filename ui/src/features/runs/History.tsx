import { Button, Group } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconFilterExclamation, IconFilterOff, IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useSearchParams } from "wouter";
import {
  EmptyState,
  ErrorState,
  formatCount,
  PageHeader,
  plural,
  SkeletonTable,
  StaleNotice,
  VirtualTable,
  zoneHere,
} from "../../components";
import {
  asUiError,
  type Run,
  type RunsMark,
  useDataflows,
  useRuns,
  useRunsOverTime,
} from "../../ipc";
import { RunCell, runColumns } from "./columns";
import {
  type Filters,
  narrows,
  noFilters,
  queryOf,
  readFilters,
  within,
  writeFilters,
} from "./filters";
import { HistoryFilters } from "./HistoryFilters";
import { OverTime } from "./OverTime";
import { RunsChart } from "./RunsChart";
import classes from "./runs.module.css";

/** Milliseconds for which a person may pause in mid-word. */
const PAUSE = 200;

/** Run history: of one dataflow, or of all. Its filters stand in its address. */
export function History() {
  const [address, setAddress] = useSearchParams();
  const inAddress = readFilters(address);
  // What is typed shows at once, and is put into the address, and so asked, after a pause: web views
  // allow a hundred changes of an address in a while, and no more.
  const [typed, setTyped] = useState<Filters | null>(null);
  const [cleared, setCleared] = useState(0);
  const filters = typed ?? inAddress;
  const query = queryOf(inAddress, zoneHere());
  const dataflows = useDataflows().data ?? [];
  const runs = useRuns(query);
  const overTime = useRunsOverTime(query);
  const afterPause = useDebouncedCallback((wanted: Filters) => {
    setTyped(null);
    setAddress(writeFilters(wanted), { replace: true });
  }, PAUSE);
  const change = (wanted: Filters, typing?: true) => {
    setTyped(typing ? wanted : null);
    if (typing) return afterPause(wanted);
    afterPause.cancel();
    setAddress(writeFilters(wanted));
  };
  const clear = () => {
    change({ ...noFilters, dataflow: filters.dataflow });
    // The fields of days go, too, with what is half typed in them.
    setCleared(cleared + 1);
  };
  const fields = runs.isError ? asUiError(runs.error).fields : [];
  const wrong = Object.fromEntries(fields.map(({ field, message }) => [field, message]));
  const loaded = runs.data?.pages.flat() ?? [];
  const isNarrow = narrows(filters);
  const firstUse = runs.isSuccess && loaded.length === 0 && !isNarrow && filters.dataflow === null;
  const name = dataflows.find((row) => row.dataflow.id === filters.dataflow)?.dataflow.name;
  const more = () => {
    if (runs.hasNextPage && !runs.isFetchingNextPage) void runs.fetchNextPage();
  };
  const clearButton = (
    <Button variant="default" onClick={clear}>
      Clear filters
    </Button>
  );

  let body = null;
  if (runs.isPending) body = <SkeletonTable label="Loading the runs" columns={8} />;
  else if (fields.length > 0)
    body = (
      <EmptyState
        icon={IconFilterExclamation}
        title="A filter needs another look"
        actions={clearButton}
      >
        {fields[0]?.message}
      </EmptyState>
    );
  else if (runs.isLoadingError)
    body = (
      <ErrorState
        title="The runs cannot be shown"
        {...asUiError(runs.error)}
        action={{ label: "Try again", run: () => void runs.refetch() }}
      />
    );
  else if (loaded.length === 0 && isNarrow)
    body = (
      <EmptyState icon={IconFilterOff} title="No run matches" actions={clearButton}>
        No run {name ? `of ${name} ` : ""}passes all of these filters together.
      </EmptyState>
    );
  else if (loaded.length === 0)
    body = (
      <EmptyState
        icon={IconHistory}
        title="No runs yet"
        actions={
          <Button component={Link} href="/imports">
            Go to Imports
          </Button>
        }
      >
        Every run leaves its record here: how long it took, what it brought, and what changed. Start
        one from the ⋯ menu of a dataflow.
      </EmptyState>
    );
  else {
    const hrefOf = (mark: RunsMark) =>
      `/history?${new URLSearchParams(writeFilters(within(filters, mark.firstDay, mark.lastDay)))}`;
    body = (
      <>
        {runs.error ? (
          <StaleNotice {...asUiError(runs.error)} onRetry={() => void runs.refetch()} />
        ) : null}
        {overTime.data && overTime.data.stretch !== "run" ? (
          <OverTime overTime={overTime.data} hrefOf={hrefOf} />
        ) : (
          <RunsChart runs={loaded} />
        )}
        <Group className={classes.found} justify="space-between">
          <span role="status">
            {overTime.data
              ? `${plural(overTime.data.found, "run")}${isNarrow ? " found" : ""}`
              : "Counting the runs …"}
          </span>
          {isNarrow ? (
            <Button variant="subtle" size="compact-sm" onClick={clear}>
              Clear filters
            </Button>
          ) : null}
        </Group>
        <Runs
          runs={loaded}
          found={overTime.data?.found ?? null}
          ofAll={filters.dataflow === null}
          more={more}
        />
        {runs.hasNextPage ? (
          <Group mt="sm">
            <Button variant="default" size="xs" loading={runs.isFetchingNextPage} onClick={more}>
              Show more
            </Button>
            <span className={classes.dim}>{formatCount(loaded.length)} shown</span>
          </Group>
        ) : null}
      </>
    );
  }

  return (
    <>
      <PageHeader
        title={name ? `Run history of ${name}` : "Run history"}
        summary="What every run did and changed. Kept on this computer, readable without a network."
      />
      {firstUse ? null : (
        <HistoryFilters
          key={cleared}
          filters={filters}
          dataflows={dataflows}
          wrong={wrong}
          onChange={change}
        />
      )}
      {body}
    </>
  );
}

/** The list of runs, newest first, of which only what is in sight is drawn. */
function Runs(props: { runs: Run[]; found: number | null; ofAll: boolean; more: () => void }) {
  const columns = runColumns(props.ofAll);
  return (
    <VirtualTable
      label="Runs"
      isHigh
      columns={columns}
      rowCount={props.runs.length}
      total={props.found}
      onEnd={props.more}
      cell={(row, place) => {
        const run = props.runs[row];
        return run ? <RunCell run={run} column={columns[place]?.id ?? ""} /> : null;
      }}
    />
  );
}
