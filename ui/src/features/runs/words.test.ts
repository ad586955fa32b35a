import { expect, describe as group, it } from "vitest";
import { makeDataflow, makeRun } from "../../ipc/fake/data";
import { changesWords, describe, markTitle, markWords, meaning } from "./words";

const flow = makeDataflow(1);

group("what a run says of itself", () => {
  it("tells a success by its rows, and a failure by its cause", () => {
    expect(describe(makeRun(1, flow, "succeeded"))).toBe("Published 12,037 rows in 2 tables.");
    expect(describe(makeRun(2, flow, "failed"))).toContain("AWS refused these keys");
    expect(describe({ ...makeRun(3, flow, "running"), kind: "rollback", to: 1 })).toBe(
      "Going back to what run 1 published.",
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

group("a stretch of the chart", () => {
  const mark = {
    begins: "2026-03-29T22:00:00Z",
    firstDay: "2026-03-30",
    lastDay: "2026-04-05",
    runs: 1_204,
    failed: 3,
    mostRows: 12_468,
    longestMs: 9_000,
    added: 1,
    changed: 2,
    removed: 3,
  };

  it("has the name of its day, week, month or year, whatever the zone", () => {
    expect(markTitle("day", mark)).toBe("30 Mar 2026");
    expect(markTitle("week", mark)).toBe("Week from 30 Mar 2026");
    expect(markTitle("month", mark)).toBe("Mar 2026");
    expect(markTitle("year", mark)).toBe("2026");
  });

  it("tells its runs, and that there was none", () => {
    expect(markWords("month", mark)).toBe(
      "Mar 2026: 1,204 runs, 3 failed or interrupted, at most 12,468 rows, the longest 9.0 s",
    );
    expect(markWords("month", { ...mark, runs: 0 })).toBe("Mar 2026: no run");
  });
});
