import { IconTable } from "@tabler/icons-react";
import { useState } from "react";
import { EmptyState } from "../../components";
import { RowsView } from "../../grid";
import type { DataflowId, Person, Publication, RunId, StoredColumn } from "../../ipc";
import { ClassDialog } from "./ClassDialog";
import { ForgetDialog } from "./ForgetDialog";
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
  /** Whether a row is about a person, who can be forgotten. */
  isAboutPeople: boolean;
  /** What the rows are shown by beside the question: what columns hold, and who was forgotten. */
  shownBy: string;
}) {
  const { dataflow, table, version } = props;
  const [classed, setClassed] = useState<string | null>(null);
  const [forgotten, setForgotten] = useState<{ person: Person; done: () => void } | null>(null);
  const forget = (person: Person, done: () => void) => setForgotten({ person, done });
  return (
    <>
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
        edition={`${version === null ? props.edition : version.run} ${props.shownBy}`}
        onClass={setClassed}
        {...(props.isAboutPeople ? { onForget: forget } : {})}
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
            The run found nothing for this table, or it is loaded for Privacy-Metadata, which keeps
            no rows.
          </EmptyState>
        }
      />
      {classed !== null ? (
        <ClassDialog
          dataflow={dataflow}
          table={table}
          column={classed}
          onClose={() => setClassed(null)}
        />
      ) : null}
      {forgotten ? (
        <ForgetDialog
          dataflow={dataflow}
          person={forgotten.person}
          onDone={() => {
            setForgotten(null);
            forgotten.done();
          }}
          onClose={() => setForgotten(null)}
        />
      ) : null}
    </>
  );
}
