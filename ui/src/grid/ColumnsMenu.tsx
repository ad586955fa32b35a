import { ActionIcon, Button, Checkbox, Group, Popover } from "@mantine/core";
import { IconColumns3, IconFocusCentered, IconPin, IconPinned } from "@tabler/icons-react";
import { useState } from "react";
import { formatCount, plural, SearchField, ToolButton } from "../components";
import type { StoredColumn } from "../ipc";
import type { Columns } from "./useColumns";
import classes from "./view.module.css";

/** Columns drawn at most; the search finds the others. */
const DRAWN = 100;

function List(props: {
  stored: StoredColumn[];
  columns: Columns;
  isLaidOut: boolean;
  onGoTo: (name: string) => void;
  onReset: () => void;
}) {
  const { stored, columns } = props;
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const found = stored.filter((column) =>
    `${column.name}\n${column.original}`.toLowerCase().includes(wanted),
  );
  // The hints are the system's own: two of ours for each of a hundred columns would be slow.
  const frozen = new Set(columns.shown.filter((each) => each.isFrozen).map(({ name }) => name));
  return (
    <div className={classes.columns}>
      <SearchField size="xs" label="Find a column" value={search} onChange={setSearch} />
      <ul className={classes.columnList} aria-label="Columns">
        {found.slice(0, DRAWN).map(({ name }) => {
          const isShown = !columns.hidden.includes(name);
          const isFrozen = frozen.has(name);
          const pin = isFrozen ? `Let ${name} scroll` : `Freeze ${name} at the left`;
          return (
            <li key={name}>
              <Checkbox
                size="xs"
                label={name}
                checked={isShown}
                disabled={isShown && columns.shown.length === 1}
                classNames={{ root: classes.tick ?? "", label: classes.tickLabel ?? "" }}
                onChange={() => columns.show(name, !isShown)}
              />
              <ActionIcon
                variant="subtle"
                size="sm"
                aria-label={pin}
                title={pin}
                aria-pressed={isFrozen}
                disabled={!isShown}
                onClick={() => columns.freeze(name, !isFrozen)}
              >
                {isFrozen ? <IconPinned size={14} /> : <IconPin size={14} />}
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                size="sm"
                aria-label={`Go to ${name}`}
                title={`Go to ${name}`}
                disabled={!isShown}
                onClick={() => props.onGoTo(name)}
              >
                <IconFocusCentered size={14} />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
      {found.length === 0 ? <p className={classes.dim}>No column has this name.</p> : null}
      {found.length > DRAWN ? (
        <p className={classes.dim}>
          {formatCount(found.length - DRAWN)} more: search for their name.
        </p>
      ) : null}
      <Group justify="space-between" gap="xs">
        <span className={classes.dim}>
          {columns.hidden.length === 0
            ? `All ${formatCount(stored.length)} shown`
            : `${formatCount(columns.hidden.length)} of ${plural(stored.length, "column")} hidden`}
        </span>
        <Button variant="subtle" size="xs" disabled={!props.isLaidOut} onClick={props.onReset}>
          Reset the layout
        </Button>
      </Group>
    </div>
  );
}

/** All columns by name: hidden and shown, frozen, gone to; and the layout begun anew. */
export function ColumnsMenu(props: {
  stored: StoredColumn[];
  columns: Columns;
  isLaidOut: boolean;
  onGoTo: (name: string) => void;
  onReset: () => void;
}) {
  const [isOpen, setOpen] = useState(false);
  // Who goes to a column has the focus there, and not back on the button.
  const [isGone, setGone] = useState(false);
  const { hidden } = props.columns;
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      width={320}
      trapFocus
      returnFocus={!isGone}
      withRoles={false}
      shadow="md"
    >
      <Popover.Target>
        <ToolButton
          name="Columns"
          says={`Columns${hidden.length > 0 ? ` (${formatCount(hidden.length)} hidden)` : ""}`}
          icon={IconColumns3}
          opensMenu
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => {
            setGone(false);
            setOpen(!isOpen);
          }}
        />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Columns">
        {isOpen ? (
          <List
            {...props}
            onReset={() => {
              setOpen(false);
              props.onReset();
            }}
            onGoTo={(name) => {
              setGone(true);
              setOpen(false);
              props.onGoTo(name);
            }}
          />
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}
