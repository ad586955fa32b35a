import type { Exported, UiError } from "../ipc";

/** An export of this window: under way, or ended. */
export interface ExportState {
  /** As the engine is told to call it. */
  id: string;
  name: string;
  rows: number;
  of: number | null;
  /** How many rows were found by what is asked of them; null where that is not known. */
  expected: number | null;
  /** Whether the rows are put in order, before the first is written. */
  isSorting: boolean;
  outcome: { exported: Exported } | { error: UiError } | null;
}
