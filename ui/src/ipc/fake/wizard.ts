/** The commands of `fake.ts` that the wizard alone asks for. */
import type { Api } from "../api";
import type { CheckStep, Choice, Connected, DataflowRow, UiError } from "../bindings";
import { fakeConnectors, fakePolicy } from "./connectors";
import { fakeCosts, fakeEstimate } from "./costs";

export function refuse(code: UiError["code"], message: string, hint: string): UiError {
  return { code, message, hint, detail: null, fields: [] };
}

/** What Connect finds; the keys may not read the app clients. */
export function fakeFound(connector: string, settings: Record<string, string>): Connected {
  const card = fakeConnectors.find((each) => each.id === connector);
  const tables = card?.tables ?? [];
  const costs = fakeCosts(tables, settings);
  const isSample = card?.shelf === "samples";
  return {
    sourceName: isSample ? "Sample user pool" : "shop-customers",
    settings,
    tables: tables.map((table) => ({
      table,
      rows: costs.tables.find((cost) => cost.table === table.id)?.rows ?? null,
      cost: fakeEstimate(costs, [table.id]),
      ...(table.id === "app_clients" && !isSample
        ? { access: "forbidden" as const, action: "cognito-idp:ListUserPoolClients" }
        : { access: "allowed" as const }),
    })),
    costs,
    bill: isSample
      ? "Nothing: the sample pool is on this computer."
      : "Reading costs nothing at AWS. It makes nobody a billable monthly active user.",
  };
}

const USER_POOLS: Choice[] = [
  {
    settings: { user_pool_id: "eu-west-1_AbCdEfGhI", region: "eu-west-1" },
    name: "shop-customers",
    rows: 12_400,
  },
  {
    settings: { user_pool_id: "eu-west-1_ZyXwVuTsR", region: "eu-west-1" },
    name: "staff",
    rows: 310,
  },
];

const IDENTITY_POOLS: Choice[] = [
  {
    settings: {
      identity_pool_id: "eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789",
      region: "eu-west-1",
    },
    name: "shop_app",
    rows: 2_400,
  },
  {
    settings: {
      identity_pool_id: "eu-west-1:ffffffff-4e5f-6789-abcd-ef0123456789",
      region: "eu-west-1",
    },
    name: "old_app",
    rows: null,
  },
];

type Asked =
  | "connectors"
  | "checkName"
  | "checkTables"
  | "checkSettings"
  | "connect"
  | "cancelConnect"
  | "sourceChoices"
  | "estimate"
  | "policy"
  | "wizardDraft"
  | "keepWizardDraft"
  | "dropWizardDraft";

export function fakeWizard(engine: {
  rows: () => DataflowRow[];
  failing: Map<string, UiError>;
  wait: () => Promise<void>;
  step: (step: CheckStep) => void;
}): Pick<Api["commands"], Asked> {
  let draft: string | null = null;
  const cancelled = new Set<string>();
  return {
    connectors: async () => fakeConnectors,
    checkName: async (name, editing) => {
      if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name))
        return "Start with a letter; use letters and numbers only, no spaces.";
      const taken = engine
        .rows()
        .some(
          ({ dataflow }) =>
            dataflow.id !== editing && dataflow.name.toLowerCase() === name.toLowerCase(),
        );
      return taken ? "Another dataflow has this name. Choose a different one." : null;
    },
    checkTables: async (tables) =>
      tables
        .filter(
          (table, index) =>
            !/^[A-Za-z]\w*$/.test(table.target) ||
            tables.findIndex((each) => each.target.toLowerCase() === table.target.toLowerCase()) !==
              index,
        )
        .map((table) => ({
          field: table.source,
          message: "Choose another table name: letters, numbers and underscores, each name once.",
        })),
    checkSettings: async (_connector, settings) => {
      const pool = settings.user_pool_id ?? "";
      if (pool !== "" && !/^[a-z]{2}(-[a-z]+)+-\d_[A-Za-z0-9]+$/.test(pool))
        return [
          { field: "user_pool_id", message: "A User Pool ID looks like eu-west-1_AbCdEfGhI." },
        ];
      if (settings.region && pool && !pool.startsWith(`${settings.region}_`))
        return [{ field: "region", message: `The User Pool ID says ${pool.split("_")[0]}.` }];
      return [];
    },
    connect: async (attempt, connector, settings) => {
      for (const check of ["reach", "keys", "source", "tables"] as const) {
        const step = { attempt, check, hint: null, action: null, detail: null };
        engine.step({ ...step, state: "running", message: "" });
        await engine.wait();
        if (cancelled.has(attempt))
          throw refuse("other", "Connecting was cancelled.", "Choose Connect to try again.");
        const failed = engine.failing.get(`connect:${check}`);
        if (failed) {
          engine.step({
            ...step,
            state: "failed",
            message: failed.message,
            hint: failed.hint,
            detail: failed.detail,
          });
          throw failed;
        }
        engine.step({
          ...step,
          state: "passed",
          message: check === "source" ? "Found the pool shop-customers." : "",
        });
      }
      return fakeFound(connector, settings);
    },
    estimate: async (costs, tables) => fakeEstimate(costs, tables),
    cancelConnect: async (attempt) => {
      cancelled.add(attempt);
      return null;
    },
    sourceChoices: async (connector) =>
      connector === "cognito-identity-pool" ? IDENTITY_POOLS : USER_POOLS,
    policy: async (connector) => (connector === "sample-pool" ? null : fakePolicy),
    wizardDraft: async () => draft,
    keepWizardDraft: async (json) => {
      draft = json;
      return null;
    },
    dropWizardDraft: async () => {
      draft = null;
      return null;
    },
  };
}
