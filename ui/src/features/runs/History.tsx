import { Button, Group, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconFilterOff, IconHistory } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "wouter";
import {
  DataTable,
  EmptyState,
  ErrorState,
  PageHeader,
  plural,
  SearchField,
  SkeletonTable,
  type Sort,
  StaleNotice,
  sortRows,
  statuses,
  statusWord,
} from "../../components";
import { asUiError, type RunStatus, useDataflows, useRuns } from "../../ipc";
import { runColumns } from "./columns";
import { RunsChart } from "./RunsChart";
import classes from "./runs.module.css";
import { type DateRange, dateRanges, inRange, rangeStart } from "./words";

const still = { transitionProps: { duration: 0 } };

/** Run history: of one dataflow, or of all. */
export function History() {
  const [address, setAddress] = useSearchParams();
  const dataflow = address.has("dataflow") ? Number(address.get("dataflow")) : null;
  const [status, setStatus] = useState<RunStatus | null>(null);
  const [range, setRange] = useState<DateRange>("any");
  const [from, setFrom] = useState<number | null>(null);
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 200);
  const [sort, setSort] = useState<Sort>({ column: "started", descending: true });
  const dataflows = useDataflows().data ?? [];
  const query = useRuns({ dataflow, status, text: asked === "" ? null : asked });
  const loaded = query.data?.pages.flat() ?? [];
  const runs = inRange(loaded, from);
  const filtered = status !== null || range !== "any" || asked !== "";
  const firstUse = query.isSuccess && loaded.length === 0 && !filtered && dataflow === null;

  // The engine pages from the newest on: a range is whole once a run before it was seen.
  const oldest = loaded.at(-1);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const rangeIncomplete =
    from !== null && oldest !== undefined && Date.parse(oldest.startedAt) >= from && hasNextPage;
  useEffect(() => {
    if (rangeIncomplete && !isFetchingNextPage) void fetchNextPage();
  }, [rangeIncomplete, isFetchingNextPage, fetchNextPage]);

  const columns = runColumns(dataflow === null);
  const sortBy = columns.find((column) => column.id === sort.column)?.sortBy;
  const showAll = () => {
    setStatus(null);
    setRange("any");
    setFrom(null);
    setText("");
  };
  const name = dataflows.find((row) => row.dataflow.id === dataflow)?.dataflow.name;

  let body = null;
  if (query.isPending) body = <SkeletonTable label="Loading the runs" columns={8} />;
  else if (query.isLoadingError)
    body = (
      <ErrorState
        title="The runs cannot be shown"
        {...asUiError(query.error)}
        action={{ label: "Try again", run: () => void query.refetch() }}
      />
    );
  else if (runs.length === 0 && filtered)
    body = (
      <EmptyState
        icon={IconFilterOff}
        title="No run matches"
        actions={
          <Button variant="default" onClick={showAll}>
            Show all
          </Button>
        }
      >
        No run has this status, date and text together.
      </EmptyState>
    );
  else if (runs.length === 0)
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
  else
    body = (
      <>
        {query.error ? (
          <StaleNotice {...asUiError(query.error)} onRetry={() => void query.refetch()} />
        ) : null}
        <RunsChart runs={runs} />
        <DataTable
          label="Runs"
          columns={columns}
          groups={[{ name: "", rows: sortRows(runs, sortBy, sort.descending) }]}
          rowKey={(run) => run.id}
          sort={sort}
          onSort={setSort}
        />
        {hasNextPage ? (
          <Group justify="center" mt="md">
            <Button
              variant="default"
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              Show more
            </Button>
            <span className={classes.dim}>{plural(runs.length, "run")} shown</span>
          </Group>
        ) : null}
      </>
    );

  return (
    <>
      <PageHeader
        title={name ? `Run history of ${name}` : "Run history"}
        summary="What every run did and changed. Kept on this computer, readable without a network."
      />
      <Group className={classes.filters} align="flex-end" hidden={firstUse}>
        <div className={classes.search}>
          <SearchField label="Search in descriptions" value={text} onChange={setText} />
        </div>
        <Select
          label="Dataflow"
          className={classes.filter ?? ""}
          data={[
            { value: "", label: "All dataflows" },
            ...dataflows.map((row) => ({
              value: String(row.dataflow.id),
              label: row.dataflow.name,
            })),
          ]}
          value={dataflow === null ? "" : String(dataflow)}
          allowDeselect={false}
          searchable
          limit={100}
          comboboxProps={still}
          onChange={(value) => setAddress(value ? { dataflow: value } : {})}
        />
        <Select
          label="Status"
          className={classes.filter ?? ""}
          data={[
            { value: "", label: "Any status" },
            ...statuses
              .filter((each) => each !== "never_run")
              .map((each) => ({ value: each, label: statusWord(each) })),
          ]}
          value={status ?? ""}
          allowDeselect={false}
          comboboxProps={still}
          onChange={(value) => setStatus(value ? (value as RunStatus) : null)}
        />
        <Select
          label="Started"
          className={classes.filter ?? ""}
          data={dateRanges}
          value={range}
          allowDeselect={false}
          comboboxProps={still}
          onChange={(value) => {
            const chosen = (value ?? "any") as DateRange;
            setRange(chosen);
            setFrom(rangeStart(chosen, Date.now()));
          }}
        />
      </Group>
      {body}
    </>
  );
}
