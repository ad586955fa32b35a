import { Button } from "@mantine/core";
import { IconDatabase } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import { ForeignText, formatCount } from "../../components";
import { whereIs } from "../../grid";
import type { Cells, DataflowPeople, Directory, StoredColumn } from "../../ipc";
import classes from "./directory.module.css";
import { addressOf, namesIn } from "./tree";

/** Links drawn at first. */
const DRAWN = 20;

function Links(props: { title: string; links: { name: string; href: string | null }[] }) {
  const [isAll, setAll] = useState(false);
  const { links, title } = props;
  if (links.length === 0) return null;
  const drawn = isAll ? links : links.slice(0, DRAWN);
  return (
    <div className={classes.links}>
      <h3 className={classes.linksTitle}>{title}</h3>
      <ul>
        {drawn.map(({ name, href }) => (
          <li key={name}>
            {href === null ? (
              <ForeignText text={name} />
            ) : (
              <Link href={href}>
                <ForeignText text={name} />
              </Link>
            )}
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

function placeOf(directory: Directory, name: string) {
  for (const organization of directory.organizations) {
    const dataflow = organization.dataflows.find((each) => each.name === name);
    if (dataflow) return { organization: organization.name, dataflow };
  }
  return null;
}

/** Their groups, and where else they are: above the values of a person's card. */
export function Person(props: { directory: Directory; columns: StoredColumn[]; cells: Cells }) {
  const { directory, columns, cells } = props;
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
  const toOther = (name: string) => {
    const other = placeOf(directory, name);
    if (!other || address === null) return null;
    const { organization, dataflow } = other;
    const place = addressOf({ organization, dataflow: dataflow.name, group: null });
    return place + whereIs(address, value(address));
  };
  return (
    <div className={classes.person}>
      {value("active") === "0" ? <p className={classes.dim}>Not active</p> : null}
      <Links title="Groups" links={groups.map((name) => ({ name, href: toGroup(name) }))} />
      <Links title="Also in" links={others.map((name) => ({ name, href: toOther(name) }))} />
      {home && identity && home.dataflow.identity && value(identity) !== "" ? (
        <Button
          component={Link}
          variant="default"
          size="xs"
          leftSection={<IconDatabase size="var(--ph-icon-small)" aria-hidden="true" />}
          href={`/databases/${home.dataflow.dataflow}/${encodeURIComponent(home.dataflow.table)}${whereIs(home.dataflow.identity, value(identity))}`}
        >
          Show in {home.dataflow.name}
        </Button>
      ) : null}
    </div>
  );
}
