import { IconTable } from "@tabler/icons-react";
import { useMemo } from "react";
import { useSearch } from "wouter";
import { EmptyState } from "../../components";
import { askedIn, RowsView } from "../../grid";
import type { DataflowId, Publication, RunId, StoredColumn } from "../../ipc";
import { NotNow, VersionSelect } from "./Versions";

/** A table of a database, in any version that is kept. */
export function TableView(props: {
  dataflow: DataflowId;
  table: string;
  /** The columns that it has now. */
  columns: StoredColumn[];
  versions: Publication[];
  version: Publication | null;
  onRun: (run: RunId | null) => void;
  /** The run whose rows are shown now: when another publishes, the table is opened again. */
  edition: number;
}) {
  const { dataflow, table, version } = props;
  // A link may ask for one row.
  const search = useSearch();
  const asked = useMemo(() => askedIn(search), [search]);
  return (
    <RowsView
      subject={{
        kind: "table",
        dataflow,
        table,
        version: version === null ? { kind: "now" } : { kind: "asOf", run: version.run },
      }}
      name={table}
      remembered={`${dataflow}.${table}`}
      columns={props.columns}
      // An older version may lack a column.
      areCertain={version === null}
      asked={asked}
      edition={version === null ? props.edition : version.run}
      tools={
        <VersionSelect
          table={table}
          versions={props.versions}
          run={version?.run ?? null}
          onRun={props.onRun}
        />
      }
      notice={
        version ? <NotNow publication={version} onNow={() => props.onRun(null)} /> : undefined
      }
      empty={
        <EmptyState icon={IconTable} title={`${table} has no rows`}>
          The run found nothing for this table, or it is loaded for Privacy-Metadata, which keeps no
          rows.
        </EmptyState>
      }
    />
  );
}
