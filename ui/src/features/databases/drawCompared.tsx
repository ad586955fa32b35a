import { CellText, ChangeMark } from "../../components";
import { type DrawCell, shownAs } from "../../grid";
import type { ColumnType } from "../../ipc";
import classes from "./compare.module.css";

/**
 * A cell of a comparison, whose first column says what became of the row and whose last three which
 * cell changed, from what to what. A row that came or went has no cell of its own to tell of.
 * `kindOf` knows what the cells of the table's columns are.
 */
export function drawCompared(kindOf: (column: string) => ColumnType | undefined): DrawCell {
  return (place, cells) => {
    if (place === 0) return <ChangeMark kind={cells[0] ?? null} />;
    const first = cells.length - 3;
    if (place < first) return undefined;
    const column = cells[first] ?? null;
    if (cells[0] === "changed" && column !== null)
      return place === first ? undefined : (
        <span className={classes.side} data-side={place === first + 1 ? "before" : "after"}>
          <CellText value={shownAs(cells[place] ?? null, kindOf(column))} />
        </span>
      );
    if (place > first) return <span aria-hidden="true" className={classes.dim} />;
    const words = cells[0] === "changed" ? "not known which" : "the whole row";
    return <span className={classes.dim}>{words}</span>;
  };
}
