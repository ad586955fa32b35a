import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconCopy,
  IconDatabase,
  IconDots,
  IconHistory,
  IconPencil,
  IconPlayerPlay,
  IconTrash,
} from "@tabler/icons-react";
import { type ComponentType, useId } from "react";
import { useLocation } from "wouter";
import { useFocusGoesOn } from "../../components";
import { databaseAddress } from "../../grid";
import { type DataflowRow, useReadOnly } from "../../ipc";
import classes from "./imports.module.css";
import { whyNot } from "./list";

/**
 * An item that does not apply stays reachable by keyboard, so that its reason can be heard: it is
 * disabled by aria alone, and does nothing.
 */
function Item(props: {
  label: string;
  icon: ComponentType<{ size?: number | string }>;
  reason?: string | null;
  onChoose: () => void;
}) {
  const Icon = props.icon;
  const reason = props.reason ?? null;
  const reasonId = useId();
  // The tooltip is there in either case: a run that ends while the menu is open must not make the
  // item anew, or the focus on it is lost.
  return (
    <Tooltip
      label={reason ?? ""}
      disabled={reason === null}
      position="left"
      events={{ hover: true, focus: true, touch: true }}
    >
      <Menu.Item
        leftSection={<Icon size="var(--ph-icon-small)" aria-hidden="true" />}
        className={classes.item ?? ""}
        closeMenuOnClick={reason === null}
        onClick={reason === null ? props.onChoose : undefined}
        {...(reason === null
          ? {}
          : { "aria-disabled": true, "aria-label": props.label, "aria-describedby": reasonId })}
      >
        {props.label}
        {reason === null ? null : (
          <span id={reasonId} className="ph-hidden-text">
            {reason}
          </span>
        )}
      </Menu.Item>
    </Tooltip>
  );
}

export type Asking = "rollback" | "duplicate" | "remove";

/** The ⋯ of a dataflow. */
export function ActionsMenu(props: {
  row: DataflowRow;
  onRun: () => void;
  onAsk: (what: Asking) => void;
}) {
  const [, navigate] = useLocation();
  const dots = useFocusGoesOn<HTMLButtonElement>();
  const { id, name } = props.row.dataflow;
  const reasons = whyNot(props.row, useReadOnly().data?.message ?? null);
  return (
    <Menu position="bottom-end" width={220} withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon
          // With the dataflow it goes away.
          ref={dots}
          variant="subtle"
          color="gray"
          aria-label={`Actions of ${name}`}
          className={classes.dots ?? ""}
        >
          <IconDots size="var(--ph-icon)" aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Item
          label="Edit"
          icon={IconPencil}
          reason={reasons.edit}
          onChoose={() => navigate(`/imports/${id}/edit`)}
        />
        <Item label="Run" icon={IconPlayerPlay} reason={reasons.run} onChoose={props.onRun} />
        <Item
          label="Rollback"
          icon={IconArrowBackUp}
          reason={reasons.rollback}
          onChoose={() => props.onAsk("rollback")}
        />
        <Item
          label="Run history"
          icon={IconHistory}
          reason={reasons.history}
          onChoose={() => navigate(`/history?dataflow=${id}`)}
        />
        <Item
          label="Open database"
          icon={IconDatabase}
          reason={reasons.database}
          onChoose={() => navigate(databaseAddress(id))}
        />
        <Item
          label="Duplicate"
          icon={IconCopy}
          reason={reasons.duplicate}
          onChoose={() => props.onAsk("duplicate")}
        />
        <Item
          label="Remove"
          icon={IconTrash}
          reason={reasons.remove}
          onChoose={() => props.onAsk("remove")}
        />
      </Menu.Dropdown>
    </Menu>
  );
}
