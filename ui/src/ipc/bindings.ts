// Written by hand in the shape that tauri-specta generates; the generated file replaces it.
import { invoke as TAURI_INVOKE } from "@tauri-apps/api/core";
import * as TAURI_API_EVENT from "@tauri-apps/api/event";

export const commands = {
  connectors: () => TAURI_INVOKE<ConnectorCard[]>("connectors"),
  listDataflows: () => TAURI_INVOKE<DataflowRow[]>("list_dataflows"),
  checkName: (name: string, editing: DataflowId | null) =>
    TAURI_INVOKE<string | null>("check_name", { name, editing }),
  checkTables: (tables: ChosenTable[]) => TAURI_INVOKE<FieldError[]>("check_tables", { tables }),
  checkSettings: (connector: string, settings: Settings, secretKeys: string[]) =>
    TAURI_INVOKE<FieldError[]>("check_settings", { connector, settings, secretKeys }),
  connect: (
    attempt: string,
    connector: string,
    settings: Settings,
    secrets: { [key in string]: string },
    dataflow: DataflowId | null,
  ) => TAURI_INVOKE<Connected>("connect", { attempt, connector, settings, secrets, dataflow }),
  cancelConnect: (attempt: string) => TAURI_INVOKE<null>("cancel_connect", { attempt }),
  sourceChoices: (
    connector: string,
    settings: Settings,
    secrets: { [key in string]: string },
    dataflow: DataflowId | null,
  ) => TAURI_INVOKE<Choice[]>("source_choices", { connector, settings, secrets, dataflow }),
  policy: (connector: string, settings: Settings, tables: TableId[]) =>
    TAURI_INVOKE<string | null>("policy", { connector, settings, tables }),
  createDataflow: (
    draft: DataflowDraft,
    secrets: { [key in string]: string },
    keep: KeepSecret,
  ) => TAURI_INVOKE<Dataflow>("create_dataflow", { draft, secrets, keep }),
  editDataflow: (
    id: DataflowId,
    draft: DataflowDraft,
    secrets: { [key in string]: string } | null,
    keep: KeepSecret,
  ) => TAURI_INVOKE<Dataflow>("edit_dataflow", { id, draft, secrets, keep }),
  duplicateDataflow: (id: DataflowId, name: string) =>
    TAURI_INVOKE<Dataflow>("duplicate_dataflow", { id, name }),
  removal: (id: DataflowId) => TAURI_INVOKE<Removal>("removal", { id }),
  removeDataflow: (id: DataflowId) => TAURI_INVOKE<null>("remove_dataflow", { id }),
  startRun: (id: DataflowId, secrets: { [key in string]: string } | null) =>
    TAURI_INVOKE<RunSnapshot>("start_run", { id, secrets }),
  cancelRun: (run: RunId) => TAURI_INVOKE<null>("cancel_run", { run }),
  versions: (id: DataflowId) => TAURI_INVOKE<Publication[]>("versions", { id }),
  rollBack: (id: DataflowId, to: RunId) => TAURI_INVOKE<RunSnapshot>("roll_back", { id, to }),
  listRuns: (query: RunQuery) => TAURI_INVOKE<Run[]>("list_runs", { query }),
  openRun: (run: RunId) => TAURI_INVOKE<RunPage>("open_run", { run }),
  runChanges: (run: RunId, table: string | null, after: number | null) =>
    TAURI_INVOKE<Change[]>("run_changes", { run, table, after }),
  runsUnderWay: () => TAURI_INVOKE<RunSnapshot[]>("runs_under_way"),
  databases: () => TAURI_INVOKE<DatabaseView[]>("databases"),
  tableRows: (dataflow: DataflowId, table: string, after: number | null) =>
    TAURI_INVOKE<RowsPage>("table_rows", { dataflow, table, after }),
  wizardDraft: () => TAURI_INVOKE<string | null>("wizard_draft"),
  keepWizardDraft: (json: string) => TAURI_INVOKE<null>("keep_wizard_draft", { json }),
  dropWizardDraft: () => TAURI_INVOKE<null>("drop_wizard_draft"),
  preferences: () => TAURI_INVOKE<Preferences>("preferences"),
  savePreferences: (preferences: Preferences) =>
    TAURI_INVOKE<null>("save_preferences", { preferences }),
  about: () => TAURI_INVOKE<About>("about"),
};

function event<T>(name: string) {
  return {
    listen: (cb: (event: { payload: T }) => void) => TAURI_API_EVENT.listen<T>(name, cb),
  };
}

export const events = {
  runChanged: event<RunChanged>("run-changed"),
  dataflowsChanged: event<DataflowsChanged>("dataflows-changed"),
  checkStepped: event<CheckStepped>("check-stepped"),
};

export type RunChanged = RunSnapshot;
export type DataflowsChanged = null;
export type CheckStepped = CheckStep;

