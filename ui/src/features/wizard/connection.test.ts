import { describe, expect, it } from "vitest";
import type { Connected } from "../../ipc";
import type { Action } from "./model";
import { reduce } from "./reducer";
import { tableErrors } from "./selectors";
import { chosenTables, totals } from "./tables";
import { connected, failure, filled, found, play, step, table } from "./testing-states";

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
