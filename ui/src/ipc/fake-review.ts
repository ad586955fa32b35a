/** The commands of `fake.ts` that look into what was imported: profiles, histories, exports. */
import type { Api } from "./api";
import type { DataflowRow, ExportProgress, FileFormat, Handed, UiError } from "./bindings";

const QUESTIONS: [title: string, about: string, value: string][] = [
  ["Not confirmed", "People who signed up and never confirmed their account.", "UNCONFIRMED"],
  ["Signs in elsewhere", "People whose account is with another provider.", "EXTERNAL_PROVIDER"],
];

/** Rows that a fake export writes, in steps. */
const ROWS = 1_204_331;
const STEPS = 4;

function nameOf(what: Handed): string {
  if (what.kind === "database") return `database-${what.dataflow}`;
  return what.subject.kind === "people" ? "people" : what.subject.table;
}

function ending(what: Handed, format: FileFormat): string {
  if (format === "sqlite") return ".sqlite";
  if (what.kind === "database") return "";
  if (format === "json_lines") return ".jsonl";
  return format === "csv_for_excel" ? ".csv" : `.${format}`;
}

export function fakeReview(wiring: {
  rows: () => DataflowRow[];
  progress: (progress: ExportProgress) => void;
}) {
  const cancelled = new Set<string>();
  /** Exports that are held in the middle, until they are let go or cancelled. */
  let held: { goOn: () => void; until: Promise<void> } | null = null;
  /** Files that lie there, by path. */
  const files = new Set<string>(["/home/analyst/taken.csv"]);
  const commands: Pick<
    Api["commands"],
    | "profileColumn"
    | "rowHistory"
    | "readyQuestions"
    | "directory"
    | "exportPath"
    | "chooseFile"
    | "showInFolder"
    | "exportFile"
    | "cancelExport"
    | "recipes"
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
        organizations: [...organizations].map(([name, rows]) => ({
          name,
          people: rows.length * 250,
          dataflows: rows.map(({ dataflow }) => ({
            dataflow: dataflow.id,
            name: dataflow.name,
            displayName: dataflow.displayName,
            people: 250,
            groups: [
              { name: "admins", people: 3 },
              { name: "editors", people: 40 },
              { name: "nobody", people: 0 },
            ],
          })),
        })),
        leftOut: [],
      };
    },
    exportPath: async (what, format) =>
      `/home/analyst/Downloads/${nameOf(what)}${ending(what, format)}`,
    chooseFile: async () => "/media/stick/chosen.csv",
    showInFolder: async () => null,
    recipes: async (dataflow, table) => {
      const database = wiring.rows().find((row) => row.dataflow.id === dataflow)?.dataflow.name;
      const lines = `${database}.db, ${table ?? "users"}`;
      return [
        {
          id: "db-browser",
          program: "DB Browser for SQLite",
          how: "In a terminal.",
          lines,
          tried: "Not tried.",
        },
        {
          id: "python",
          program: "Python",
          how: "With pandas.",
          lines: `import pandas\n# ${lines}`,
          tried: "Tried.",
        },
        {
          id: "excel",
          program: "Excel",
          how: "Export, and open the file.",
          lines,
          tried: "Not tried.",
        },
      ];
    },
    exportFile: async (name, request) => {
      if (files.has(request.path) && !request.replace)
        throw {
          code: "file_there",
          message: `${request.path} is there already.`,
          hint: "Choose another name, or let it be replaced.",
          detail: null,
          fields: [{ field: "path", message: `${request.path} is there already.` }],
        } satisfies UiError;
      for (let step = 1; step <= STEPS; step += 1) {
        if (step > 2) await held?.until;
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
      files.add(request.path);
      return {
        path: request.path,
        rows: ROWS,
        shortened: request.format === "xlsx" ? 2 : 0,
        bytes: 267_000_000,
      };
    },
    cancelExport: async (name) => {
      cancelled.add(name);
      held?.goOn();
      return null;
    },
  };
  return {
    commands,
    /** Holds exports in the middle; the answer lets them go. */
    holdExports: () => {
      let goOn = () => {};
      const until = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      held = { goOn, until };
      return goOn;
    },
  };
}
