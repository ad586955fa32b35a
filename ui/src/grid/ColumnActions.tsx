import { Kbd, Menu } from "@mantine/core";
import {
  IconArrowBarToLeft,
  IconArrowBarToRight,
  IconArrowDown,
  IconArrowLeft,
  IconArrowRight,
  IconArrowsSort,
  IconArrowUp,
  IconChartBar,
  IconEyeOff,
  IconFilter,
  IconPin,
  IconPinnedOff,
  IconUserShield,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { STEP } from "./layout";
import type { Columns, ShownColumn } from "./useColumns";

function Action(props: {
  icon: ComponentType<{ size?: number | string }>;
  name: string;
  keys?: string;
  isDisabled?: boolean;
  isLasting?: boolean;
  onChoose: () => void;
}) {
  const Icon = props.icon;
  return (
    <Menu.Item
      leftSection={<Icon size="var(--ph-icon-small)" />}
      rightSection={props.keys ? <Kbd size="xs">{props.keys}</Kbd> : null}
      disabled={props.isDisabled ?? false}
      // What is done several times in a row leaves the menu open.
      closeMenuOnClick={!props.isLasting}
      onClick={props.onChoose}
    >
      {props.name}
    </Menu.Item>
  );
}

/** What can be done with a column. */
export function ColumnActions(props: {
  column: ShownColumn;
  columns: Columns;
  onFilter: () => void;
  onClass: (() => void) | null;
  onProfile: () => void;
}) {
  const { column, columns } = props;
  const { name, sorted } = column;
  const at = columns.shown.indexOf(column);
  const isAlike = (place: number) => columns.shown[place]?.isFrozen === column.isFrozen;
  return (
    <Menu.Dropdown>
      <Action
        icon={IconArrowUp}
        name="Sort ascending"
        isDisabled={sorted?.descending === false}
        onChoose={() => columns.sortBy(name, false)}
      />
      <Action
        icon={IconArrowDown}
        name="Sort descending"
        isDisabled={sorted?.descending === true}
        onChoose={() => columns.sortBy(name, true)}
      />
      <Action
        icon={IconArrowsSort}
        name="Do not sort"
        isDisabled={sorted === null}
        onChoose={() => columns.sortBy(name, null)}
      />
      <Action icon={IconFilter} name="Filter…" onChoose={props.onFilter} />
      <Action icon={IconChartBar} name="Profile" onChoose={props.onProfile} />
      <Menu.Divider />
      {column.isFrozen ? (
        <Action
          icon={IconPinnedOff}
          name="Let it scroll"
          onChoose={() => columns.freeze(name, false)}
        />
      ) : (
        <Action
          icon={IconPin}
          name="Freeze at the left"
          onChoose={() => columns.freeze(name, true)}
        />
      )}
      <Action
        icon={IconArrowLeft}
        name="Move left"
        keys="Ctrl ←"
        isLasting
        isDisabled={!isAlike(at - 1)}
        onChoose={() => columns.step(name, -1)}
      />
      <Action
        icon={IconArrowRight}
        name="Move right"
        keys="Ctrl →"
        isLasting
        isDisabled={!isAlike(at + 1)}
        onChoose={() => columns.step(name, 1)}
      />
      <Action
        icon={IconArrowBarToRight}
        name="Wider"
        keys="Shift →"
        isLasting
        onChoose={() => columns.resize(name, column.width + STEP)}
      />
      <Action
        icon={IconArrowBarToLeft}
        name="Narrower"
        keys="Shift ←"
        isLasting
        onChoose={() => columns.resize(name, column.width - STEP)}
      />
      <Menu.Divider />
      {props.onClass ? (
        <Action icon={IconUserShield} name="What it holds…" onChoose={props.onClass} />
      ) : null}
      <Action
        icon={IconEyeOff}
        name="Hide"
        isDisabled={columns.shown.length === 1}
        onChoose={() => columns.show(name, false)}
      />
    </Menu.Dropdown>
  );
}
