/** The history and what changed, faked for `fake.ts`: the same answers as the engine's, in memory. */
import type { Api } from "../api";
import type { Change, ChangeCount, ChangeQuery, Run, RunQuery, RunsMark } from "../bindings";
import { refuse } from "./wizard";

/** Runs from which on the engine sums up. */
const MOST = 60;

const dayOf = (moment: string) => moment.slice(0, 10);

function passes(run: Run, query: RunQuery): boolean {
  const text = query.text?.trim().toLowerCase() ?? "";
  return (
    (query.dataflow === null || run.dataflow === query.dataflow) &&
    (query.status === null || run.status === query.status) &&
    (query.trigger === null || run.trigger === query.trigger) &&
    (!query.from || dayOf(run.startedAt) >= query.from) &&
    (!query.to || dayOf(run.startedAt) <= query.to) &&
    `${run.dataflowName} ${run.description} ${run.failure?.code ?? ""}`.toLowerCase().includes(text)
  );
}

function checkDays(query: RunQuery): void {
  if (query.from && query.to && query.to < query.from)
    throw {
      ...refuse("invalid_fields", "This day is before the first one.", "Correct it and try again."),
      fields: [{ field: "to", message: "This day is before the first one. Swap the two." }],
    };
}

function monthOf(runs: Run[], month: string): RunsMark {
  const of = runs.filter((run) => run.startedAt.startsWith(month));
  const sum = (what: "added" | "changed" | "removed") =>
    of.reduce((total, run) => total + run[what], 0);
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0));
  return {
    begins: `${month}-01T00:00:00Z`,
    firstDay: `${month}-01`,
    lastDay: last.toISOString().slice(0, 10),
    runs: of.length,
    failed: of.filter((run) => run.status === "failed" || run.status === "interrupted").length,
    mostRows: Math.max(0, ...of.map((run) => run.rows)),
    longestMs: Math.max(0, ...of.map((run) => run.durationMs)),
    added: sum("added"),
    changed: sum("changed"),
    removed: sum("removed"),
  };
}

function ofQuery(changes: Change[], query: ChangeQuery): Change[] {
  return changes.filter(
    (change) =>
      (!query.table || change.table === query.table) &&
      (!query.kind || change.kind === query.kind) &&
      (!query.column || change.column === query.column),
  );
}

/** The commands that read the history, on these runs and changes. Months are those of UTC. */
export function fakeHistory(runs: () => Run[], changes: () => Change[]) {
  return {
    listRuns: async (query) => {
      checkDays(query);
      return runs()
        .filter((run) => passes(run, query))
        .filter((run) => query.before === null || run.id < (query.before ?? 0))
        .slice(0, query.limit || 200);
    },
    runsOverTime: async (query) => {
      checkDays(query);
      const found = runs().filter((run) => passes(run, query));
      if (found.length <= MOST) return { found: found.length, stretch: "run", marks: [] };
      const months = [...new Set(found.map((run) => run.startedAt.slice(0, 7)))].sort();
      return {
        found: found.length,
        stretch: "month",
        marks: months.map((month) => monthOf(found, month)),
      };
    },
    runChanges: async (_run, query, after) =>
      ofQuery(changes(), query)
        .filter((change) => change.id > (after ?? 0))
        .slice(0, 500),
    runChangeCounts: async () => {
      const counts = new Map<string, ChangeCount>();
      for (const { table, kind, column } of changes()) {
        const key = JSON.stringify([table, kind, column]);
        const lines = (counts.get(key)?.lines ?? 0) + 1;
        counts.set(key, { table, kind, column, lines });
      }
      return [...counts.entries()].sort().map(([, count]) => count);
    },
  } satisfies Partial<Api["commands"]>;
}
