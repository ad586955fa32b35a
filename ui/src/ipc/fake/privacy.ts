import type { Api } from "../api";
import type {
  Dataflow,
  DataflowId,
  Elsewhere,
  PersonalData,
  RowsWindow,
  ViewId,
} from "../bindings";
import { fakeColumns } from "./tables";

interface Held {
  flow: (id: DataflowId) => Dataflow;
  isMasked: () => boolean;
  read: (view: ViewId, row: number) => Promise<RowsWindow>;
}

const nothing: Omit<Elsewhere, "dataflow" | "name"> = {
  tables: [],
  changes: 0,
  staged: 0,
  copies: [],
  person: null,
  unreadable: null,
};

/** Classes of columns, and forgetting. */
export function fakePrivacy({ flow, isMasked, read }: Held) {
  /** What was said of columns, by table and column. */
  const said = new Map<string, PersonalData>();
  const forgotten = new Map<DataflowId, number>();
  const toRewrite = new Set<DataflowId>();
  const commands = {
    columnClasses: async (id) =>
      flow(id).tables.flatMap(({ target }) =>
        fakeColumns(target).map((column) => ({
          table: target,
          column: column.name,
          found: column.personal,
          said: said.get(`${target}/${column.name}`) ?? null,
        })),
      ),
    classColumn: async (_id, table, column, personal) => {
      if (personal === null) said.delete(`${table}/${column}`);
      else said.set(`${table}/${column}`, personal);
      return null;
    },
    previewForget: async (id, person) => ({
      name: flow(id).name,
      who:
        person.kind === "named"
          ? person.value
          : person.kind === "row"
            ? ((await read(person.view, person.row)).rows[0]?.[0] ?? "")
            : `kept ${person.value}`,
      called: isMasked() ? ["N•••", "n•••"] : ["Noor", "noor@example.com"],
      tables: [
        { table: "users", rows: 5, versions: 5 },
        { table: "group_members", rows: 12, versions: 4 },
      ],
      changes: 7,
      interruptedRun: false,
      setAside: ["Shop.db.damaged-1"],
      bytes: 4_812_800,
      mentions: [
        { table: "groups", column: "description", cells: 1 },
        { table: null, column: null, cells: 2 },
      ],
      elsewhere: [
        ...(id === 2
          ? []
          : [
              {
                ...nothing,
                dataflow: 2,
                name: "Loyalty",
                tables: [{ name: "users", rows: 5 }],
                changes: 3,
                copies: ["Loyalty.db.damaged-1"],
                person: { kind: "kept" as const, value: 7 },
              },
            ]),
        {
          ...nothing,
          dataflow: 5,
          name: "Archive",
          unreadable: "Another program holds the database.",
        },
      ],
    }),
    forgetPerson: async (id) => {
      forgotten.set(id, (forgotten.get(id) ?? 0) + 1);
      return { name: flow(id).name, rows: 17, changes: 7 };
    },
    finishForgetting: async (id) => {
      toRewrite.delete(id);
      return null;
    },
  } satisfies Partial<Api["commands"]>;
  return {
    commands,
    columnsOf: (table: string) =>
      fakeColumns(table).map((column) => ({
        ...column,
        personal: said.get(`${table}/${column.name}`) ?? column.personal,
      })),
    forgotten: (id: DataflowId) => forgotten.get(id) ?? 0,
    /** Databases that are still to be written anew. */
    toRewrite,
  };
}
