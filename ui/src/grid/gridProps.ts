import type { ReactNode, Ref } from "react";
import type { Cells, OpenTable, OpenTableState, Person, StoredColumn, ViewId } from "../ipc";
import type { Spot } from "./gridKeys";
import type { Selection } from "./selection";
import type { Columns } from "./useColumns";
import type { HeldEdge } from "./useHeaderDrag";

/** What others may ask of a grid. */
export interface GridHandle {
  /** Brings a cell into sight; the focus goes there, or stays where it is. */
  goTo: (spot: Spot, takesFocus: boolean) => void;
}

/** Where a row stands: in an open table, at a place. */
export interface RowPlace {
  view: ViewId;
  row: number;
}

/** What else is to be said of a row, above its values in its card. */
export type About = (columns: StoredColumn[], cells: Cells, place: RowPlace | null) => ReactNode;

/** Asks to forget whom a row is about; `done` says that it was done. */
export type OnForget = (
  person: Person,
  done: () => void,
  columns: StoredColumn[],
  cells: Cells,
) => void;

/** Draws a cell by the place of its column and its row; undefined where it is drawn as any other. */
export type DrawCell = (place: number, cells: Cells) => ReactNode | undefined;

export interface GridProps {
  ref?: Ref<GridHandle>;
  label: string;
  /** What is asked of the table: with another question one begins at the top. */
  question: string;
  table: OpenTable;
  state: OpenTableState;
  columns: Columns;
  filtered: ReadonlySet<string>;
  spot: Spot;
  onSpot: (spot: Spot) => void;
  selection: Selection | null;
  onSelection: (selection: Selection | null) => void;
  /** The row whose card is open. */
  opened: number | null;
  /** Opens a row's card; `isEntered` when the keyboard goes on in it. */
  onOpen: (row: number, isEntered: boolean) => void;
  onClose: () => void;
  onCopy: () => void;
  onFilter: (column: string) => void;
  /** Asks what a column holds of a person; null where nobody can say. */
  onClass: ((column: string) => void) | null;
  onProfile: (column: string) => void;
  drawCell?: DrawCell | undefined;
  onHold: (held: HeldEdge | null) => void;
}
