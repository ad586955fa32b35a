import { describe, expect, it } from "vitest";
import type {
  CheckStep,
  Connected,
  ConnectorCard,
  Field,
  Table,
  UiError,
} from "../../ipc/bindings";
import { draftText, readDraft } from "./draft";
import type { Action, WizardState } from "./model";
import { begin, reduce } from "./reducer";
import { nameError, reachable, settingErrors, settingsOf, tableErrors } from "./selectors";
import { chosenTables, offers, totals } from "./tables";

const field = (key: string, part: Partial<Field> = {}): Field => ({
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

const table = (id: string, part: Partial<Table> = {}): Table => ({
  id,
  summary: `What ${id} holds`,
  reading: id,
  columns: [],
  key: ["id"],
  cost: { category: "UserList", rowsPerCall: 60 },
  default: true,
  ...part,
});

const cognito: ConnectorCard = {
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
const sample: ConnectorCard = {
  ...cognito,
  id: "sample-pool",
  name: "Sample pool",
  shelf: "samples",
  fields: [],
};
const cards = [cognito, sample];

const found: Connected = {
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

const failure: UiError = {
  code: "check_failed",
  message: "AWS does not know this key.",
  hint: "",
  detail: null,
  fields: [],
};

const step = (part: Partial<CheckStep>): CheckStep => ({
  attempt: "one",
  check: "reach",
  state: "running",
  message: "",
  hint: null,
  action: null,
  detail: null,
  ...part,
});

const play = (state: WizardState, ...actions: Action[]) => actions.reduce(reduce, state);
const fresh = () => begin(cards, { kind: "new" });
const filled = () =>
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
const connected = () =>
  play(
    filled(),
    { type: "connect_started", attempt: "one" },
    { type: "connect_finished", attempt: "one", found },
  );

describe("name", () => {
  it("says what is wrong only after the field was left", () => {
    const bad: Action = { type: "name_judged", name: "1st", problem: "Start with a letter." };
    const typing = play(fresh(), { type: "name_typed", name: "1st" }, bad);
    expect(nameError(typing)).toBeNull();
    expect(nameError(reduce(typing, { type: "name_left" }))).toBe("Start with a letter.");
  });

  it("drops a verdict about a name that is no longer there", () => {
    const state = play(
      fresh(),
      { type: "name_typed", name: "Ab" },
      { type: "name_left" },
      { type: "name_judged", name: "A b", problem: "No spaces." },
    );
    expect(nameError(state)).toBeNull();
  });

  it("is fixed while editing", () => {
    const state = editing();
    expect(reduce(state, { type: "name_typed", name: "Other" }).answers.name).toBe("Customers");
  });
});

describe("steps", () => {
  it("Back keeps all that was typed", () => {
    const state = play(
      connected(),
      { type: "went", to: "tables" },
      { type: "target_typed", table: "users", target: "people" },
      { type: "went", to: "credentials" },
      { type: "went", to: "details" },
      { type: "went", to: "connector" },
      { type: "went", to: "name" },
    );
    expect(state.answers.name).toBe("Customers");
    expect(state.answers.organization).toBe("Retail");
    expect(settingsOf(state).access_key_id).toBe("AKIA");
    expect(state.secrets).toEqual({ secret_access_key: "given" });
    expect(state.connection.state).toBe("done");
    expect(state.answers.tables.cognito?.users?.target).toBe("people");
  });

  it("reaches in the header what Next has reached, and Tables only when connected", () => {
    expect(reachable(fresh(), "connector")).toBe(false);
    const state = play(connected(), { type: "went", to: "tables" }, { type: "went", to: "name" });
    expect(reachable(state, "tables")).toBe(true);
    const changed = reduce(state, { type: "setting_typed", key: "speed", value: "full" });
    expect(reachable(changed, "tables")).toBe(false);
    expect(reachable(changed, "credentials")).toBe(true);
  });

  it("does not move a person who has gone elsewhere meanwhile", () => {
    const state = play(connected(), { type: "went", to: "details" });
    expect(reduce(state, { type: "went", from: "credentials", to: "tables" }).at.step).toBe(
      "details",
    );
  });

  it("counts refusals, so that each failed Next can move the focus", () => {
    const state = play(
      fresh(),
      { type: "refused", step: "name" },
      { type: "refused", step: "name" },
    );
    expect(state.refusals).toBe(2);
    expect(state.at).toEqual({ step: "name", left: true });
  });

  it("opens the step that is refused", () => {
    const state = reduce(editing(), { type: "refused", step: "credentials" });
    expect(state.at).toEqual({ step: "credentials", left: [], refused: true });
  });
});

describe("connector", () => {
  it("keeps the settings of a connector that was left and comes back", () => {
    const state = play(
      filled(),
      { type: "connector_chosen", connector: "sample-pool" },
      { type: "connector_chosen", connector: "cognito" },
    );
    expect(settingsOf(state).user_pool_id).toBe("eu-west-1_AbC");
    expect(state.connection.state).toBe("none");
  });

  it("fills in what stands in the form at first", () => {
    expect(settingsOf(filled()).speed).toBe("gentle");
  });

  it("refuses an unknown one, and any other while editing", () => {
    expect(
      reduce(fresh(), { type: "connector_chosen", connector: "nope" }).answers.connector,
    ).toBeNull();
    expect(
      reduce(editing(), { type: "connector_chosen", connector: "sample-pool" }).answers.connector,
    ).toBe("cognito");
  });

  it("searches and changes shelf only on its own step", () => {
    const state = play(
      fresh(),
      { type: "went", to: "connector" },
      { type: "shelf_chosen", shelf: "files" },
      { type: "search_typed", search: "aws" },
    );
    expect(state.at).toEqual({ step: "connector", shelf: "files", search: "aws", refused: null });
    expect(reduce(fresh(), { type: "search_typed", search: "aws" })).toEqual(fresh());
  });
});

describe("credentials", () => {
  it("fills in the Region from the pool ID", () => {
    expect(settingsOf(filled()).region).toBe("eu-west-1");
  });

  it("says at once that a Region contradicts the pool ID", () => {
    const state = reduce(filled(), { type: "setting_typed", key: "region", value: "us-east-1" });
    expect(settingErrors(state).region).toContain("eu-west-1");
  });

  it("shows an empty field as an error only after it was left", () => {
    const state = reduce(filled(), { type: "setting_typed", key: "access_key_id", value: "" });
    expect(settingErrors(state).access_key_id).toBeUndefined();
    const left = reduce(state, { type: "field_left", key: "access_key_id" });
    expect(settingErrors(left).access_key_id).toContain("Fill in");
  });

  it("shows all that is missing after a failed Next", () => {
    const state = play(
      fresh(),
      { type: "connector_chosen", connector: "cognito" },
      { type: "went", to: "credentials" },
      { type: "refused", step: "credentials" },
    );
    expect(Object.keys(settingErrors(state))).toEqual([
      "user_pool_id",
      "region",
      "access_key_id",
      "secret_access_key",
    ]);
  });

  it("forgets what Rust said about a value once that is another one", () => {
    const state = play(
      filled(),
      { type: "field_left", key: "user_pool_id" },
      {
        type: "settings_judged",
        connector: "cognito",
        problems: [{ field: "user_pool_id", message: "Not an ID." }],
      },
    );
    expect(settingErrors(state).user_pool_id).toBe("Not an ID.");
    const typed = reduce(state, { type: "setting_typed", key: "user_pool_id", value: "x" });
    expect(settingErrors(typed).user_pool_id).toBeUndefined();
  });

  it("never takes a secret as a setting", () => {
    const state = reduce(filled(), {
      type: "setting_typed",
      key: "secret_access_key",
      value: "canary",
    });
    expect(JSON.stringify(state)).not.toContain("canary");
  });

  it("asks again for a stored secret that is to be replaced", () => {
    const state = reduce(editing(), { type: "secret_replaced", key: "secret_access_key" });
    expect(editing().secrets).toEqual({ secret_access_key: "stored" });
    expect(state.secrets).toEqual({});
  });
});

describe("Connect", () => {
  it("takes the steps of its own attempt only, in any order", () => {
    const state = play(
      filled(),
      { type: "connect_started", attempt: "one" },
      { type: "check_stepped", step: step({ state: "passed" }) },
      { type: "check_stepped", step: step({ state: "running" }) },
      { type: "check_stepped", step: step({ attempt: "old", check: "keys", state: "failed" }) },
    );
    expect(state.connection).toMatchObject({
      state: "running",
      steps: [{ check: "reach", state: "passed" }],
    });
  });

  it("passes every check when it is finished, with the words that were told", () => {
    const state = play(
      filled(),
      { type: "connect_started", attempt: "one" },
      {
        type: "check_stepped",
        step: step({ check: "source", state: "passed", message: "Customers" }),
      },
      { type: "connect_finished", attempt: "one", found },
    );
    expect(state.connection).toMatchObject({
      state: "done",
      steps: [
        { check: "reach", state: "passed" },
        { check: "keys", state: "passed" },
        { check: "source", state: "passed", message: "Customers" },
        { check: "tables", state: "passed" },
      ],
    });
  });

  it("keeps the failed step", () => {
    const state = play(
      filled(),
      { type: "connect_started", attempt: "one" },
      { type: "check_stepped", step: step({ check: "keys", state: "failed", message: "No." }) },
      { type: "connect_failed", attempt: "one", error: failure },
    );
    expect(state.connection).toMatchObject({
      state: "failed",
      error: failure,
      steps: [{ check: "keys", state: "failed", message: "No." }],
    });
  });

  it("ignores what an attempt says that was cancelled or followed by another", () => {
    const cancelled = play(
      filled(),
      { type: "connect_started", attempt: "one" },
      { type: "connect_cancelled", attempt: "one" },
    );
    expect(cancelled.connection).toEqual({ state: "none" });
    expect(reduce(cancelled, { type: "connect_finished", attempt: "one", found })).toEqual(
      cancelled,
    );
    const next = reduce(cancelled, { type: "connect_started", attempt: "two" });
    expect(reduce(next, { type: "connect_failed", attempt: "one", error: failure })).toEqual(next);
  });

  it.each<[string, Action]>([
    ["a setting", { type: "setting_typed", key: "speed", value: "full" }],
    ["a secret", { type: "secret_changed", key: "secret_access_key", given: true }],
    ["a choice from the account", { type: "settings_filled", settings: { user_pool_id: "x" } }],
  ])("becomes stale by %s", (_, action) => {
    expect(reduce(connected(), action).connection).toEqual({ state: "stale", found });
  });

  it("is not stale by what has nothing to do with it", () => {
    const state = play(
      connected(),
      { type: "name_typed", name: "Other" },
      { type: "detail_typed", field: "description", value: "x" },
      { type: "field_left", key: "region" },
    );
    expect(state.connection.state).toBe("done");
  });

  it("forgets a failure, and stops an attempt, once a setting changes", () => {
    const running = reduce(filled(), { type: "connect_started", attempt: "one" });
    const change: Action = { type: "setting_typed", key: "region", value: "x" };
    expect(reduce(running, change).connection).toEqual({ state: "none" });
    const failed = reduce(running, { type: "connect_failed", attempt: "one", error: failure });
    expect(reduce(failed, change).connection).toEqual({ state: "none" });
  });
});

describe("tables", () => {
  it("ticks what a newcomer wants, and never what the keys may not read", () => {
    const state = connected();
    expect(chosenTables(state)).toEqual([{ source: "users", target: "users", purpose: "all" }]);
    const tick = reduce(state, { type: "table_ticked", table: "groups", chosen: true });
    expect(chosenTables(tick)).toHaveLength(1);
  });

  it("ticks a single table whatever its default", () => {
    const single: Connected = {
      ...found,
      tables: [
        {
          table: table("users", { default: false }),
          access: "allowed",
          rows: null,
          calls: null,
          seconds: null,
        },
      ],
    };
    const state = play(
      filled(),
      { type: "connect_started", attempt: "one" },
      { type: "connect_finished", attempt: "one", found: single },
    );
    expect(chosenTables(state)).toHaveLength(1);
  });

  it("keeps names and purposes through another Connect", () => {
    const state = play(
      connected(),
      { type: "target_typed", table: "users", target: " people " },
      { type: "purpose_chosen", table: "users", purpose: "privacy_metadata" },
      { type: "connect_started", attempt: "two" },
      { type: "connect_finished", attempt: "two", found },
    );
    expect(chosenTables(state)).toEqual([
      { source: "users", target: "people", purpose: "privacy_metadata" },
    ]);
  });

  it("says nothing about a name while it is being typed", () => {
    const state = play(
      connected(),
      { type: "went", to: "tables" },
      { type: "target_entered", table: "users" },
      { type: "tables_judged", problems: [{ field: "users", message: "Taken." }] },
    );
    expect(tableErrors(state)).toEqual({});
    expect(tableErrors(reduce(state, { type: "target_left" }))).toEqual({ users: "Taken." });
    expect(tableErrors(reduce(state, { type: "refused", step: "tables", why: "x" }))).toEqual({
      users: "Taken.",
    });
  });

  it("clears all at once", () => {
    const state = reduce(connected(), { type: "tables_ticked", tables: ["users"], chosen: false });
    expect(chosenTables(state)).toEqual([]);
  });

  it("adds up calls once for tables that are filled from the same pages", () => {
    const offer = { access: "allowed" as const, rows: 100, calls: 10, seconds: 4 };
    expect(
      totals([
        { ...offer, table: table("users", { reading: "ListUsers" }) },
        { ...offer, table: table("user_attributes", { reading: "ListUsers" }), rows: 900 },
        { ...offer, table: table("groups", { reading: "ListGroups" }), rows: null, calls: 1 },
      ]),
    ).toEqual({ tables: 3, rows: 1000, calls: 11, seconds: 8 });
  });
});

const editing = () =>
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

describe("editing", () => {
  it("knows its tables without a new Connect", () => {
    const state = editing();
    expect(offers(state).map((offer) => offer.table.id)).toEqual(["users", "groups"]);
    expect(chosenTables(state)).toEqual([
      { source: "groups", target: "teams", purpose: "customer_360" },
    ]);
    expect(reachable(state, "tables")).toBe(true);
  });

  it("does not tick new tables by itself", () => {
    const state = play(
      editing(),
      { type: "connect_started", attempt: "one" },
      { type: "connect_finished", attempt: "one", found },
    );
    expect(chosenTables(state)).toEqual([]);
  });
});

describe("sample data", () => {
  it("is filled in, and walks through the same five steps", () => {
    const state = begin(cards, { kind: "sample" }, { name: "SampleData2" });
    expect(state.at.step).toBe("name");
    expect(state.answers).toMatchObject({ name: "SampleData2", connector: "sample-pool" });
    expect(state.furthest).toBe("name");
  });
});

describe("draft", () => {
  it("brings back what was typed, to the step that asks for the secret at most", () => {
    const text = draftText(reduce(connected(), { type: "went", to: "tables" }));
    const draft = readDraft(text, cards);
    if (draft === null) throw new Error("the draft was not understood");
    const state = reduce(fresh(), { type: "draft_taken", ...draft });
    expect(state.answers).toEqual(connected().answers);
    expect(state.at.step).toBe("credentials");
    expect(state.secrets).toEqual({});
    expect(state.connection).toEqual({ state: "none" });
  });

  it("holds no secret, even where one got into the settings", () => {
    const state = filled();
    const leaked: WizardState = {
      ...state,
      answers: {
        ...state.answers,
        settings: { cognito: { ...settingsOf(state), secret_access_key: "canary" } },
      },
    };
    expect(draftText(leaked)).not.toContain("canary");
    expect(draftText(leaked)).toContain("eu-west-1_AbC");
    const read = readDraft(draftText(state).replace('"region"', '"secret_access_key"'), cards);
    expect(read?.answers.settings.cognito).not.toHaveProperty("secret_access_key");
  });

  it.each([
    null,
    "",
    "{",
    "[]",
    '{"version":2}',
    '{"version":1,"step":"name","answers":{"name":7}}',
  ])("is none where the text is %s", (text) => {
    expect(readDraft(text, cards)).toBeNull();
  });

  it("asks for the connector again when that is gone", () => {
    const draft = readDraft(draftText(filled()), [sample]);
    if (draft === null) throw new Error("the draft was not understood");
    const state = reduce(begin([sample], { kind: "new" }), { type: "draft_taken", ...draft });
    expect(state.answers.connector).toBeNull();
    expect(state.at.step).toBe("connector");
  });
});
