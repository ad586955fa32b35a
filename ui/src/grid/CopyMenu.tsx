import { Kbd, Menu } from "@mantine/core";
import { IconBraces, IconCopy, IconTable } from "@tabler/icons-react";
import { plural, ToolButton } from "../components";
import { type Selection, selectedRows } from "./selection";
import type { CopyForm } from "./useCopy";

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
  const selection = props.selection ?? (row === null ? null : { anchor: row, end: row });
  const rows = selection ? plural(selectedRows(selection).count, "row") : "Rows";
  const small = "var(--ph-icon-small)";
  return (
    <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ToolButton name="Copy" icon={IconCopy} opensMenu loading={props.isBusy} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconCopy size={small} />}
          rightSection={props.selection ? null : <Kbd size="xs">Ctrl C</Kbd>}
          disabled={row === null}
          onClick={props.onCell}
        >
          Cell
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTable size={small} />}
          rightSection={props.selection ? <Kbd size="xs">Ctrl C</Kbd> : null}
          disabled={selection === null}
          onClick={() => selection && props.onRows(selection, "tabs")}
        >
          {rows} with headers
        </Menu.Item>
        <Menu.Item
          leftSection={<IconBraces size={small} />}
          disabled={selection === null}
          onClick={() => selection && props.onRows(selection, "json")}
        >
          {rows} as JSON
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
