/** Made-up dataflows, runs, rows and changes for `fake.ts`. Fixed: the same at every start. */
import type {
  Change,
  Dataflow,
  DataflowRow,
  Failure,
  LogLine,
  Publication,
  Run,
  RunPage,
  RunSnapshot,
  RunStatus,
  StoredColumn,
  WaitingColumn,
} from "../bindings";
import { makeCertificate } from "./certificate";
import { fakeTables } from "./connectors";

/** Runs up to this one kept no certificate. */
const OLD_RUNS = 10;

const start = Date.UTC(2026, 10, 21, 5, 0, 0);
export const moment = (minutesAgo: number) => new Date(start - minutesAgo * 60_000).toISOString();

export const failure: Failure = {
  message: "AWS refused these keys the permission to list the groups of the pool.",
  hint: "Ask your administrator to allow cognito-idp:ListGroups, or untick the table groups. Then run again.",
  action: "cognito-idp:ListGroups",
  code: "AccessDeniedException",
  requestId: "3f1c7a52-90c4-4f5e-8c67-0a41d7c2b9aa",
  detail: "ListGroups: User is not authorized to perform: cognito-idp:ListGroups on this resource",
};

export function makeDataflow(id: number, part: Partial<Dataflow> = {}): Dataflow {
  return {
    id,
    name: `Customers${id}`,
    connector: "cognito-user-pool",
    settings: {
      user_pool_id: "eu-west-1_AbCdEfGhI",
      region: "eu-west-1",
      access_key_id: "AKIAIOSFODNN7EXAMPLE",
      sign_in: "keys",
      speed: "balanced",
    },
    displayName: "",
    description: "",
    organization: "",
    tables: [
      { source: "users", target: "users", purpose: "all" },
      { source: "groups", target: "groups", purpose: "customer_360" },
    ],
    createdAt: moment(60 * 24 * 20 + id),
    updatedAt: moment(60 * 24 * 2 + id),
    ...part,
  };
}

export function makeRun(
  id: number,
  dataflow: Dataflow,
  status: RunStatus,
  part: Partial<Run> = {},
): Run {
  const rows = status === "succeeded" ? 12_000 + id * 37 : status === "running" ? 4_320 : 0;
  const at = 60 * 12 * (200 - id);
  return {
    id,
    dataflow: dataflow.id,
    dataflowName: dataflow.name,
    kind: "import",
    trigger: id % 5 === 0 ? "command_line" : "manual",
    status,
    startedAt: moment(at),
    endedAt: status === "running" || status === "queued" ? null : moment(at - 1),
    durationMs: 7_000 + id * 260,
    rows,
    added: status === "succeeded" ? 37 : 0,
    changed: status === "succeeded" ? 112 : 0,
    removed: status === "succeeded" ? 4 : 0,
    calls: 203 + id,
    throttled: id % 3,
    misfits: 0,
    description:
      status === "failed"
        ? failure.message
        : status === "interrupted"
          ? "The computer went to sleep while the run was under way."
          : status === "cancelled"
            ? "Cancelled. Nothing changed."
            : status === "succeeded"
              ? `Published ${rows.toLocaleString("en-US")} rows in ${dataflow.tables.length} tables.`
              : "",
    failure:
      status === "failed"
        ? failure
        : status === "interrupted"
          ? {
              message: "The computer went to sleep while the run was under way.",
              hint: "Choose Resume: it goes on from the last page that was read.",
              action: null,
              code: null,
              requestId: null,
              detail: "",
            }
          : null,
    tables: dataflow.tables.map((table, index) => ({
      ...table,
      rows: index === 0 ? rows : Math.min(rows, 14),
      added: status === "succeeded" && index === 0 ? 37 : 0,
      changed: status === "succeeded" && index === 0 ? 112 : 0,
      removed: status === "succeeded" && index === 0 ? 4 : 0,
    })),
    ...part,
  } as Run;
}

export function makeSnapshot(run: Run, part: Partial<RunSnapshot> = {}): RunSnapshot {
  const under = run.status === "running" || run.status === "queued";
  return {
    run,
    phase: under ? (run.status === "queued" ? "preparing" : "reading") : "ended",
    tables: run.tables.map((table) => ({
      source: table.source,
      target: table.target,
      purpose: table.purpose,
      rows: table.rows,
      expected: table.source === "users" ? 12_400 : null,
      done: !under || (table.source !== "users" && table.rows > 0),
    })),
    rowsPerSecond: under ? 1_320 : 0,
    callsPer10Seconds: under ? 220 : 0,
    percent: under && run.rows > 0 ? Math.min(99, Math.round(run.rows / 124)) : null,
    secondsLeft:
      under && run.rows > 0 ? Math.max(1, Math.round((12_400 - run.rows) / 1_320)) : null,
    waiting: null,
    ...part,
  };
}

