import { describe, expect, it } from "vitest";
import { makeDataflow, makeRow, makeRun, makeSnapshot } from "./fake/data";
import { withRunInList, withRunOfRow, withSnapshot, withSnapshotOnPage } from "./snapshots";

const flow = makeDataflow(1);
const running = makeSnapshot(makeRun(7, flow, "running"));
const ended = makeSnapshot(makeRun(7, flow, "succeeded"));

describe("a snapshot", () => {
  it("takes the place of the one before, whole", () => {
    const later = { ...running, percent: 80 };
    const others = makeSnapshot(makeRun(6, makeDataflow(2), "running"));
    expect(withSnapshot([others, running], later)).toEqual([others, later]);
  });

  it("joins the runs under way, and leaves them at its end", () => {
    expect(withSnapshot([], running)).toEqual([running]);
    expect(withSnapshot([running], ended)).toEqual([]);
    expect(withSnapshot([], ended), "an end that comes twice adds nothing").toEqual([]);
  });

  it("moves its dataflow's row, but never back to an older run", () => {
    const row = makeRow(flow, makeRun(8, flow, "succeeded"));
    expect(withRunOfRow([row], running.run)).toEqual([row]);
    expect(withRunOfRow([makeRow(flow, null)], running.run)[0]?.status).toBe("running");
  });

  it("changes the list of runs and the page only where it is theirs", () => {
    const other = makeRun(6, flow, "failed");
    expect(withRunInList([running.run, other], ended.run)).toEqual([ended.run, other]);
    const page = { snapshot: running, log: [], certificate: null, waitingColumns: [], support: "" };
    expect(withSnapshotOnPage(page, ended).snapshot).toBe(ended);
    expect(withSnapshotOnPage(page, makeSnapshot(other))).toBe(page);
  });
});
