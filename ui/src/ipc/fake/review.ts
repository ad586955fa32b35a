/** The commands of `fake.ts` that look into what was imported: profiles, histories, exports. */
import type { Api } from "../api";
import type {
  DataflowRow,
  ExportProgress,
  FileFormat,
  Filter,
  Handed,
  StoredColumn,
  UiError,
  ViewId,
} from "../bindings";
import { profileOf } from "./compare";
import { masked } from "./tables";

const QUESTIONS: [title: string, about: string, filter: Filter][] = [
  [
    "Disabled",
    "People who may not sign in.",
    { column: "enabled", test: { kind: "equals", text: "0" }, not: false },
  ],
  [
    "E-mail on several accounts",
    "People whose e-mail address another account has as well.",
    { column: "email", test: { kind: "repeated" }, not: false },
  ],
  [
    "In no group",
    "People who are in none of the groups.",
    {
      column: "sub",
      test: { kind: "alsoIn", table: "group_members", column: "sub", filters: [] },
      not: true,
    },
  ],
  [
    "Not changed for a year",
    "People whose account nothing has changed for 365 days.",
    { column: "updated_at", test: { kind: "days", from: null, to: null, zone: null }, not: false },
  ],
];

/** As the engine: duplicates stand together, and days are counted from today on. */
function asReady([title, about, filter]: (typeof QUESTIONS)[number], wanted: number | null) {
  const isCounted = filter.test.kind === "days";
  const days = isCounted ? (wanted ?? 365) : null;
  const moment = new Date(Date.UTC(2026, 10, 20) - (days ?? 0) * 86_400_000);
  const to = moment.toISOString().slice(0, 10);
  const test: Filter["test"] = isCounted
    ? { kind: "days", from: null, to, zone: null }
    : filter.test;
  const sort = test.kind === "repeated" ? [{ column: filter.column, descending: false }] : [];
  const query = { filters: [{ ...filter, test }], search: "", sort };
  return { table: "users", title, about, query, days };
}

/** That of dataflows without an organization comes last. */
const byName = ([one]: [string, unknown], [other]: [string, unknown]) =>
  Number(one === "") - Number(other === "") || one.localeCompare(other);

/** Rows that a fake export writes, in steps. */
const ROWS = 1_204_331;
const STEPS = 4;

const cancelled: UiError = {
  code: "cancelled",
  message: "Cancelled.",
  hint: "",
  detail: null,
  fields: [],
};
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
  leftOut: () => string[];
  columnsLeftOut: () => number;
  isMasked: () => boolean;
  /** The columns of the table that is open by this number. */
  columnsOf: (view: ViewId) => StoredColumn[];
  /** Groups of each dataflow beside those that have a name of their own. */
  groups: number;
  progress: (progress: ExportProgress) => void;
}) {
  const stopped = new Set<string>();
  /** Looks that wait to be cancelled, where they are held. */
  const looks = { isHeld: false, waiting: [] as (() => void)[] };
  /** Exports that are held in the middle, until they are let go or cancelled. */
  let held: { goOn: () => void; until: Promise<void> } | null = null;
  /** Files that lie there, by path. */
  const files = new Set<string>(["/home/analyst/taken.csv"]);
  const commands: Pick<
    Api["commands"],
    | "profileColumn"
    | "cancelProfile"
    | "rowHistory"
    | "readyQuestions"
    | "readyQuestion"
    | "directory"
    | "exportPath"
    | "chooseFile"
    | "showInFolder"
    | "recipes"
    | "exportFile"
    | "cancelExport"
  > = {
    profileColumn: async (view, column) => {
      if (looks.isHeld)
        await new Promise((_, reject) =>
          looks.waiting.push(() => reject({ ...cancelled, message: "Interrupted." })),
        );
      const profile = profileOf(column);
      const found = wiring.columnsOf(view).find(({ name }) => name === column);
      if (!wiring.isMasked() || found?.personal === "none") return profile;
      return {
        ...profile,
        frequent: profile.frequent.map(({ value, rows }) => ({ value: masked(value), rows })),
      };
    },
    cancelProfile: async () => {
      for (const end of looks.waiting.splice(0)) end();
      return null;
    },
    // Of the runs of the first dataflow: one of which the rows are kept, and one that is long ago.
    rowHistory: async () => ({
      changes: [
        {
          run: 45,
          at: "2026-11-20T08:00:00Z",
          kind: "changed",
          column: "status",
          old: "UNCONFIRMED",
          new: "CONFIRMED",
        },
        { run: 10, at: "2026-11-13T08:00:00Z", kind: "added", column: null, old: null, new: null },
      ],
      dataflow: 1,
      table: "users",
      filters: [{ column: "sub", test: { kind: "equals", text: "a1" }, not: false }],
      found: [45],
    }),
    readyQuestions: async () => QUESTIONS.map((question) => asReady(question, null)),
    readyQuestion: async (_dataflow, _table, title, days) => {
      const question = QUESTIONS.find(([each]) => each === title);
      if (!question) throw { ...cancelled, message: `There is no question “${title}”.` };
      return asReady(question, days);
    },
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
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (step > 2) await held?.until;
        if (stopped.has(name)) throw cancelled;
        wiring.progress({
          export: name,
          rows: Math.floor((ROWS * step) / STEPS),
          of: ROWS,
          sorting: false,
        });
      }
      files.add(request.path);
      const { what } = request;
      const isOfPeople = what.kind === "rows" && what.subject.kind === "people";
      return {
        path: request.path,
        rows: ROWS,
        shortened: request.format === "xlsx" ? 2 : 0,
        cellsLeftOut:
          request.privacy === "leave_out" &&
          request.what.kind === "rows" &&
          request.what.subject.kind === "comparison"
            ? 3
            : 0,
        bytes: 267_000_000,
        leftOut: isOfPeople ? wiring.leftOut() : [],
        columnsLeftOut: isOfPeople ? wiring.columnsLeftOut() : 0,
      };
    },
    cancelExport: async (name) => {
      stopped.add(name);
      held?.goOn();
      return null;
    },
  };
  return {
    commands,
    looks,
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
