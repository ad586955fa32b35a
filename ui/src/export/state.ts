import type { Exported, UiError } from "../ipc";

/** An export of this window: under way, or ended. */
export interface ExportState {
  /** As the engine is told to call it. */
  id: string;
  name: string;
  rows: number;
  of: number | null;
  outcome: { exported: Exported } | { error: UiError } | null;
}
