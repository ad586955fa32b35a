import { Button, Group } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import {
  ChangeMark,
  ErrorState,
  formatCount,
  Panel,
  plural,
  SkeletonTable,
  StaleNotice,
  Value,
  type VirtualColumn,
  VirtualTable,
} from "../../components";
import { shownAs } from "../../grid";
import {
  asUiError,
  type Change,
  type ChangeQuery,
  type ColumnType,
  type Run,
  type TableSummary,
  useChangeCounts,
  useChanges,
  useDatabases,
} from "../../ipc";
import { ChangeFilters } from "./ChangeFilters";
import { linesOf } from "./changes";
import { ExportChanges } from "./ExportChanges";
import classes from "./runs.module.css";

/** Where rows have names, their keys give way. */
const columnsOf = (areNamed: boolean): VirtualColumn[] => [
  { id: "what", header: "What", width: 112 },
  { id: "table", header: "Table", width: 110 },
  { id: "row", header: "Row", width: areNamed ? 130 : 220 },
  ...(areNamed ? [{ id: "name", header: "Name", width: 200 }] : []),
  { id: "column", header: "Column", width: 110 },
  { id: "old", header: "Old", width: 140 },
  { id: "new", header: "New", width: 140 },
];

function Cell(props: { change: Change; column: string; kind: ColumnType | undefined }) {
  const { change, kind } = props;
  switch (props.column) {
    case "what":
      return <ChangeMark kind={change.kind} />;
    case "table":
      return change.table;
    case "row":
      return change.key.map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one key never move
        <span key={place} className={place === 0 ? classes.first : classes.next}>
          <Value value={part} column="Row" />
        </span>
      ));
    case "name":
      return change.names.map(({ name, value }, place) => (
        <span
          key={name}
          className={place === 0 ? classes.first : classes.next}
          data-quiet={place > 0 || undefined}
        >
          <Value value={value} column={name} />
        </span>
      ));
    case "column":
      return change.column === null ? (
        "the whole row"
      ) : (
        <Value value={change.column} column="Column" />
      );
    case "old":
      return change.kind === "changed" ? (
        <Value value={shownAs(change.old, kind)} column={change.column ?? ""} />
      ) : null;
    case "new":
      return change.kind === "changed" ? (
        <>
          <IconArrowRight
            size="var(--ph-icon-small)"
            aria-hidden="true"
            className={classes.arrow}
          />
          <Value value={shownAs(change.new, kind)} column={change.column ?? ""} />
        </>
      ) : null;
    default:
      return null;
  }
}

/** What the cells of each column are, by table and column, as far as it is there now. */
function kindsOf(tables: TableSummary[]): Map<string, ColumnType> {
  const all = tables.flatMap(({ name: table, columns }) =>
    columns.map(({ name, kind }) => [`${table}\n${name}`, kind] as const),
  );
  return new Map(all);
}

/** Rows added, changed (old and new, cell by cell) and removed. */
export function Changes(props: { run: Run }) {
  const { run } = props;
  const [asked, setAsked] = useState<ChangeQuery>({ table: null, kind: null, column: null });
  const query = useChanges(run.id, asked);
  const counts = useChangeCounts(run.id);
  const database = useDatabases().data?.find(({ dataflow }) => dataflow.id === run.dataflow);
  const kinds = useMemo(() => kindsOf(database?.tables ?? []), [database]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const changes = query.data?.pages.flat() ?? [];
  const columns = columnsOf(changes.some(({ names }) => names.length > 0));
  const isNarrow = asked.table !== null || asked.kind !== null || asked.column !== null;
  const found = counts.data ? linesOf(counts.data, asked) : null;
  const more = () => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  let body = null;
  if (query.isPending) body = <SkeletonTable label="Loading the changes" columns={5} />;
  else if (query.isLoadingError)
    body = (
      <ErrorState
        title="The changes cannot be shown"
        {...asUiError(query.error)}
        action={{ label: "Try again", run: () => void query.refetch() }}
      />
    );
  else if (changes.length === 0)
    body = (
      <p className={classes.dim}>
        {isNarrow
          ? "Nothing of this sort changed."
          : run.added > 0 && run.changed === 0 && run.removed === 0
            ? "This is the first version: there is nothing to compare it with."
            : "Nothing changed: the tables are as the version before had them."}
      </p>
    );
  else
    body = (
      <>
        {query.error ? (
          <StaleNotice {...asUiError(query.error)} onRetry={() => void query.fetchNextPage()} />
        ) : null}
        <VirtualTable
          label="What changed"
          columns={columns}
          rowCount={changes.length}
          total={found ?? (hasNextPage ? null : changes.length)}
          onEnd={more}
          cell={(row, place) => {
            const change = changes[row];
            if (!change) return null;
            const kind = kinds.get(`${change.table}\n${change.column}`);
            return <Cell change={change} column={columns[place]?.id ?? ""} kind={kind} />;
          }}
        />
        <Group mt="sm">
          {hasNextPage ? (
            <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={more}>
              Show more
            </Button>
          ) : null}
          <span className={classes.dim}>
            {found === null || found === changes.length
              ? `${plural(changes.length, "change")} shown`
              : `${formatCount(changes.length)} of ${plural(found, "change")} shown`}
          </span>
        </Group>
      </>
    );
  return (
    <Panel title="What changed" actions={<ExportChanges run={run} table={asked.table ?? null} />}>
      <ChangeFilters run={run} counts={counts.data ?? null} asked={asked} onChange={setAsked} />
      {body}
    </Panel>
  );
}
