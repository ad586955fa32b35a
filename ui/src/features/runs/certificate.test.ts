import { describe, expect, it } from "vitest";
import { makeCertificate } from "../../ipc/fake/certificate";
import { makeDataflow, makeRun } from "../../ipc/fake/data";
import {
  againWords,
  certificateJson,
  compared,
  driftLines,
  splitWords,
  verdictOf,
  type WholeCertificate,
} from "./certificate";

const flow = makeDataflow(1);
const run = makeRun(20, flow, "succeeded");
const cancelled = makeRun(21, flow, "cancelled");
const of = (which: typeof run, part: Partial<WholeCertificate> = {}) =>
  ({ ...makeCertificate(which), ...part }) as WholeCertificate;

describe("the verdict", () => {
  it("is complete where every part was read and no table skipped", () => {
    expect(verdictOf(run, of(run, { skipped: [] }))).toEqual({
      tone: "good",
      words:
        "Complete: all 18 parts that were asked for were read to the end, 12,754 rows with distinct keys.",
    });
    const one = of(run, {
      skipped: [],
      readings: [{ reading: "ListUsers", units: 1, covered: 1, pages: 3 }],
    });
    expect(verdictOf(run, one).words).toMatch(
      /^Complete: the one part that was asked for was read to the end/,
    );
  });

  it("names what is missing", () => {
    expect(verdictOf(run, of(run)).words).toMatch(/^Complete but for 1 table: all 18 parts/);
    expect(verdictOf(cancelled, of(cancelled)).words).toBe(
      "Not complete: 6 of the 18 parts that were asked for were read to the end when the run ended. Nothing was published.",
    );
    const nothing = of(cancelled, { readings: [], tables: [] });
    expect(verdictOf(cancelled, nothing).words).toMatch(/cut off before it wrote down/);
    expect(compared(cancelled, nothing)[0]?.actual, "not known, rather than none").toBeNull();
    expect(verdictOf({ ...cancelled, calls: 0 }, nothing).words).toMatch(
      /ended before it read anything/,
    );
  });
});

describe("estimate and outcome", () => {
  it("compares the rows of tables whose size was known, and says the rest beside", () => {
    const [rows, calls, time] = compared(run, of(run));
    expect(rows).toEqual({
      what: "Rows",
      estimate: "about 12,414",
      actual: "12,740 (12,754 with tables whose size was not known before)",
    });
    expect(calls).toEqual({ what: "AWS calls", estimate: "at least 430", actual: "223" });
    expect(time).toEqual({ what: "Time", estimate: "about 21 s", actual: "12 s" });
  });

  it("counts what was read where nothing was published", () => {
    expect(compared(cancelled, of(cancelled))[0]).toMatchObject({
      what: "Rows read",
      actual: "4,323 (4,337 with tables whose size was not known before)",
    });
  });

  it("knows nothing beforehand where nothing limits the calls", () => {
    const unknown = { rows: null, calls: 0, atLeast: false, seconds: null };
    expect(compared(run, of(run, { expected: unknown })).map((each) => each.estimate)).toEqual([
      null,
      null,
      null,
    ]);
  });
});

it("tells calls that were made again, and is silent where none was", () => {
  expect(againWords(of(run))).toBe(
    "3 calls were made again: 2 refused for going too fast, 1 failed in passing.",
  );
  expect(againWords(of(run, { throttled: 0, retried: 0 }))).toBeNull();
});

it("tells how a listing was read in parts, and whether that is trusted", () => {
  const { split } = of(run);
  if (split === null) throw new Error("the fake has no split");
  expect(splitWords(split)).toBe(
    "`ListUsers` was asked for in 16 parts; 16 were read to the end. The whole was read beside them, to prove them. Reading in parts is trusted here: the parts held every row of the whole.",
  );
  expect(
    splitWords({ ...split, proved: false, trusted: false, covered: 1, reason: "3 rows strayed" }),
  ).toBe(
    "`ListUsers` was asked for in 16 parts; 1 was read to the end. Reading in parts is not trusted here: 3 rows strayed.",
  );
});

it("puts columns of one fate together", () => {
  const lines = driftLines([
    { original: "a", kind: "added" },
    { original: "gone", kind: "vanished" },
    { original: "b", kind: "added" },
  ]);
  expect(lines).toEqual([
    { words: "New columns", columns: ["a", "b"] },
    { words: "No longer at the source, kept and empty from now on", columns: ["gone"] },
  ]);
});

it("is JSON that names its run", () => {
  expect(JSON.parse(certificateJson(run, of(run)))).toMatchObject({
    run: 20,
    dataflow: "Customers1",
    status: "succeeded",
    certificate: { split: { parts: 16 } },
  });
});
