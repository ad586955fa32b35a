import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowLeft, IconArrowsExchange, IconEqual, IconVersionsOff } from "@tabler/icons-react";
import { useMemo } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import {
  ChangeMark,
  changesInOrder,
  EmptyState,
  Loaded,
  SearchedSelect,
  ToolButton,
} from "../../components";
import {
  type CountedColumn,
  compareAddress,
  nothingAsked,
  RowsView,
  searchOf,
  useAsked,
  versionWord,
} from "../../grid";
import {
  asUiError,
  type DatabaseView,
  type PersonalData,
  type Publication,
  type StoredColumn,
  useVersions,
  type Version,
} from "../../ipc";
import classes from "./compare.module.css";
import { drawCompared } from "./drawCompared";
import { versionMenu } from "./Versions";
import { comparedVersions, isPruned, tablesEver, versionName } from "./versions";

const told = (name: string, personal: PersonalData = "none"): StoredColumn => ({
  name,
  original: name,
  kind: "text",
  personal,
});

/**
 * Together they fit beside the databases in a window of 1,280 pixels, so that who it is, what was and what is
 * stand in sight beside each other. Keys give way: of an ID the beginning is enough to know it again.
 */
const WIDTHS: Record<string, number> = {
  change: 114,
  name: 108,
  email: 116,
  column: 110,
  before: 115,
  after: 115,
};
const ID_WIDTH = 92;
const comparedWidth = (column: StoredColumn) =>
  WIDTHS[column.name] ?? (column.personal === "identifier" ? ID_WIDTH : 130);

/** On half a screen all of them give way but the mark, so that both sides are still in sight. */
const NARROWER = 0.76;
const narrowWidth = (column: StoredColumn) =>
  Math.round(comparedWidth(column) * (column.name === "change" ? 1 : NARROWER));

/** What is known of its columns beforehand, as the engine has it: the key's are the table's own. */
const columns = [
  told("change"),
  told("column"),
  // In a cell that changed anything may stand.
  told("before", "free_text"),
  told("after", "free_text"),
];

function counted(found: StoredColumn[]): CountedColumn[] {
  const [change, column] = [found[0], found.at(-3)];
  if (!change || !column) return [];
  return [
    {
      column: change.name,
      label: "By change",
      always: changesInOrder,
      show: (kind) => <ChangeMark kind={kind} isCounted />,
    },
    { column: column.name, label: "By column" },
  ];
}

function VersionField(props: {
  label: string;
  table: string;
  publications: Publication[];
  version: Version | null;
  onVersion: (word: string) => void;
}) {
  return (
    <SearchedSelect
      {...versionMenu(props.table, props.publications, props.publications, (each) =>
        each.current ? "now" : String(each.run),
      )}
      label={props.label}
      className={classes.field}
      comboboxProps={{ width: 380, position: "bottom-start" }}
      value={props.version && versionWord(props.version)}
      placeholder="Choose a version"
      onChange={(word) => word && props.onVersion(word)}
    />
  );
}

/** What became of a table from one version to another: rows that came, changed and went. */
export function Compare(props: {
  database: DatabaseView;
  table: string;
  /** Where a table is, as one left it. */
  backTo: (table: string) => string;
}) {
  const versions = useVersions(props.database.dataflow.id);
  return (
    <Loaded query={versions} error={asUiError(versions.error)} what="the versions">
      {(publications) => <Compared {...props} publications={publications} />}
    </Loaded>
  );
}

