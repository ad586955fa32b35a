import { Button } from "@mantine/core";
import { IconColumnInsertRight } from "@tabler/icons-react";
import { useState } from "react";
import { ForeignText, noticeDone, noticeFailure, Panel, plural } from "../../components";
import { asUiError, type RunId, useTakeColumns, type WaitingColumn } from "../../ipc";
import classes from "./runs.module.css";

/** The columns that this run left out until somebody takes them. */
export function WaitingColumns(props: { run: RunId; columns: WaitingColumn[] }) {
  const { columns } = props;
  const take = useTakeColumns();
  const [taking, setTaking] = useState(false);
  if (columns.length === 0) return null;
  const tables = [...new Set(columns.map((column) => column.table))];
  const answer = async () => {
    setTaking(true);
    try {
      await take(props.run);
      noticeDone(
        columns.length === 1 ? "The column is taken" : "The columns are taken",
        "The next run brings them.",
      );
    } catch (error) {
      noticeFailure(asUiError(error));
    } finally {
      setTaking(false);
    }
  };
  return (
    <Panel
      title="Waiting for you"
      actions={
        <Button
          loading={taking}
          leftSection={<IconColumnInsertRight size="var(--ph-icon-small)" aria-hidden="true" />}
          onClick={() => void answer()}
        >
          {columns.length === 1 ? "Take this column" : "Take these columns"}
        </Button>
      }
    >
      <p className={classes.say}>
        {plural(columns.length, "new column")} {columns.length === 1 ? "is" : "are"} left out until
        you take {columns.length === 1 ? "it" : "them"}; the next run then brings{" "}
        {columns.length === 1 ? "it" : "them"}.
      </p>
      <dl className={classes.columnsOf}>
        {tables.map((table) => (
          <div key={table}>
            <dt>{table}</dt>
            <dd>
              <Names
                names={columns
                  .filter((column) => column.table === table)
                  .map((column) => column.original)}
              />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** Names of columns, which are foreign text, one beside the other. */
export function Names(props: { names: string[] }) {
  return (
    <ul className={classes.names}>
      {props.names.map((name) => (
        <li key={name}>
          <ForeignText text={name} />
        </li>
      ))}
    </ul>
  );
}
