import { IconGitCompare, IconTable } from "@tabler/icons-react";
import { useState } from "react";
import { EmptyState, LiveRegion, SkeletonTable, ToolButton } from "../../components";
import {
  compareAddress,
  type OnForget,
  RowsView,
  tableAddress,
  useAsked,
  useForgetting,
  versionWords,
} from "../../grid";
import type { DataflowId, Publication, RunId, StoredColumn } from "../../ipc";
import { ClassDialog } from "./ClassDialog";
import { QuestionNotice, QuestionsMenu, useQuestion } from "./Questions";
import { NotNow, VersionSelect } from "./Versions";

/** A table of a database, in any version that is kept. */
export function TableView(props: {
  dataflow: DataflowId;
  table: string;
  /** The columns that it has now. */
  columns: StoredColumn[];
  publications: Publication[];
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
  const [classed, setClassed] = useState<{ column: string } | null>(null);
  // What was begun in a dialog that was closed may end while another is open.
  const closeClassed = () => setClassed((now) => (now === classed ? null : now));
  const forgetting = useForgetting();
  const forget: OnForget = (person, done) => forgetting.forget(dataflow, person, done);
  const run = version?.run ?? null;
  const { asked, ask } = useAsked(tableAddress(dataflow, table), versionWords(run));
  // A link may put a ready question.
  const question = useQuestion(dataflow, table, run);
  // All rows would be listed in vain.
  if (question.isPending) return <SkeletonTable label="Loading the question" columns={5} />;
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
        edition={`${version === null ? props.edition : version.run} ${props.shownBy} ${forgetting.edition}`}
        onClass={(column) => setClassed({ column })}
        {...(props.isAboutPeople ? { onForget: forget } : {})}
        asked={question.asked ?? asked}
        ask={ask}
        tools={
          <>
            <QuestionsMenu question={question} />
            <VersionSelect
              table={table}
              publications={props.publications}
              run={run}
              onRun={props.onRun}
            />
            <ToolButton
              name="Compare…"
              icon={IconGitCompare}
              href={compareAddress(
                dataflow,
                table,
                version
                  ? { from: { kind: "asOf", run: version.run }, to: { kind: "now" } }
                  : undefined,
              )}
            />
          </>
        }
        notice={
          <>
            <LiveRegion>
              {version ? <NotNow publication={version} onNow={() => props.onRun(null)} /> : null}
            </LiveRegion>
            <QuestionNotice table={table} question={question} />
          </>
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
          column={classed.column}
          onClose={closeClassed}
        />
      ) : null}
    </>
  );
}
