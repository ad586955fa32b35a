import { Button, Group } from "@mantine/core";
import { IconDatabaseExport, IconExternalLink } from "@tabler/icons-react";
import { useState } from "react";
import { CopyButton, ForeignText, formatBytes } from "../../components";
import { useExport } from "../../export";
import type { DatabaseView, RunId } from "../../ipc";
import classes from "./databases.module.css";
import { OpenIn } from "./OpenIn";

/** The database's file: where it lies, and how it goes from here to other programs. */
export function FileBar(props: {
  database: DatabaseView;
  /** The table that one looks at. */
  table: string | null;
  /** The version that one looks at; null for now. */
  run: RunId | null;
}) {
  const { database, table, run } = props;
  const { id, name } = database.dataflow;
  const [isOpenIn, setOpenIn] = useState(false);
  const askForExport = useExport();
  const exportAll = () =>
    askForExport({
      name,
      what: {
        kind: "database",
        dataflow: id,
        version: run === null ? { kind: "now" } : { kind: "asOf", run },
        tables: tablesOf(database, run),
      },
    });
  return (
    <div className={classes.file}>
      <div className={classes.path}>
        <ForeignText text={database.path} />{" "}
        <span className={classes.dim}>{formatBytes(database.bytes)}</span>
      </div>
      <Group gap="xs" className={classes.fileActions ?? ""}>
        <CopyButton text={database.path} label="Copy path" />
        {table === null || database.unreadable !== null ? null : (
          <>
            <Button
              variant="default"
              size="xs"
              aria-haspopup="dialog"
              leftSection={<IconExternalLink size="var(--ph-icon-small)" aria-hidden="true" />}
              onClick={() => setOpenIn(true)}
            >
              Open in…
            </Button>
            <Button
              variant="default"
              size="xs"
              aria-haspopup="dialog"
              leftSection={<IconDatabaseExport size="var(--ph-icon-small)" aria-hidden="true" />}
              onClick={exportAll}
            >
              Export database…
            </Button>
          </>
        )}
      </Group>
      {isOpenIn && table !== null ? (
        <OpenIn
          dataflow={id}
          name={name}
          path={database.path}
          table={table}
          onClose={() => setOpenIn(false)}
        />
      ) : null}
    </div>
  );
}

/** The tables of a version with their rows; what columns an older one had is told by those of now. */
function tablesOf(database: DatabaseView, run: RunId | null) {
  const columnsOf = (name: string) =>
    database.tables.find((each) => each.name === name)?.columns ?? [];
  const publication =
    run === null ? undefined : database.publications.find((each) => each.run === run);
  const tables = publication
    ? publication.tables.map(({ target, rows }) => ({ name: target, rows }))
    : database.tables.map(({ name, rows }) => ({ name, rows }));
  return tables.map((table) => ({ ...table, columns: columnsOf(table.name) }));
}
