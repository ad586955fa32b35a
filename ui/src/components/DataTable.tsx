// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for forms
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
import { Table, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import { Fragment, type KeyboardEvent, type ReactNode } from "react";
import { formatCount } from "./format";
import { type Sort, turnSort } from "./sorting";
import classes from "./table.module.css";

export interface Column<Row> {
  id: string;
  header: string;
  /** A header that only a screen reader hears, such as that of a column of menus. */
  headerHidden?: boolean;
  cell: (row: Row) => ReactNode;
  /** What to sort by; without it the column cannot be sorted. */
  sortBy?: (row: Row) => string | number | null;
  align?: "right";
  /** Keeps it at the right edge while the others scroll. */
  stays?: true;
  /** A header of several words that may stand on two lines. */
  wraps?: true;
}

export interface RowGroup<Row> {
  /** Its heading; empty for the one group of an ungrouped table. */
  name: string;
  rows: Row[];
}

/** Up and down move to the same control of the row before or after. */
function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const target = event.target as HTMLElement;
  const row = target.closest("tr");
  // An open menu's own arrow keys come through here by way of its portal.
  if (
    !row ||
    !event.currentTarget.contains(target) ||
    target.getAttribute("aria-expanded") === "true"
  )
    return;
  const controls = (of: Element) => [...of.querySelectorAll<HTMLElement>("a[href], button")];
  const place = Math.max(0, controls(row).indexOf(target));
  const step = event.key === "ArrowDown" ? "nextElementSibling" : "previousElementSibling";
  for (let next = row[step]; next; next = next[step]) {
    const found = controls(next);
    if (found.length === 0) continue;
    event.preventDefault();
    (found[Math.min(place, found.length - 1)] ?? found[0])?.focus();
    return;
  }
}

/** A table of records with headers that sort. The caller owns the sort and the order of rows. */
export function DataTable<Row>(props: {
  label: string;
  columns: Column<Row>[];
  groups: RowGroup<Row>[];
  rowKey: (row: Row) => string | number;
  sort: Sort;
  onSort: (sort: Sort) => void;
}) {
  const { columns, sort } = props;
  return (
    <div className={classes.scroll} role="group" aria-label={props.label} tabIndex={0}>
      <Table className={classes.table} aria-label={props.label} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => {
              const sorted = sort.column === column.id;
              const Arrow = !sorted
                ? IconArrowsSort
                : sort.descending
                  ? IconArrowDown
                  : IconArrowUp;
              return (
                <Table.Th
                  key={column.id}
                  data-align={column.align}
                  data-stays={column.stays}
                  data-wraps={column.wraps}
                  aria-sort={sorted ? (sort.descending ? "descending" : "ascending") : undefined}
                >
                  {column.sortBy ? (
                    <UnstyledButton
                      className={classes.sort}
                      data-sorted={sorted || undefined}
                      onClick={() => props.onSort(turnSort(sort, column.id))}
                    >
                      {column.header}
                      <Arrow size="var(--ph-icon-small)" aria-hidden="true" />
                    </UnstyledButton>
                  ) : (
                    <span className={column.headerHidden ? "ph-hidden-text" : undefined}>
                      {column.header}
                    </span>
                  )}
                </Table.Th>
              );
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody onKeyDown={moveBetweenRows}>
          {props.groups.map((group) => (
            <Fragment key={group.name}>
              {group.name === "" ? null : (
                <Table.Tr className={classes.group}>
                  <Table.Th colSpan={columns.length} scope="rowgroup">
                    {group.name}{" "}
                    <span className={classes.dim}>({formatCount(group.rows.length)})</span>
                  </Table.Th>
                </Table.Tr>
              )}
              {group.rows.map((row) => (
                <Table.Tr key={props.rowKey(row)}>
                  {columns.map((column) => (
                    <Table.Td key={column.id} data-align={column.align} data-stays={column.stays}>
                      {column.cell(row)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