export function makeRow(
  dataflow: Dataflow,
  last: Run | null,
  part: Partial<DataflowRow> = {},
): DataflowRow {
  const succeeded = last?.status === "succeeded";
  return {
    dataflow,
    connectorName:
      dataflow.connector === "sample-pool" ? "Sample user pool" : "AWS Cognito user pool",
    status: last?.status ?? null,
    lastRun: last,
    lastRefresh: last === null ? null : succeeded ? last.endedAt : moment(60 * 30),
    noRollback: last === null ? "There is no version to go back to until it has run twice." : null,
    rolledBack: last?.kind === "rollback" && succeeded ? { to: last.to, table: null } : null,
    hasDatabase: last !== null,
    secret: dataflow.connector === "sample-pool" ? null : "stored",
    ...part,
  };
}

export const userColumns: StoredColumn[] = (fakeTables[0]?.columns ?? []).map((column) => ({
  name: column.original.replace("custom:", "custom_"),
  original: column.original,
  kind: column.kind,
  personal: column.personal,
}));

const hostile: (string | null)[][] = [
  ["a1", "noor", "noor@example.com", "نور الدين", "", "gold", "1", moment(9)],
  ["a2", "emoji", "party@example.com", "👩‍👩‍👧 Zoë 🎉", null, "=1+1", "1", moment(8)],
  [
    "a3",
    "turned",
    "turned@example.com",
    "evil\u202Egnp.exe",
    "+44 20 7946 0000",
    "a\u0000b\nc\td",
    "0",
    moment(7),
  ],
  [
    "a4",
    "long",
    "long@example.com",
    "L".repeat(2048),
    null,
    "<script>alert(1)</script>",
    "1",
    moment(6),
  ],
];

export function userRows(from: number, count: number): (string | null)[][] {
  const rows: (string | null)[][] = [];
  for (let place = from; place < from + count; place += 1) {
    const odd = hostile[place];
    rows.push(
      odd ?? [
        `00000000-0000-4000-8000-${String(place).padStart(12, "0")}`,
        `user${place}`,
        `user${place}@example.com`,
        `Sam Sample ${place}`,
        place % 3 === 0 ? null : `+4420794600${String(place % 100).padStart(2, "0")}`,
        place % 4 === 0 ? "" : "silver",
        "1",
        moment(place),
      ],
    );
  }
  return rows;
}

export function makeChanges(count: number): Change[] {
  return Array.from({ length: count }, (_, index): Change => {
    const base = {
      id: index + 1,
      table: index % 11 === 10 ? "groups" : "users",
      key: [`sub-${index + 1}`],
      names:
        index % 11 === 10
          ? []
          : [{ name: "name", value: `Sam Sample ${index + 1}`, personal: "name" as const }],
    };
    if (index % 5 === 3) return { ...base, kind: "added", column: null, old: null, new: null };
    if (index % 5 === 4) return { ...base, kind: "removed", column: null, old: null, new: null };
    return {
      ...base,
      kind: "changed",
      column: index % 2 === 0 ? "email" : "custom_tier",
      old: index % 7 === 0 ? null : `old${index}@example.com`,
      new: index % 6 === 0 ? "" : `new\u202E${index}@example.com`,
    };
  });
}

export function makePublications(dataflow: Dataflow, runs: Run[]): Publication[] {
  return runs
    .filter((run) => run.status === "succeeded")
    .map((run, index) => ({
      run: run.id,
      at: run.endedAt ?? run.startedAt,
      tables: dataflow.tables.map((table, place) => ({
        source: table.source,
        target: table.target,
        rows: place === 0 ? run.rows : 14,
        added: place === 0 ? run.added : 0,
        changed: place === 0 ? run.changed : 0,
        removed: place === 0 ? run.removed : 0,
        version: run.id,
      })),
      kept: index < 5,
      current: index === 0,
    }));
}

/** A run's page. The oldest runs were made before there were certificates. */
export function makePage(snapshot: RunSnapshot, waitingColumns: WaitingColumn[] = []): RunPage {
  const { run } = snapshot;
  const log: LogLine[] = [
    { at: run.startedAt, level: "note", message: `Run ${run.id} of ${run.dataflowName} began.` },
    { at: run.startedAt, level: "note", message: "The pool has about 12,400 users." },
  ];
  if (run.throttled > 0)
    log.push({
      at: run.startedAt,
      level: "warning",
      message: "AWS asked us to slow down; going at 22 calls a second.",
    });
  if (run.failure)
    log.push({ at: run.endedAt ?? run.startedAt, level: "error", message: run.failure.message });
  const hasCertificate = run.kind === "import" && run.id > OLD_RUNS;
  return {
    snapshot,
    log,
    certificate: hasCertificate ? makeCertificate(run) : null,
    waitingColumns,
    support: [
      `Poolhouse 0.1.0, run ${run.id} of ${run.dataflowName}: ${run.status}`,
      `Code: ${run.failure?.code ?? "none"}`,
      `Request ID: ${run.failure?.requestId ?? "none"}`,
    ].join("\n"),
  };
}
