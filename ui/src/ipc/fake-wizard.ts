/** The commands of `fake.ts` that the wizard alone asks for. */
import type { Api } from "./api";
import type { CheckStep, DataflowRow, TableOffer, UiError } from "./bindings";
import { fakeConnectors, fakePolicy, fakeTables } from "./fake-connectors";

export function refuse(code: UiError["code"], message: string, hint: string): UiError {
  return { code, message, hint, detail: null, fields: [] };
}

const offers = (): TableOffer[] =>
  fakeTables.map((table) => ({
    table,
    rows: table.id === "users" ? 12_400 : table.id === "groups" ? 14 : null,
    calls: table.id === "users" ? 207 : table.id === "groups" ? 1 : null,
    seconds: table.id === "users" ? 14 : 1,
    ...(table.id === "app_clients"
      ? { access: "forbidden" as const, action: "cognito-idp:ListUserPoolClients" }
      : { access: "allowed" as const }),
  }));

type Asked =
  | "connectors"
  | "checkName"
  | "checkTables"
  | "checkSettings"
  | "connect"
  | "cancelConnect"
  | "sourceChoices"
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
      return {
        sourceName: connector === "sample-pool" ? "Sample user pool" : "shop-customers",
        settings,
        tables: offers(),
      };
    },
    cancelConnect: async (attempt) => {
      cancelled.add(attempt);
      return null;
    },
    sourceChoices: async () => [
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
    ],
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
