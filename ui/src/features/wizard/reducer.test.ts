import { describe, expect, it } from "vitest";
import { begin } from "./begin";
import { draftText, readDraft } from "./draft";
import type { Action, WizardState } from "./model";
import { reduce } from "./reducer";
import { nameError, reachable, settingErrors, settingsOf } from "./selectors";
import { chosenTables, offers } from "./tables";
import { cards, connected, editing, filled, found, fresh, play, sample } from "./testing-states";

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
    const changed = reduce(state, { type: "setting_typed", key: "endpoint", value: "full" });
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

  it.each([
    "https://analyst:canary",
    "https://analyst:canary@cognito.example.com",
    "https://canary@cognito.example.com",
    "analyst:canary@cognito.example.com",
    "https://cognito.example.com/?token=canary",
    "https://cognito.example.com/#canary",
  ])("holds nothing of the address %s", (address) => {
    const typed = reduce(filled(), { type: "setting_typed", key: "endpoint", value: address });
    expect(draftText(typed)).not.toContain("canary");
    expect(draftText(typed)).toContain("eu-west-1_AbC");
  });

  it.each(["https://cognito.example.com", "http://127.0.0.1:5000", "https://[::1]:8443/path"])(
    "keeps the address %s",
    (address) => {
      const typed = reduce(filled(), { type: "setting_typed", key: "endpoint", value: address });
      expect(draftText(typed)).toContain(address);
    },
  );

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
