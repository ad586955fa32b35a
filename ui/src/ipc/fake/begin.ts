import type { Dataflow, DataflowRow, Run, RunSnapshot } from "../bindings";
import { makeDataflow, makeRow, makeRun, makeSnapshot, moment } from "./data";

export type FakeState =
  | "normal"
  | "first"
  | "loading"
  | "error"
  | "huge"
  | "no-keychain"
  | "full-disk";

/** Tables that are a trial to any grid. */
const oddTables: Dataflow["tables"] = ["users", "wide", "empty"].map((table) => ({
  source: table,
  target: table,
  purpose: "all",
}));

/** What there is to begin with. */
export function begin(state: FakeState): {
  rows: DataflowRow[];
  runs: Run[];
  underWay: RunSnapshot[];
} {
  if (state === "first") return { rows: [], runs: [], underWay: [] };
  const flows: Dataflow[] = [
    makeDataflow(1, { name: "Shop", displayName: "Web shop customers", organization: "Retail" }),
    makeDataflow(2, {
      name: "Loyalty",
      organization: "Retail",
      description: "Members of the club",
      ...(state === "huge" ? { tables: oddTables } : {}),
    }),
    makeDataflow(3, { name: "Partners", organization: "Wholesale" }),
    makeDataflow(4, { name: "Sample", connector: "sample-pool", settings: {} }),
    makeDataflow(5, { name: "Archive", organization: "Wholesale", displayName: "أرشيف العملاء 🗄️" }),
    makeDataflow(6, { name: "Newsletter" }),
  ];
  if (state === "huge")
    for (let id = 7; id <= 1_000; id += 1)
      flows.push(makeDataflow(id, { displayName: id % 9 === 0 ? "D".repeat(200) : "" }));
  const statuses = ["running", "succeeded", "failed", "succeeded", "interrupted", null] as const;
  const runs: Run[] = [];
  const count = state === "huge" ? 2_000 : 60;
  const newest = new Map<number, Run>();
  for (let id = 1; id <= count; id += 1) {
    const flow = flows[(id * 7) % 5] as Dataflow;
    const status = id % 13 === 0 ? "failed" : id % 17 === 0 ? "cancelled" : "succeeded";
    runs.unshift(
      makeRun(id, flow, status, {
        ...(state === "huge"
          ? { rows: 1_204_331 + id, startedAt: moment(10 * (count - id + 300)) }
          : {}),
        ...(id % 23 === 0 ? { kind: "rollback", to: 12 } : {}),
      } as Partial<Run>),
    );
  }
  flows.slice(0, 5).forEach((flow, index) => {
    const status = statuses[index];
    if (!status) return;
    const run = makeRun(count + 1 + index, flow, status, {
      startedAt: moment(40 - index * 6),
      endedAt: status === "running" ? null : moment(38 - index * 6),
    });
    runs.unshift(run);
    newest.set(flow.id, run);
  });
  const rows = flows.map((flow) => makeRow(flow, newest.get(flow.id) ?? null));
  const underWay = runs
    .filter((run) => run.status === "running")
    .map((run) =>
      makeSnapshot(run, { waiting: "AWS asked us to slow down; going at 22 calls a second." }),
    );
  return { rows, runs, underWay };
}
