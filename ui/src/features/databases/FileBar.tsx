import { IconDatabaseExport, IconExternalLink } from "@tabler/icons-react";
import { useState } from "react";
import {
  CopyButton,
  ForeignText,
  formatBytes,
  ToolBar,
  ToolBarEnd,
  ToolButton,
  visibleText,
} from "../../components";
import { useExport } from "../../export";
import type { DatabaseView, FileFormat, Publication } from "../../ipc";
import classes from "./databases.module.css";
import { OpenIn } from "./OpenIn";

const UNKNOWN = "The version in the address is not shown, so it cannot be opened or exported.";

/** The database's file: where it lies, and how it goes from here to other programs. */
export function FileBar(props: {
  database: DatabaseView;
  /** The table that one looks at. */
  table: string | null;
  /** The version that one looks at; null for now, undefined while it is not known, or is not there. */
  version: Publication | null | undefined;
}) {
  const { database, table } = props;
  const version = props.version ?? null;
  // What goes to other programs is what one looks at, and not something else in its place.
  const unknown = props.version === undefined ? UNKNOWN : null;
  const { id, name } = database.dataflow;
  const [isOpenIn, setOpenIn] = useState(false);
  // It does not come up by itself once there is something to open again.
  if (isOpenIn && (table === null || unknown !== null)) setOpenIn(false);
  const askForExport = useExport();
  const exportAll = (format?: FileFormat) =>
    askForExport({
      name: version === null ? name : `${name} as of run ${version.run}`,
      ...(format ? { format } : {}),
      what: {
        kind: "database",
        dataflow: id,
        version: version === null ? { kind: "now" } : { kind: "asOf", run: version.run },
        tables: tablesOf(database, version),
      },
    });
  return (
    <div className={classes.file}>
      <ToolBar>
        <PathText path={database.path} />
        <span className={classes.size}>{formatBytes(database.bytes)}</span>
        <ToolBarEnd>
          <CopyButton text={database.path} label="Copy path" inBar />
          {table === null || database.unreadable !== null ? null : (
            <>
              <ToolButton
                name="Open in…"
                icon={IconExternalLink}
                keepsName
                aria-haspopup="dialog"
                whyNot={unknown}
                onClick={() => setOpenIn(true)}
              />
              <ToolButton
                name="Export database…"
                icon={IconDatabaseExport}
                aria-haspopup="dialog"
                whyNot={unknown}
                onClick={() => exportAll()}
              />
            </>
          )}
        </ToolBarEnd>
      </ToolBar>
      {isOpenIn && table !== null ? (
        <OpenIn
          dataflow={id}
          name={name}
          path={database.path}
          table={table}
          version={version}
          onExport={() => {
            setOpenIn(false);
            exportAll("sqlite");
          }}
          onClose={() => setOpenIn(false)}
        />
      ) : null}
    </div>
  );
}

/** Where a file lies, on one line: of a long way the folders give way, and not the file's own name. */
function PathText(props: { path: string }) {
  const file = Math.max(props.path.lastIndexOf("/"), props.path.lastIndexOf("\\"));
  return (
    <span className={classes.path} title={visibleText(props.path)}>
      <span className={classes.folder}>
        <ForeignText text={props.path.slice(0, file)} />
      </span>
      <span className={classes.fileName}>
        <ForeignText text={props.path.slice(file)} />
      </span>
    </span>
  );
}

/** The tables of a version with their rows; what columns an older one had is told by those of now. */
function tablesOf(database: DatabaseView, version: Publication | null) {
  if (version === null)
    return database.tables.map(({ name, rows, columns }) => ({ name, rows, columns }));
  // A table may have had another name then: it is known by what it was read from.
  const columnsOf = (table: string) =>
    database.tables.find(({ source }) => source === table)?.columns ?? [];
  return version.tables.map(({ source, target, rows }) => ({
    name: target,
    rows,
    columns: columnsOf(source),
  }));
}
