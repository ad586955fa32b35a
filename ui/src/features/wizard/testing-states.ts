/** States of the wizard that its reducer's tests start from. */
import type { CheckStep, Connected, ConnectorCard, Field, Table, UiError } from "../../ipc";
import { begin } from "./begin";
import type { Action, WizardState } from "./model";
import { reduce } from "./reducer";

export const field = (key: string, part: Partial<Field> = {}): Field => ({
  key,
  label: key,
  help: "",
  kind: { type: "text" },
  group: "main",
  shownWhen: null,
  default: null,
  required: true,
  ...part,
});

export const table = (id: string, part: Partial<Table> = {}): Table => ({
  id,
  summary: `What ${id} holds`,
  reading: id,
  columns: [],
  key: ["id"],
  discoveredBy: [],
  default: true,
  ...part,
});

export const cognito: ConnectorCard = {
  id: "cognito",
  name: "AWS Cognito",
  summary: "",
  shelf: "services",
  fields: [
    field("user_pool_id"),
    field("region"),
    field("access_key_id"),
    field("secret_access_key", { kind: { type: "secret" } }),
    field("speed", { default: "gentle", group: "advanced", required: false }),
  ],
  tables: [table("users"), table("groups", { default: false })],
};
export const sample: ConnectorCard = {
  ...cognito,
  id: "sample-pool",
  name: "Sample pool",
  shelf: "samples",
  fields: [],
};
export const cards = [cognito, sample];

export const found: Connected = {
  sourceName: "Customers",
  settings: { user_pool_id: "eu-west-1_AbC", region: "eu-west-1", access_key_id: "AKIA" },
  tables: [
    { table: table("users"), access: "allowed", rows: 100, calls: 2, seconds: 1 },
    {
      table: table("groups", { default: true }),
      access: "forbidden",
      action: "cognito-idp:ListGroups",
      rows: null,
      calls: null,
      seconds: null,
    },
  ],
};

export const failure: UiError = {
  code: "check_failed",
  message: "AWS does not know this key.",
  hint: "",
  detail: null,
  fields: [],
};

export const step = (part: Partial<CheckStep>): CheckStep => ({
  attempt: "one",
  check: "reach",
  state: "running",
  message: "",
  hint: null,
  action: null,
  detail: null,
  ...part,
});

export const play = (state: WizardState, ...actions: Action[]) => actions.reduce(reduce, state);
export const fresh = () => begin(cards, { kind: "new" });
export const filled = () =>
  play(
    fresh(),
    { type: "name_typed", name: "Customers" },
    { type: "went", to: "connector" },
    { type: "connector_chosen", connector: "cognito" },
    { type: "went", to: "details" },
    { type: "detail_typed", field: "organization", value: "Retail" },
    { type: "went", to: "credentials" },
    { type: "setting_typed", key: "user_pool_id", value: "eu-west-1_AbC" },
    { type: "setting_typed", key: "access_key_id", value: "AKIA" },
    { type: "secret_changed", key: "secret_access_key", given: true },
  );
export const connected = () =>
  play(
    filled(),
    { type: "connect_started", attempt: "one" },
    { type: "connect_finished", attempt: "one", found },
  );

export const editing = () =>
  begin(
    cards,
    {
      kind: "edit",
      dataflow: {
        id: 3,
        name: "Customers",
        connector: "cognito",
        settings: { user_pool_id: "eu-west-1_AbC", region: "eu-west-1" },
        displayName: "All customers",
        description: "",
        organization: "Retail",
        tables: [{ source: "groups", target: "teams", purpose: "customer_360" }],
        createdAt: "2026-01-01T00:00:00Z",
        updatedAt: "2026-01-01T00:00:00Z",
      },
    },
    { secret: "stored" },
  );
