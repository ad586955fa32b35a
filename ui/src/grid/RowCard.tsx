import { ActionIcon, Button, Skeleton, Tabs, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import {
  IconCheck,
  IconChevronDown,
  IconChevronUp,
  IconCopy,
  IconUserX,
} from "@tabler/icons-react";
import { useState } from "react";
import { ForeignText, formatCount, NoValue, SearchField, ShortText } from "../components";
import type { Cells, OpenTable, StoredColumn } from "../ipc";
import classes from "./card.module.css";
import { nameOf, shownAs } from "./cells";
import type { About } from "./gridProps";
import { RowHistory } from "./RowHistory";
import { SidePanel } from "./SidePanel";

/** Columns above which the card has a search of its own. */
const MANY = 20;
/** Letters of the name above. */
const NAMED = 160;
/** Columns drawn at a time. */
const DRAWN = 100;

function CopyValue(props: { name: string; value: string }) {
  const clipboard = useClipboard({ timeout: 2500 });
  const label = clipboard.copied ? `${props.name} copied` : `Copy ${props.name}`;
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        size="sm"
        aria-label={label}
        onClick={() => clipboard.copy(props.value)}
      >
        {clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      </ActionIcon>
    </Tooltip>
  );
}

/** One row with every column and its whole value, at the side of the grid. */
export function RowCard(props: {
  row: number;
  found: number;
  stored: StoredColumn[];
  /** Undefined while they are on their way. */
  cells: Cells | undefined;
  /** Knows what became of the row. */
  table: OpenTable;
  /** Whether that is shown, and not the values. */
  isHistory: boolean;
  onHistory: (isHistory: boolean) => void;
  /** Counts how often the keyboard came here: it goes on in the card. */
  entered: number;
  /** Asks to forget whom the row is about; null where it is about nobody. */
  onForget: (() => void) | null;
  about?: About | undefined;
  onRow: (row: number) => void;
  onClose: () => void;
}) {
  const { row, found, cells } = props;
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(DRAWN);
  const wanted = search.trim().toLowerCase();
  const columns = props.stored
    .map((column, place) => ({ column, place }))
    .filter(({ column }) => column.name.toLowerCase().includes(wanted));
  const place = props.table.id === null ? null : { view: props.table.id, row };
  const name = cells === undefined ? "" : nameOf(props.stored, cells);
  return (
    <SidePanel
      label={`Row ${formatCount(row + 1)}`}
      title={
        <>
          Row {formatCount(row + 1)} <span className={classes.dim}>of {formatCount(found)}</span>
        </>
      }
      steps={[
        {
          label: "Previous row",
          icon: IconChevronUp,
          disabled: row === 0,
          run: () => props.onRow(row - 1),
        },
        {
          label: "Next row",
          icon: IconChevronDown,
          disabled: row >= found - 1,
          run: () => props.onRow(row + 1),
        },
      ]}
      closes="card"
      entered={props.entered}
      of={null}
      onClose={props.onClose}
    >
      {name === "" ? null : (
        <p className={classes.name}>
          <ShortText text={name} most={NAMED} />
        </p>
      )}
      {cells === undefined ? null : props.about?.(props.stored, cells, place)}
      <Tabs
        value={props.isHistory ? "history" : "values"}
        onChange={(tab) => props.onHistory(tab === "history")}
        keepMounted={false}
      >
        <Tabs.List mb="xs">
          <Tabs.Tab value="values">Values</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="values">
          {props.stored.length > MANY ? (
            <SearchField
              size="xs"
              label="Find a column of this row"
              value={search}
              onChange={setSearch}
            />
          ) : null}
          <dl className={classes.values} aria-busy={cells === undefined || undefined}>
            {columns.slice(0, limit).map(({ column, place }) => {
              const value = cells?.[place] ?? null;
              const shown = shownAs(value, column.kind);
              return (
                <div key={column.name} className={classes.pair}>
                  <dt className={classes.column}>
                    <ForeignText text={column.name} />
                  </dt>
                  <dd className={classes.value}>
                    {cells === undefined ? (
                      <Skeleton height={14} width="60%" animate={false} />
                    ) : null}
                    {cells !== undefined && (value === null || value === "") ? (
                      <NoValue value={value} />
                    ) : null}
                    {value ? (
                      <>
                        <span className={classes.text}>
                          <ForeignText text={shown ?? ""} />
                          {shown === value ? null : (
                            <span className={classes.dim}> ({value} in the table)</span>
                          )}
                        </span>
                        <CopyValue name={column.name} value={value} />
                      </>
                    ) : null}
                  </dd>
                </div>
              );
            })}
          </dl>
          {columns.length === 0 ? <p className={classes.dim}>No column has this name.</p> : null}
          {columns.length > limit ? (
            <Button variant="default" size="xs" onClick={() => setLimit(limit + DRAWN)}>
              Show more
            </Button>
          ) : null}
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <RowHistory table={props.table} row={row} columns={props.stored} />
        </Tabs.Panel>
      </Tabs>
      {props.onForget ? (
        <div className={classes.foot}>
          <Button
            variant="subtle"
            size="xs"
            color="var(--ph-bad)"
            leftSection={<IconUserX size="var(--ph-icon-small)" aria-hidden="true" />}
            disabled={cells === undefined}
            onClick={props.onForget}
          >
            Forget this person…
          </Button>
        </div>
      ) : null}
    </SidePanel>
  );
}
