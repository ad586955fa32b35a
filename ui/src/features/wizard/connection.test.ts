import { describe, expect, it } from "vitest";
import type { Connected, PersonalData, Table } from "../../ipc";
import type { Action } from "./model";
import { reduce } from "./reducer";
import { tableErrors } from "./selectors";
import { chosenTables, costsOf, grouped, proofCalls } from "./tables";
import { connected, cost, failure, filled, found, play, step, table } from "./testing-states";

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
    ["a setting", { type: "setting_typed", key: "region", value: "eu-west-2" }],
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
          cost,
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

  it("asks what they cost at the speed that is chosen now, without another Connect", () => {
    const faster = reduce(connected(), { type: "setting_typed", key: "speed", value: "full" });
    expect(faster.connection.state).toBe("done");
    expect(costsOf(connected())?.speed).toBe("gentle");
    expect(costsOf(faster)?.speed).toBe("full");
    expect(costsOf(filled())).toBeNull();
  });

  it("counts what the proof of a split takes, of the ticked tables alone", () => {
    expect(proofCalls(found.costs, ["users", "groups"])).toBe(2);
    expect(proofCalls(found.costs, ["groups"])).toBe(0);
  });

  it("puts them under headings by what they say of themselves", () => {
    const column = (personal: PersonalData) => ({
      original: "x",
      kind: "text" as const,
      personal,
    });
    const offer = (id: string, part: Partial<Table>) => ({
      table: table(id, part),
      access: "allowed" as const,
      rows: null,
      cost: null,
    });
    const groups = grouped([
      offer("settings", { columns: [column("free_text")] }),
      offer("users", { columns: [column("none"), column("email")] }),
      offer("sign_ins", { columns: [column("identifier")], default: false }),
    ]);
    expect(groups.map(({ title, offers }) => [title, offers.map((each) => each.table.id)])).toEqual(
      [
        ["About people", ["users"]],
        ["About the pool", ["settings"]],
        ["More, left out unless you tick them", ["sign_ins"]],
      ],
    );
  });
});