export type About = { version: string; dataFolder: string; bytes: number; keychain: Keychain };
export type Access = { access: "allowed" } | { access: "forbidden"; action: string };
export type Change = {
  id: number;
  table: string;
  key: (string | null)[];
  kind: ChangeKind;
  column: string | null;
  old: string | null;
  new: string | null;
};
export type ChangeKind = "added" | "changed" | "removed";
export type Check = "reach" | "keys" | "source" | "tables";
export type CheckState = "running" | "passed" | "failed";
export type CheckStep = {
  attempt: string;
  check: Check;
  state: CheckState;
  message: string;
  hint: string | null;
  action: string | null;
  detail: string | null;
};
export type Choice = { settings: { [key in string]: string }; name: string; rows: number | null };
export type ChosenTable = { source: TableId; target: string; purpose: Purpose };
export type Column = { original: string; kind: ColumnType; personal: PersonalData };
export type ColumnType = "text" | "number" | "boolean" | "timestamp" | "json";
export type Connected = { sourceName: string; settings: Settings; tables: TableOffer[] };
export type ConnectorCard = {
  id: string;
  name: string;
  summary: string;
  shelf: Shelf;
  fields: Field[];
  tables: Table[];
};
export type Cost = { category: string; rowsPerCall: number };
export type DatabaseView = {
  dataflow: Dataflow;
  path: string;
  bytes: number;
  tables: TableSummary[];
  publications: Publication[];
  unreadable: string | null;
};
export type Dataflow = { id: DataflowId; createdAt: string; updatedAt: string } & DataflowDraft;
export type DataflowDraft = {
  name: string;
  connector: string;
  settings: Settings;
  displayName: string;
  description: string;
  organization: string;
  tables: ChosenTable[];
};
export type DataflowId = number;
export type DataflowRow = {
  dataflow: Dataflow;
  connectorName: string;
  status: RunStatus | null;
  lastRun: Run | null;
  lastRefresh: string | null;
  noRollback: string | null;
  hasDatabase: boolean;
  secret: SecretState | null;
};
export type Failure = {
  message: string;
  hint: string;
  action: string | null;
  code: string | null;
  requestId: string | null;
  detail: string;
};
export type Field = {
  key: string;
  label: string;
  help: string;
  kind: FieldKind;
  group: FieldGroup;
  shownWhen: FieldCondition | null;
  default: string | null;
  required: boolean;
};
export type FieldChoice = { value: string; label: string; help: string };
export type FieldCondition = { key: string; anyOf: string[] };
export type FieldError = { field: string; message: string };
export type FieldGroup = "main" | "sign_in" | "advanced";
export type FieldKind =
  | { type: "text" }
  | { type: "secret" }
  | { type: "choice"; choices: FieldChoice[] };
export type KeepSecret = "keychain" | "this_run_only";
export type Keychain = { available: boolean; message: string };
export type LogLevel = "note" | "warning" | "error";
export type LogLine = { at: string; level: LogLevel; message: string };
export type PersonalData =
  | "none"
  | "identifier"
  | "name"
  | "email"
  | "phone"
  | "address"
  | "birth_date"
  | "free_text";
export type Phase = "preparing" | "reading" | "publishing" | "ended";
export type Preferences = { theme: Theme; versionsKept: number };
export type Publication = {
  run: RunId;
  at: string;
  tables: PublishedTable[];
  kept: boolean;
  current: boolean;
};
export type PublishedTable = {
  source: TableId;
  target: string;
  rows: number;
  added: number;
  changed: number;
  removed: number;
  version: RunId;
};
export type Purpose = "all" | "customer_360" | "privacy_metadata";
export type Reading = string;
export type Removal = {
  name: string;
  tables: TableCount[];
  versions: number;
  runs: number;
  bytes: number;
  keychainEntry: boolean;
};
export type RowsPage = {
  columns: StoredColumn[];
  rows: (string | null)[][];
  next: number | null;
};
export type Run = {
  id: RunId;
  dataflow: DataflowId;
  dataflowName: string;
  trigger: Trigger;
  status: RunStatus;
  startedAt: string;
  endedAt: string | null;
  durationMs: number;
  rows: number;
  added: number;
  changed: number;
  removed: number;
  calls: number;
  throttled: number;
  misfits: number;
  failure: Failure | null;
  tables: RunTable[];
} & RunKind;
export type RunId = number;
export type RunKind = { kind: "import" } | { kind: "rollback"; to: RunId };
export type RunPage = { snapshot: RunSnapshot; log: LogLine[]; support: string };
export type RunQuery = {
  dataflow: DataflowId | null;
  status: RunStatus | null;
  text: string | null;
  before: RunId | null;
  limit: number;
};
export type RunSnapshot = {
  run: Run;
  phase: Phase;
  tables: TableProgress[];
  rowsPerSecond: number;
  callsPer10Seconds: number;
  percent: number | null;
  secondsLeft: number | null;
  waiting: string | null;
};
export type RunStatus =
  | "queued"
  | "running"
  | "succeeded"
  | "failed"
  | "cancelled"
  | "interrupted";
export type RunTable = {
  source: TableId;
  target: string;
  purpose: Purpose;
  rows: number;
  added: number;
  changed: number;
  removed: number;
};
export type SecretState = "stored" | "ask_each_run";
export type Settings = { [key in string]: string };
export type Shelf = "services" | "files" | "samples";
export type StoredColumn = {
  name: string;
  original: string;
  kind: ColumnType;
  personal: PersonalData;
};
export type Table = {
  id: TableId;
  summary: string;
  reading: Reading;
  columns: Column[];
  key: string[];
  cost: Cost;
  default: boolean;
};
export type TableCount = { name: string; rows: number };
export type TableId = string;
export type TableOffer = {
  table: Table;
  rows: number | null;
  calls: number | null;
  seconds: number | null;
} & Access;
export type TableProgress = {
  source: TableId;
  target: string;
  purpose: Purpose;
  rows: number;
  expected: number | null;
  done: boolean;
};
export type TableSummary = {
  source: TableId;
  name: string;
  rows: number;
  columns: StoredColumn[];
};
export type Theme = "system" | "light" | "dark";
export type Trigger = "manual" | "schedule" | "command_line";
export type UiCode =
  | "invalid_fields"
  | "needs_secret"
  | "check_failed"
  | "already_running"
  | "other";
export type UiError = {
  code: UiCode;
  message: string;
  hint: string;
  detail: string | null;
  fields: FieldError[];
};
