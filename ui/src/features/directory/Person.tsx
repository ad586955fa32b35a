import { Anchor, Button } from "@mantine/core";
import { IconDatabase } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { ForeignText, formatCount, noticeFailure } from "../../components";
import { type RowPlace, tableAddress, whereIs, whereKept } from "../../grid";
import {
  asUiError,
  type Cells,
  commands,
  type DataflowPeople,
  type Directory,
  type StoredColumn,
  useIsMasked,
} from "../../ipc";
import classes from "./directory.module.css";
import { addressOf, namesIn, placeOf } from "./tree";

/** Links drawn at first. */
const DRAWN = 20;

const NOT_THERE = "The row has no such value. Open it again to see what it has now.";

/**
 * Tells answers that are still wanted from those that come too late: something else was asked for since,
 * or what is on screen, `of`, is something else by now.
 */
function useAnswers(of: string) {
  const last = useRef<object>({});
  useEffect(() => {
    last.current = { of };
    return () => {
      last.current = {};
    };
  }, [of]);
  return {
    begin: () => {
      const asked = { of };
      last.current = asked;
      return asked;
    },
    isWanted: (asked: object) => asked === last.current,
  };
}

/** Where a link leads: an address, or what finds it; null where it leads nowhere. */
type Lead = string | (() => void) | null;

function Links(props: { title: string; links: { name: string; lead: Lead }[] }) {
  const [isAll, setAll] = useState(false);
  const { links, title } = props;
  if (links.length === 0) return null;
  const drawn = isAll ? links : links.slice(0, DRAWN);
  return (
    <div className={classes.links}>
      <h3 className={classes.linksTitle}>{title}</h3>
      <ul>
        {drawn.map(({ name, lead }) => (
          <li key={name}>
            {lead === null ? <ForeignText text={name} /> : null}
            {typeof lead === "string" ? (
              <Link href={lead}>
                <ForeignText text={name} />
              </Link>
            ) : null}
            {typeof lead === "function" ? (
              <Anchor component="button" type="button" inherit role="link" onClick={lead}>
                <ForeignText text={name} />
              </Anchor>
            ) : null}
          </li>
        ))}
      </ul>
      {drawn.length < links.length ? (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
          Show all {formatCount(links.length)}
        </Button>
      ) : null}
    </div>
  );
}

/** Their groups, and where else they are: above the values of a person's card. */
export function Person(props: {
  directory: Directory;
  columns: StoredColumn[];
  cells: Cells;
  place: RowPlace | null;
}) {
  const { directory, columns, cells, place: row } = props;
  const isMasked = useIsMasked();
  const [place, goTo] = useLocation();
  const answers = useAnswers(JSON.stringify([place, useSearch(), row?.view, row?.row]));
  const value = (name: string) => cells[columns.findIndex((each) => each.name === name)] ?? "";
  const database = value("database");
  const home = useMemo(() => placeOf(directory, database), [directory, database]);
  /** A column of a database as it stands here. */
  const here = (name: DataflowPeople["identity"]) =>
    columns.find((each) => each.original === name || each.name === name)?.name ?? null;
  const known = useMemo(() => new Set(home?.dataflow.groups.map((group) => group.name)), [home]);
  const identity = home && here(home.dataflow.identity);
  const address = home && here(home.dataflow.address);
  const groups = value("groups") === "" ? [] : namesIn(value("groups"), known);
  const others = value("also_in") === "" ? [] : value("also_in").split(", ");
  const toGroup = (name: string) =>
    home && known.has(name)
      ? addressOf({ organization: home.organization, dataflow: home.dataflow.name, group: name })
      : null;
  /** To the rows there whose column `theirs` has what stands here in `mine`. */
  const toSame = (there: string, theirs: string, mine: string): Lead => {
    const isHidden = columns.find((each) => each.name === mine)?.personal !== "none";
    if (!isMasked || !isHidden) return there + whereIs(theirs, value(mine));
    if (row === null) return null;
    // What is masked is not known here: the engine keeps it.
    return () => {
      const ours = answers.begin();
      commands.keepValue(row.view, row.row, mine).then(
        (kept) => {
          if (!answers.isWanted(ours)) return;
          if (kept) goTo(there + whereKept(theirs, kept));
          else
            noticeFailure(
              { message: `There is no ${mine} to look for.`, hint: NOT_THERE },
              { passes: true },
            );
        },
        (error) => answers.isWanted(ours) && noticeFailure(asUiError(error)),
      );
    };
  };
  const toOther = (name: string) => {
    const other = placeOf(directory, name);
    if (!other || address === null) return null;
    const { organization, dataflow } = other;
    const there = addressOf({ organization, dataflow: dataflow.name, group: null });
    return toSame(there, address, address);
  };
  const flow = home?.dataflow;
  const toRow =
    flow?.identity && identity && value(identity) !== ""
      ? toSame(tableAddress(flow.dataflow, flow.table), flow.identity, identity)
      : null;
  return (
    <div className={classes.person}>
      {value("active") === "0" ? <p className={classes.dim}>Not active</p> : null}
      <Links title="Groups" links={groups.map((name) => ({ name, lead: toGroup(name) }))} />
      <Links title="Also in" links={others.map((name) => ({ name, lead: toOther(name) }))} />
      {flow && toRow !== null ? (
        <Button
          {...(typeof toRow === "string"
            ? { component: Link, href: toRow }
            : { role: "link", onClick: toRow })}
          variant="default"
          size="xs"
          leftSection={<IconDatabase size="var(--ph-icon-small)" aria-hidden="true" />}
        >
          Show in {flow.name}
        </Button>
      ) : null}
    </div>
  );
}
