/**
 * The words of the wizard: what it asks, where it stands. Plain data; no React, no IPC calls.
 * Absent on purpose: the value of any secret. The state knows only whether one was given.
 */
import type {
  Access,
  CheckStep,
  Connected,
  ConnectorCard,
  Cost,
  Dataflow,
  DriftPolicy,
  FieldError,
  Purpose,
  Settings,
  Shelf,
  Table,
  UiError,
} from "../../ipc";

export type StepName = "name" | "connector" | "details" | "credentials" | "tables";

export const STEPS: readonly StepName[] = ["name", "connector", "details", "credentials", "tables"];

/** What was decided about one table. */
export interface TableAnswer {
  chosen: boolean;
  target: string;
  purpose: Purpose;
}

export type TableAnswers = Record<string, TableAnswer>;

/** A table on offer. Before Connect nobody knows what it costs. */
export type Offer = { table: Table; rows: number | null; cost: Cost | null } & Access;

/** Everything that was typed. Settings and tables are kept for each connector that was looked at,
 * so that choosing another one and coming back loses nothing. */
export interface Answers {
  name: string;
  connector: string | null;
  displayName: string;
  description: string;
  organization: string;
  settings: Record<string, Settings>;
  tables: Record<string, TableAnswers>;
  drift: DriftPolicy;
}

/** Where *Connect* stands. */
export type Connection =
  | { state: "none" }
  | { state: "running"; attempt: string; steps: CheckStep[] }
  | { state: "failed"; attempt: string; steps: CheckStep[]; error: UiError }
  | { state: "done"; attempt: string; steps: CheckStep[]; found: Connected }
  /** Something that it depends on changed since; what was found then is kept for the screen. */
  | { state: "stale"; found: Connected | null };

/** Where secrets will be. */
export type Keep = "keychain" | "this_run_only";

/** What only one step needs. */
export type At =
  | { step: "name"; left: boolean }
  | { step: "connector"; shelf: Shelf | "all"; search: string; refused: string | null }
  | { step: "details" }
  | { step: "credentials"; left: string[]; refused: boolean }
  | { step: "tables"; search: string; editing: string | null; refused: string | null };

export type Purposed = { kind: "new" } | { kind: "sample" } | { kind: "edit"; dataflow: Dataflow };

export interface WizardState {
  purpose: Purposed;
  cards: ConnectorCard[];
  answers: Answers;
  /** The last step that Next has reached. */
  furthest: StepName;
  /** What Rust said about a name, and which name it was about. */
  nameVerdict: { name: string; problem: string | null } | null;
  /** Secrets by field: typed in this window, or already in the keychain. Never their value. */
  secrets: Record<string, "given" | "stored">;
  /** The secrets that the keychain held when editing began. */
  stored: readonly string[];
  keep: Keep;
  connection: Connection;
  settingProblems: FieldError[];
  tableProblems: FieldError[];
  at: At;
  /** Counts failed Nexts, so that the screen can move the focus to the first error each time. */
  refusals: number;
}

export type Action =
  | { type: "name_typed"; name: string }
  | { type: "name_left" }
  | { type: "name_judged"; name: string; problem: string | null }
  | { type: "shelf_chosen"; shelf: Shelf | "all" }
  | { type: "search_typed"; search: string }
  | { type: "connector_chosen"; connector: string }
  | { type: "detail_typed"; field: "displayName" | "description" | "organization"; value: string }
  | { type: "setting_typed"; key: string; value: string }
  | { type: "settings_filled"; settings: Settings }
  | { type: "secret_changed"; key: string; given: boolean }
  | { type: "secret_replaced"; key: string }
  | { type: "stored_secret_kept"; key: string }
  | { type: "keep_chosen"; keep: Keep }
  | { type: "field_left"; key: string }
  | { type: "settings_judged"; connector: string; problems: FieldError[] }
  | { type: "connect_started"; attempt: string }
  | { type: "check_stepped"; step: CheckStep }
  | { type: "connect_finished"; attempt: string; found: Connected }
  | { type: "connect_failed"; attempt: string; error: UiError }
  | { type: "connect_cancelled"; attempt: string }
  | { type: "table_ticked"; table: string; chosen: boolean }
  | { type: "tables_ticked"; tables: string[]; chosen: boolean }
  | { type: "target_typed"; table: string; target: string }
  | { type: "target_entered"; table: string }
  | { type: "target_left" }
  | { type: "purpose_chosen"; table: string; purpose: Purpose }
  | { type: "drift_chosen"; drift: DriftPolicy }
  | { type: "tables_judged"; problems: FieldError[] }
  /** Goes to a step. With `from`, only if the person is still there. */
  | { type: "went"; to: StepName; from?: StepName }
  | { type: "refused"; step: StepName; why?: string }
  | { type: "draft_taken"; step: StepName; answers: Answers };
