// biome-ignore-all lint/a11y/useFocusableInteractive: the cells of a grid have the focus, its rows never
// biome-ignore-all lint/a11y/useSemanticElements: rows placed by offset cannot be those of a table element
import { memo } from "react";
import { CellText } from "../components";
import type { Cells } from "../ipc";
import { shownAs } from "./cells";
import classes from "./grid.module.css";
import type { DrawCell } from "./gridProps";
import type { ShownColumn } from "./useColumns";

/** A column that is drawn, with its place among those shown. */
export interface DrawnColumn {
  column: ShownColumn;
  index: number;
  /** Pixels from the row's left edge. */
  left: number;
}

/** Where a cell stands: frozen ones in the row's flow, so that they can stay; others by offset. */
export function cellStyle({ column, left }: DrawnColumn, sticks: boolean) {
  const { width } = column;
  if (column.isFrozen) return { width, ...(sticks ? { left } : { left: 0 }) };
  return { width, left, position: "absolute" as const };
}

/** One row. Drawn again only when something of it changed: scrolling moves the strip it is on. */
export const GridRow = memo(function GridRow(props: {
  row: number;
  /** Undefined while they are on their way. */
  cells: Cells | undefined;
  drawn: DrawnColumn[];
  sticks: boolean;
  top: number;
  width: number;
  /** The name of the column whose cell is in the tab order; null where none of this row is. */
  active: string | null;
  isSelected: boolean;
  isOpen: boolean;
  drawCell?: DrawCell | undefined;
}) {
  const { cells } = props;
  return (
    <div
      role="row"
      aria-rowindex={props.row + 2}
      aria-selected={props.isSelected}
      aria-busy={cells === undefined || undefined}
      className={classes.row}
      data-odd={props.row % 2 === 1 || undefined}
      data-open={props.isOpen || undefined}
      style={{ top: props.top, width: props.width }}
    >
      {props.drawn.map((each) => {
        const { name, place, isFrozen, stored } = each.column;
        return (
          <div
            key={name}
            role="gridcell"
            aria-colindex={each.index + 1}
            tabIndex={props.active === name ? 0 : -1}
            className={classes.cell}
            data-frozen={(isFrozen && props.sticks) || undefined}
            data-row={props.row}
            data-column={each.index}
            style={cellStyle(each, props.sticks)}
          >
            {cells === undefined ? (
              <span className={classes.coming} aria-hidden="true" />
            ) : (
              (props.drawCell?.(place, cells) ?? (
                <CellText value={shownAs(cells[place] ?? null, stored.kind)} />
              ))
            )}
          </div>
        );
      })}
    </div>
  );
});
