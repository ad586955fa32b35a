/** The commands of `fake.ts` that look into what was imported: profiles, histories, exports. */
import type { Api } from "./api";
import type { DataflowRow, ExportProgress, UiError } from "./bindings";

const QUESTIONS: [title: string, about: string, value: string][] = [
  ["Not confirmed", "People who signed up and never confirmed their account.", "UNCONFIRMED"],
  ["Signs in elsewhere", "People whose account is with another provider.", "EXTERNAL_PROVIDER"],
];

/** That of dataflows without an organization comes last. */
const byName = ([one]: [string, unknown], [other]: [string, unknown]) =>
  Number(one === "") - Number(other === "") || one.localeCompare(other);

/** Rows that a fake export writes, in steps. */
const ROWS = 1_204_331;
const STEPS = 4;

export function fakeReview(wiring: {
  rows: () => DataflowRow[];
  leftOut: () => string[];
  /** Groups of each dataflow beside those that have a name of their own. */
  groups: number;
  progress: (progress: ExportProgress) => void;
}) {
  const cancelled = new Set<string>();
  const commands: Pick<
    Api["commands"],
    "profileColumn" | "rowHistory" | "readyQuestions" | "directory" | "exportFile" | "cancelExport"
  > = {
    profileColumn: async (_view, column) => ({
      rows: 1_000,
      filled: 940,
      distinct: 12,
      frequent: Array.from({ length: 12 }, (_, place) => ({
        value: `${column} ${place + 1}`,
        rows: 240 - place * 20,
      })),
      shortest: `${column} 1`,
      longest: `${column} ${"long ".repeat(20)}`,
      least: `${column} 1`,
      greatest: `${column} 9`,
      spread: Array.from({ length: 12 }, (_, place) => ({
        from: `2026-${String(place + 1).padStart(2, "0")}`,
        rows: 20 + ((place * 37) % 90),
      })),
    }),
    rowHistory: async () => [
      {
        run: 42,
        at: "2026-11-20T08:00:00Z",
        kind: "changed",
        column: "status",
        old: "UNCONFIRMED",
        new: "CONFIRMED",
      },
      { run: 41, at: "2026-11-13T08:00:00Z", kind: "added", column: null, old: null, new: null },
    ],
    readyQuestions: async () =>
      QUESTIONS.map(([title, about, text]) => ({
        table: "users",
        title,
        about,
        query: {
          filters: [{ column: "status", test: { kind: "equals", text }, not: false }],
          search: "",
          sort: [],
        },
      })),
    directory: async () => {
      const organizations = new Map<string, DataflowRow[]>();
      for (const row of wiring.rows().filter((each) => each.hasDatabase)) {
        const name = row.dataflow.organization;
        organizations.set(name, [...(organizations.get(name) ?? []), row]);
      }
      return {
        organizations: [...organizations].sort(byName).map(([name, rows]) => ({
          name,
          people: rows.length * 250,
          dataflows: rows.map(({ dataflow, ...row }) => ({
            dataflow: dataflow.id,
            name: dataflow.name,
            displayName: dataflow.displayName,
            // A run under way has not published yet.
            published: (row.lastRun?.id ?? 1) * 2 + Number(row.status === "succeeded"),
            table: "users",
            identity: "sub",
            address: "email",
            people: 250,
            groups: [
              { name: "admins", people: 3 },
              { name: "editors", people: 40 },
              { name: "nobody", people: 0 },
              { name: "Sales, north", people: 10 },
              ...Array.from({ length: dataflow.id === 1 ? wiring.groups : 0 }, (_, place) => ({
                name: `team ${String(place + 1).padStart(4, "0")}`,
                people: place % 50,
              })),
            ],
          })),
        })),
        leftOut: wiring.leftOut(),
      };
    },
    exportFile: async (name, request) => {
      for (let step = 1; step <= STEPS; step += 1) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (cancelled.has(name))
          throw {
            code: "cancelled",
            message: "Cancelled.",
            hint: "",
            detail: null,
            fields: [],
          } satisfies UiError;
        wiring.progress({ export: name, rows: Math.floor((ROWS * step) / STEPS), of: ROWS });
      }
      return { path: request.path, rows: ROWS, bytes: 267_000_000 };
    },
    cancelExport: async (name) => {
      cancelled.add(name);
      return null;
    },
  };
  return commands;
}
