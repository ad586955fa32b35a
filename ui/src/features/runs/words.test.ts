import { expect, describe as group, it } from "vitest";
import { makeDataflow, makeRun } from "../../ipc/fake-data";
import { changesWords, describe, inRange, meaning, rangeStart } from "./words";

const flow = makeDataflow(1);

group("what a run says of itself", () => {
  it("tells a success by its rows, and a failure by its cause", () => {
    expect(describe(makeRun(1, flow, "succeeded"))).toBe("Published 12,037 rows in 2 tables.");
    expect(describe(makeRun(2, flow, "failed"))).toContain("AWS refused these keys");
    expect(describe({ ...makeRun(3, flow, "succeeded"), kind: "rollback", to: 1 })).toBe(
      "Rolled back to what run 1 published.",
    );
  });

  it("promises that the database stays wherever nothing was published", () => {
    for (const status of ["failed", "cancelled", "interrupted", "running"] as const)
      expect(meaning(status)).toContain("database stays as it was");
  });

  it("groups the digits of what changed", () => {
    expect(changesWords({ added: 1_000, changed: 0, removed: 12 })).toBe("1,000 / 0 / 12");
  });
});

group("the range of dates", () => {
  it("keeps runs from its start on", () => {
    const now = Date.parse("2026-11-21T00:00:00Z");
    const from = rangeStart("week", now);
    const old = makeRun(1, flow, "succeeded", { startedAt: "2026-11-13T23:59:59Z" });
    const fresh = makeRun(2, flow, "succeeded", { startedAt: "2026-11-14T00:00:00Z" });
    expect(inRange([fresh, old], from)).toEqual([fresh]);
    expect(inRange([fresh, old], rangeStart("any", now))).toHaveLength(2);
  });
});
