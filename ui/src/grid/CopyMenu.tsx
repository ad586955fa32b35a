import { Kbd, Menu } from "@mantine/core";
import { IconBraces, IconCopy, IconTable } from "@tabler/icons-react";
import { useId } from "react";
import { plural, ToolButton } from "../components";
import { type Selection, selectedRows } from "./selection";
import type { CopyForm } from "./useCopy";
import classes from "./view.module.css";

/** How it is copied: a description of the item, and no part of its name. */
function How(props: { id: string; children: string }) {
  return (
    <span className={classes.how} id={props.id} aria-hidden="true">
      {props.children}
    </span>
  );
}

/** What can be copied now: the cell that has the focus, the chosen rows or the row of that cell. */
export function CopyMenu(props: {
  /** The row of the cell; null where the cell is a header, or there is none. */
  row: number | null;
  selection: Selection | null;
  isBusy: boolean;
  onCell: () => void;
  onRows: (selection: Selection, form: CopyForm) => void;
}) {
  const { row } = props;
  const id = useId();
  const selection = props.selection ?? (row === null ? null : { anchor: row, end: row });
  const rows = selection ? plural(selectedRows(selection).count, "row") : "Rows";
  const small = "var(--ph-icon-small)";
  return (
    <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ToolButton name="Copy" icon={IconCopy} opensMenu loading={props.isBusy} />
      </Menu.Target>
      <Menu.Dropdown aria-describedby={selection === null ? `${id}-nothing` : undefined}>
        {selection === null ? (
          <Menu.Label id={`${id}-nothing`}>Choose a cell or rows first.</Menu.Label>
        ) : null}
        <Menu.Item
          leftSection={<IconCopy size={small} />}
          rightSection={props.selection ? null : <Kbd size="xs">Ctrl C</Kbd>}
          aria-describedby={`${id}-cell`}
          disabled={row === null}
          onClick={props.onCell}
        >
          Cell
          <How id={`${id}-cell`}>Exactly as it is</How>
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTable size={small} />}
          rightSection={props.selection ? <Kbd size="xs">Ctrl C</Kbd> : null}
          aria-describedby={`${id}-rows`}
          disabled={selection === null}
          onClick={() => selection && props.onRows(selection, "tabs")}
        >
          {rows} with headers
          <How id={`${id}-rows`}>
            For Excel: what it would run or change gets an apostrophe before it
          </How>
        </Menu.Item>
        <Menu.Item
          leftSection={<IconBraces size={small} />}
          aria-describedby={`${id}-json`}
          disabled={selection === null}
          onClick={() => selection && props.onRows(selection, "json")}
        >
          {rows} as JSON
          <How id={`${id}-json`}>For programs: every value exactly as it is</How>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
