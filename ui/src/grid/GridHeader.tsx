// biome-ignore-all lint/a11y/useSemanticElements: cells placed by offset cannot be those of a table element
import { Menu, Tooltip, UnstyledButton } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconDotsVertical,
  IconFilterFilled,
  IconUserShield,
} from "@tabler/icons-react";
import type { PointerEvent } from "react";
import { ForeignText } from "../components";
import { ColumnActions } from "./ColumnActions";
import { cellStyle, type DrawnColumn } from "./GridRow";
import classes from "./grid.module.css";
import { personalWords } from "./personal";
import type { Columns } from "./useColumns";

/** In a narrower column the sign of personal data would leave no room for the name. It is spoken all the same. */
const ROOM_FOR_SIGN = 100;

/** The header of a column: a click sorts, its edge makes it wider, its menu has all the rest. */
export function GridHeader(props: {
  drawn: DrawnColumn;
  columns: Columns;
  sticks: boolean;
  isActive: boolean;
  isFiltered: boolean;
  /** Where a column that is dragged would come to stand. */
  mark: "before" | "after" | null;
  isMenuOpen: boolean;
  onMenu: (isOpen: boolean) => void;
  onFilter: () => void;
  onClass: (() => void) | null;
  onProfile: () => void;
  onGrab: (event: PointerEvent) => void;
  onGrabEdge: (event: PointerEvent) => void;
}) {
  const { drawn, columns } = props;
  const { column } = drawn;
  const { stored, sorted } = column;
  const personal = personalWords(stored.personal);
  const from = stored.original === stored.name ? "" : `At the source: ${stored.original}. `;
  const isSortedByMore = columns.shown.filter((each) => each.sorted !== null).length > 1;
  // One phrase: its signs would be read without a pause between them.
  const spoken = [
    stored.name,
    personal ? `personal data: ${personal}` : "",
    props.isFiltered ? "filtered" : "",
    sorted && isSortedByMore ? `sorted by as number ${sorted.place + 1}` : "",
  ];
  return (
    <div
      role="columnheader"
      aria-label={spoken.filter((part) => part !== "").join(", ")}
      aria-colindex={drawn.index + 1}
      aria-sort={sorted ? (sorted.descending ? "descending" : "ascending") : "none"}
      tabIndex={props.isActive ? 0 : -1}
      className={classes.header}
      data-frozen={(column.isFrozen && props.sticks) || undefined}
      data-row={-1}
      data-column={drawn.index}
      data-mark={props.mark ?? undefined}
      style={cellStyle(drawn, props.sticks)}
      onPointerDown={props.onGrab}
    >
      <Tooltip label={`${from}Type: ${stored.kind}.`} openDelay={500}>
        <span className={classes.name}>
          <ForeignText text={stored.name} />
        </span>
      </Tooltip>
      {sorted ? (
        <span className={classes.sign}>
          {sorted.descending ? (
            <IconArrowDown size="var(--ph-icon-small)" aria-hidden="true" />
          ) : (
            <IconArrowUp size="var(--ph-icon-small)" aria-hidden="true" />
          )}
          {isSortedByMore ? <span className={classes.place}>{sorted.place + 1}</span> : null}
        </span>
      ) : null}
      {props.isFiltered ? (
        <span className={classes.sign}>
          <IconFilterFilled size={12} aria-hidden="true" />
        </span>
      ) : null}
      {personal && column.width >= ROOM_FOR_SIGN ? (
        <Tooltip label={`Personal data: ${personal}`}>
          <span className={classes.personal} role="img" aria-label={`Personal data: ${personal}`}>
            <IconUserShield size="var(--ph-icon-small)" aria-hidden="true" />
          </span>
        </Tooltip>
      ) : null}
      <Menu
        position="bottom-end"
        withinPortal
        withInitialFocusPlaceholder={false}
        opened={props.isMenuOpen}
        onChange={props.onMenu}
        // The header has it back: its button is not in the tab order.
        returnFocus={false}
      >
        <Menu.Target>
          <UnstyledButton
            tabIndex={-1}
            className={classes.dots}
            data-menu
            aria-label={`Menu of column ${stored.name}`}
            onPointerDown={(event) => event.stopPropagation()}
          >
            <IconDotsVertical size="var(--ph-icon-small)" aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        {props.isMenuOpen ? (
          <ColumnActions
            column={column}
            columns={columns}
            onFilter={props.onFilter}
            onClass={props.onClass}
            onProfile={props.onProfile}
          />
        ) : null}
      </Menu>
      <span
        className={classes.edge}
        aria-hidden="true"
        onPointerDown={props.onGrabEdge}
        onDoubleClick={() => columns.resize(column.name, null)}
      />
    </div>
  );
}
