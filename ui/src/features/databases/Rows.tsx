import { Button, Group, Tooltip } from "@mantine/core";
import { IconTable, IconUserShield } from "@tabler/icons-react";
import {
  EmptyState,
  ErrorState,
  ForeignText,
  formatCount,
  plural,
  SkeletonTable,
  StaleNotice,
  Value,
  type VirtualColumn,
  VirtualTable,
} from "../../components";
import {
  asUiError,
  type DataflowId,
  type PersonalData,
  type StoredColumn,
  type TableSummary,
  useTableRows,
} from "../../ipc";
import classes from "./databases.module.css";

const sorts: Record<PersonalData, string | null> = {
  none: null,
  identifier: "Identifies a person by way of the pool",
  name: "A person's name",
  email: "E-mail addresses",
  phone: "Telephone numbers",
  address: "Postal addresses",
  birth_date: "Dates of birth",
  free_text: "Free text, in which anything may stand",
};

function Header(props: { column: StoredColumn }) {
  const { column } = props;
  const personal = sorts[column.personal];
  const from = column.original === column.name ? "" : `At the source: ${column.original}. `;
  return (
    <>
      <Tooltip label={`${from}Type: ${column.kind}.`}>
        <span className={classes.clip}>
          <ForeignText text={column.name} />
        </span>
      </Tooltip>
      {personal ? (
        <Tooltip label={`Personal data: ${personal}`}>
          <span className={classes.personal} role="img" aria-label={`Personal data: ${personal}`}>
            <IconUserShield size="var(--ph-icon-small)" aria-hidden="true" />
          </span>
        </Tooltip>
      ) : null}
    </>
  );
}

/** Pixels that a letter of a header takes, and those beside its letters: edges and the sign. */
const LETTER = 8;
const BESIDE = 52;

function widthOf(column: StoredColumn): number {
  const header = Math.min(column.name.length * LETTER + BESIDE, 300);
  if (column.name === "sub") return 300;
  if (column.kind === "boolean") return Math.max(header, 110);
  return Math.max(header, column.kind === "timestamp" ? 210 : 180);
}

/** The first rows of a table, 200 at a time. */
export function Rows(props: { dataflow: DataflowId; table: TableSummary }) {
  const { table } = props;
  const query = useTableRows(props.dataflow, table.name);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  if (query.isPending) return <SkeletonTable label={`Loading ${table.name}`} columns={6} />;
  if (query.isLoadingError)
    return (
      <ErrorState
        title="The rows cannot be shown"
        {...asUiError(query.error)}
        action={{ label: "Try again", run: () => void query.refetch() }}
      />
    );
  const stored = query.data?.pages[0]?.columns ?? [];
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  if (rows.length === 0)
    return (
      <EmptyState icon={IconTable} title={`${table.name} has no rows`}>
        The last run found nothing for this table, or it is loaded for Privacy-Metadata, which keeps
        no rows.
      </EmptyState>
    );
  const columns: VirtualColumn[] = stored.map((column) => ({
    id: column.name,
    header: <Header column={column} />,
    width: widthOf(column),
  }));
  const more = () => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  return (
    <>
      {query.error ? (
        <StaleNotice {...asUiError(query.error)} onRetry={() => void query.refetch()} />
      ) : null}
      <VirtualTable
        label={`Rows of ${table.name}`}
        columns={columns}
        rowCount={rows.length}
        total={table.rows}
        onEnd={more}
        cell={(row, place) => (
          <Value value={rows[row]?.[place] ?? null} column={stored[place]?.name ?? ""} />
        )}
      />
      <Group mt="sm">
        {hasNextPage ? (
          <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={more}>
            Show more
          </Button>
        ) : null}
        <span className={classes.dim}>
          {formatCount(rows.length)} of {plural(table.rows, "row")} shown
        </span>
      </Group>
    </>
  );
}