function Compared(props: Parameters<typeof Compare>[0] & { publications: Publication[] }) {
  const { database, table, publications } = props;
  const dataflow = database.dataflow.id;
  const drawCell = useMemo(() => {
    const known = database.tables.find(({ name }) => name === table)?.columns ?? [];
    const kinds = new Map(known.map(({ name, kind }) => [name, kind]));
    return drawCompared((column) => kinds.get(column));
  }, [database, table]);
  const isNarrow = useMediaQuery("(max-width: 899px)", false);
  const [search] = useSearchParams();
  const [, navigate] = useLocation();
  const named = { from: search.get("from"), to: search.get("to") };
  const { from, to } = comparedVersions(named, publications);
  const others = Object.fromEntries(Object.entries(named).filter(([, word]) => word !== null));
  const { asked, ask } = useAsked(
    compareAddress(dataflow, table),
    others as Record<string, string>,
  );
  const go = (of: string, first: string | null, last: string | null) => {
    const words = { ...(first ? { from: first } : {}), ...(last ? { to: last } : {}) };
    // Of the same table the same is asked, whatever the versions; another has other columns.
    const kept = of === table ? asked : nothingAsked;
    navigate(compareAddress(dataflow, of) + searchOf(words, kept), { replace: true });
  };
  const [first, last] = [from && versionWord(from), to && versionWord(to)];
  const tables = tablesEver(publications);
  const back = (
    <Button component={Link} href={props.backTo(table)} variant="default">
      Show the table
    </Button>
  );
  let body = null;
  if (!tables.includes(table))
    body = (
      <EmptyState icon={IconVersionsOff} title="No such table" actions={back}>
        No version of {database.dataflow.name} has a table of this name.
      </EmptyState>
    );
  else if (publications.length < 2)
    body = (
      <EmptyState icon={IconVersionsOff} title="Only one version yet" actions={back}>
        There is nothing to compare it with. The next run that succeeds brings another.
      </EmptyState>
    );
  else if (from === null || to === null)
    body = (
      <EmptyState icon={IconVersionsOff} title="Choose two versions" actions={back}>
        {search.get("from") === null && from === null
          ? "There is no version before this one. Choose another to compare it with."
          : "One of these runs published nothing, or is no longer in the history."}
      </EmptyState>
    );
  else if (first === last)
    body = (
      <EmptyState icon={IconEqual} title="The same version twice" actions={back}>
        Choose another version on one of the sides.
      </EmptyState>
    );
  else {
    const current = publications.find((each) => each.current);
    const pruned = [from, to].filter((version) => isPruned(version, publications));
    const names = [from, to].map((version) => versionName(version, publications));
    body = (
      <RowsView
        // What is open beside the rows is of these versions.
        key={`${table} ${first} ${last}`}
        subject={{ kind: "comparison", dataflow, table, from, to }}
        name="the comparison"
        remembered={`${dataflow}.${table}.comparison`}
        columns={columns}
        areCertain={false}
        edition={`${first} ${last} ${current?.run}`}
        counted={counted}
        firstWidth={isNarrow ? narrowWidth : comparedWidth}
        drawCell={drawCell}
        asked={asked}
        ask={ask}
        tools={
          <ToolButton
            name="Back to the table"
            icon={IconArrowLeft}
            keepsName
            href={props.backTo(table)}
          />
        }
        preparing="Comparing the versions …"
        notice={
          <p className={classes.notice}>
            What became of {table} from {names[0]}, to {names[1]}: a line for each row that came or
            went, and for each cell that changed.
            {pruned.length > 0
              ? " Rows of an older version are no longer kept: what the change log has of them is told, without the names of those that are in no other version."
              : ""}
          </p>
        }
        empty={
          <EmptyState icon={IconEqual} title="Nothing changed" actions={back}>
            {table} has the same rows in both versions.
          </EmptyState>
        }
      />
    );
  }
  return (
    <>
      <div className={classes.choices}>
        <SearchedSelect
          label="Table"
          size="xs"
          className={classes.table}
          data={tables}
          value={tables.includes(table) ? table : null}
          onChange={(other) => other && go(other, first, last)}
        />
        <VersionField
          label="From"
          table={table}
          publications={publications}
          version={from}
          onVersion={(word) => go(table, word, last)}
        />
        <Tooltip label="Swap the two versions">
          <ActionIcon
            variant="default"
            size={30}
            aria-label="Swap the two versions"
            disabled={first === null || last === null}
            onClick={() => go(table, last, first)}
          >
            <IconArrowsExchange size="var(--ph-icon)" />
          </ActionIcon>
        </Tooltip>
        <VersionField
          label="To"
          table={table}
          publications={publications}
          version={to}
          onVersion={(word) => go(table, first, word)}
        />
      </div>
      {body}
    </>
  );
}
