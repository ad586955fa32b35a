import { IconAlertTriangle, IconDatabase, IconTable } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { formatCount, SearchField } from "../../components";
import { databaseAddress, tableAddress } from "../../grid";
import type { DatabaseView, RunId } from "../../ipc";
import classes from "./databases.module.css";
import { QuestionList } from "./Questions";
import { useLeftDatabases } from "./useLeft";

/** Databases drawn at most; the search finds the others. */
const DRAWN = 200;

/** The databases, and the tables of the chosen one, with their rows. */
export function DatabaseList(props: {
  databases: DatabaseView[];
  chosen: DatabaseView | undefined;
  table: string | null;
  /** The run as of which the chosen one is shown; null for now. */
  run: RunId | null;
  /** A table of the chosen one, as one left it. */
  addressOf?: (table: string) => string;
}) {
  const [search, setSearch] = useState("");
  const { left } = useLeftDatabases();
  const chosen = useRef<HTMLLIElement>(null);
  const chosenId = props.chosen?.dataflow.id;
  // Above the rows of a narrow window the list is short: what is chosen stays in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: again for another
  useEffect(() => {
    const bring = () => {
      const [list, own] = [chosen.current?.closest("nav"), chosen.current];
      if (!list || !own) return;
      const [outer, inner] = [list.getBoundingClientRect(), own.getBoundingClientRect()];
      if (inner.top < outer.top || inner.bottom > outer.bottom)
        list.scrollTop += inner.top - outer.top;
    };
    bring();
    window.addEventListener("resize", bring);
    return () => window.removeEventListener("resize", bring);
  }, [chosenId]);
  const found = props.databases.filter(({ dataflow }) =>
    `${dataflow.name}\n${dataflow.displayName}`.toLowerCase().includes(search.toLowerCase()),
  );
  return (
    <nav className={classes.list} aria-label="Databases and tables">
      {props.databases.length > 8 ? (
        <SearchField label="Search databases" value={search} onChange={setSearch} />
      ) : null}
      <ul>
        {found.slice(0, DRAWN).map((database) => {
          const { id, name } = database.dataflow;
          const isChosen = props.chosen === database;
          const Sign = database.unreadable === null ? IconDatabase : IconAlertTriangle;
          return (
            <li key={id} ref={isChosen ? chosen : undefined}>
              <Link
                // The chosen one leads to its first table as it is now, any other to where one left it.
                href={(isChosen ? null : left(database)) ?? databaseAddress(id)}
                className={classes.database ?? ""}
                aria-current={isChosen ? "true" : undefined}
              >
                <Sign size="var(--ph-icon-small)" aria-hidden="true" />
                <span className={classes.clip}>{name}</span>
                {database.unreadable === null ? null : (
                  <span className="ph-hidden-text">(cannot be read now)</span>
                )}
              </Link>
              {isChosen ? (
                <ul>
                  {database.tables.map((table, place) => (
                    <li key={table.name}>
                      <Link
                        href={props.addressOf?.(table.name) ?? tableAddress(id, table.name)}
                        className={classes.table ?? ""}
                        aria-current={
                          table.name === props.table || (props.table === null && place === 0)
                            ? "page"
                            : undefined
                        }
                      >
                        <IconTable size="var(--ph-icon-small)" aria-hidden="true" />
                        <span className={classes.clip}>{table.name}</span>{" "}
                        <span className={classes.count}>
                          {formatCount(table.rows)}{" "}
                          <span className="ph-hidden-text">
                            {table.rows === 1 ? "row" : "rows"}
                          </span>
                        </span>
                      </Link>
                    </li>
                  ))}
                </ul>
              ) : null}
              {isChosen && database.tables.length > 0 ? (
                <QuestionList dataflow={id} run={props.run} />
              ) : null}
            </li>
          );
        })}
      </ul>
      {found.length > DRAWN ? (
        <p className={classes.dim}>
          {formatCount(found.length - DRAWN)} more: search for their name.
        </p>
      ) : null}
      {found.length === 0 ? <p className={classes.dim}>No database has this name.</p> : null}
    </nav>
  );
}
