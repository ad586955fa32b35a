/**
 * The engine, faked in memory: for tests, and for looking at screens in a browser
 * (`VITE_FAKE=1`, `?state=…`). Not in the shipped window. Deterministic: time passes only
 * where `pace` is given or a test calls `progress` and `finish`.
 */
import type { Api } from "../api";
import type {
  CheckStep,
  CloseAsked,
  DatabaseView,
  Dataflow,
  DataflowId,
  DataflowRow,
  ExportProgress,
  Preferences,
  Run,
  RunId,
  RunSnapshot,
  UiError,
  Wait,
  WaitingColumn,
} from "../bindings";
import { begin, type FakeState } from "./begin";
import {
  makeChanges,
  makeDataflow,
  makePage,
  makePublications,
  makeRow,
  makeRun,
  makeSnapshot,
  moment,
} from "./data";
import { fakeHistory } from "./history";
import { fakePrivacy } from "./privacy";
import { fakeReview } from "./review";
import { fakeReading } from "./tables";
import { fakeWizard, refuse } from "./wizard";

export interface FakeOptions {
  state?: FakeState;
  /** Milliseconds between the steps of Connect and of a run; none: Connect is instant and runs wait. */
  pace?: number;
}

export const fakeError: UiError = {
  code: "other",
  message: "The catalog on this computer could not be read.",
  hint: "Check that the disk has room and that the data folder is there, then try again.",
  detail: "open catalog.db: unable to open database file",
  fields: [],
};

function emitter<T>() {
  const heard = new Set<(event: { payload: T }) => void>();
  return {
    listen: async (cb: (event: { payload: T }) => void) => {
      heard.add(cb);
      return () => void heard.delete(cb);
    },
    emit: (payload: T) => {
      for (const cb of heard) cb({ payload });
    },
  };
}

/** A fake engine with its switches. */
/** The one table that a run is about, of a dataflow of several. */
function oneOf(run: Run, dataflow: DataflowRow["dataflow"]): string | null {
  const [one, ...others] = run.tables;
  return one && others.length === 0 && dataflow.tables.length > 1 ? one.target : null;
}

export function makeFake(options: FakeOptions = {}) {
  const state = options.state ?? "normal";
  const held = begin(state);
  const runChanged = emitter<RunSnapshot>();
  const dataflowsChanged = emitter<null>();
  const checkStepped = emitter<CheckStep>();
  const exportProgressed = emitter<ExportProgress>();
  const waitChanged = emitter<Wait>();
  const closeAsked = emitter<CloseAsked>();
  const calls: { name: string; args: unknown[] }[] = [];
  const failing = new Map<string, UiError>();
  let preferences: Preferences = {
    theme: "system",
    maskPersonalData: false,
    versionsKept: 5,
    proxy: "",
    noProxy: "",
    authorities: "",
  };
  /** The columns that wait for an answer, by run. */
  const waiting = new Map<RunId, WaitingColumn[]>();
  let full = state === "full-disk";
  let title = "";
  /** The databases that the directory cannot read. */
  let leftOut: string[] = [];
  let columnsLeftOut = 0;
  const wait = () =>
    options.pace === undefined
      ? Promise.resolve()
      : new Promise<void>((resolve) => setTimeout(resolve, options.pace));

  const rowOf = (id: DataflowId): DataflowRow => {
    const row = held.rows.find((each) => each.dataflow.id === id);
    if (!row) throw refuse("other", "This dataflow is no longer there.", "Go back to Imports.");
    return row;
  };
  const put = (snapshot: RunSnapshot) => {
    const { run } = snapshot;
    const place = held.runs.findIndex((each) => each.id === run.id);
    if (place === -1) held.runs.unshift(run);
    else held.runs[place] = run;
    held.underWay = held.underWay.filter((each) => each.run.id !== run.id);
    if (snapshot.phase !== "ended") held.underWay.push(snapshot);
    held.rows = held.rows.map((row) =>
      row.dataflow.id === run.dataflow
        ? {
            ...row,
            status: run.status,
            lastRun: run,
            ...(run.status !== "succeeded"
              ? {}
              : run.kind === "rollback"
                ? { rolledBack: { to: run.to, table: oneOf(run, row.dataflow) } }
                : { hasDatabase: true, lastRefresh: run.endedAt, rolledBack: null }),
          }
        : row,
    );
    runChanged.emit(snapshot);
  };
  const snapshotOf = (run: RunId): RunSnapshot => {
    const under = held.underWay.find((each) => each.run.id === run);
    if (under) return under;
    const ended = held.runs.find((each) => each.id === run);
    if (!ended)
      throw refuse("other", "This run is no longer in the history.", "Go back to Run history.");
    return makeSnapshot(ended);
  };
  const finish = (run: RunId, status: Run["status"] = "succeeded") => {
    const { run: before } = snapshotOf(run);
    const flow = rowOf(before.dataflow).dataflow;
    const part = { startedAt: before.startedAt, endedAt: moment(0) };
    const kind = before.kind === "rollback" ? { kind: before.kind, to: before.to } : {};
    put(makeSnapshot(makeRun(run, flow, status, { ...part, ...kind } as Partial<Run>)));
  };
  const progress = (run: RunId, part: Partial<RunSnapshot>, rows?: number) => {
    const before = snapshotOf(run);
    put({
      ...before,
      ...part,
      run: { ...before.run, status: "running", rows: rows ?? before.run.rows },
    });
  };
  const beginRun = async (flow: Dataflow, part: Partial<Run> = {}): Promise<RunSnapshot> => {
    const id = Math.max(0, ...held.runs.map((run) => run.id)) + 1;
    const snapshot = makeSnapshot(
      makeRun(id, flow, "running", {
        startedAt: moment(0),
        rows: 0,
        durationMs: 0,
        calls: 0,
        throttled: 0,
        ...part,
      }),
    );
    put(snapshot);
    if (options.pace !== undefined) void play(id);
    return snapshot;
  };
  const play = async (id: RunId) => {
    for (let percent = 10; percent < 100; percent += 10) {
      await wait();
      if (!held.underWay.some((each) => each.run.id === id)) return;
      progress(
        id,
        { phase: "reading", percent, secondsLeft: Math.round((100 - percent) / 8) },
        percent * 124,
      );
    }
    await wait();
    if (held.underWay.some((each) => each.run.id === id)) finish(id);
  };
  const privacy = fakePrivacy({
    flow: (id) => rowOf(id).dataflow,
    isMasked: () => preferences.maskPersonalData ?? false,
    read: (view, row) => reading.commands.tableRows(view, row, 1),
  });
  const versions = (row: DataflowRow) =>
    makePublications(
      row.dataflow,
      held.runs.filter((run) => run.dataflow === row.dataflow.id),
    );
  const view = (row: DataflowRow): DatabaseView => ({
    dataflow: row.dataflow,
    path: `/home/analyst/.local/share/poolhouse/databases/${row.dataflow.name}.db`,
    bytes: 4_812_800,
    tables: row.dataflow.tables.map((table) => ({
      source: table.source,
      name: table.target,
      rows: rowsOf(table.target, null),
      version: versions(row).find((each) => each.current)?.run ?? 0,
      columns: privacy.columnsOf(table.target),
    })),
    versionsKept: versions(row).filter((each) => each.kept).length,
    peopleForgotten: privacy.forgotten(row.dataflow.id),
    toRewrite: privacy.toRewrite.has(row.dataflow.id),
    unreadable:
      row.dataflow.name === "Archive"
        ? "The file is held by another program. Close it there and try again."
        : null,
  });

  const rowsOf = (table: string, run: RunId | null): number => {
    if (table === "empty") return 0;
    if (table === "wide") return 500;
    if (table === "people") return state === "huge" ? 9_000 : 900;
    if (table !== "users") return 14;
    if (run !== null) return held.runs.find((each) => each.id === run)?.rows ?? 0;
    return state === "huge" ? 1_204_331 : 12_468;
  };
  const isMasked = () => preferences.maskPersonalData ?? false;
  const missing = { leftOut: () => leftOut, columnsLeftOut: () => columnsLeftOut };
  const reading = fakeReading(rowsOf, { isMasked, columnsOf: privacy.columnsOf }, missing);
  const review = fakeReview({
    rows: () => held.rows,
    ...missing,
    isMasked,
    columnsOf: reading.columnsOf,
    groups: state === "huge" ? 5_000 : 0,
    progress: exportProgressed.emit,
  });

  const plain: Api["commands"] = {
    ...fakeWizard({ rows: () => held.rows, failing, wait, step: checkStepped.emit }),
    listDataflows: async () => held.rows,
    createDataflow: async (wanted, _secrets, keep) => {
      const flow = makeDataflow(Math.max(0, ...held.rows.map((row) => row.dataflow.id)) + 1, {
        ...wanted,
        createdAt: moment(0),
        updatedAt: moment(0),
      });
      held.rows = [
        ...held.rows,
        makeRow(flow, null, keep === "this_run_only" ? { secret: "ask_each_run" } : {}),
      ];
      dataflowsChanged.emit(null);
      return flow;
    },
    editDataflow: async (id, wanted) => {
      const flow = { ...rowOf(id).dataflow, ...wanted, updatedAt: moment(0) };
      held.rows = held.rows.map((row) =>
        row.dataflow.id === id ? { ...row, dataflow: flow } : row,
      );
      dataflowsChanged.emit(null);
      return flow;
    },
    duplicateDataflow: async (id, name) =>
      plain.createDataflow({ ...rowOf(id).dataflow, name }, {}, "keychain"),
    removal: async (id) => ({
      name: rowOf(id).dataflow.name,
      tables: rowOf(id).dataflow.tables.map((table, index) => ({
        name: table.target,
        rows: index === 0 ? 12_468 : 14,
      })),
      versions: 5,
      runs: held.runs.filter((run) => run.dataflow === id).length,
      bytes: 4_812_800,
      keychainEntry: rowOf(id).secret === "stored",
    }),
    removeDataflow: async (id) => {
      held.rows = held.rows.filter((row) => row.dataflow.id !== id);
      held.runs = held.runs.filter((run) => run.dataflow !== id);
      dataflowsChanged.emit(null);
      return null;
    },
    startRun: async (id, secrets) => {
      const row = rowOf(id);
      if (
        row.secret !== null &&
        secrets === null &&
        (state === "no-keychain" || row.secret === "ask_each_run")
      )
        throw refuse(
          "needs_secret",
          "The secret access key is not in a keychain.",
          "Enter it for this run only.",
        );
      const interrupted = row.lastRun?.status === "interrupted" ? row.lastRun : null;
      if (!interrupted) return beginRun(row.dataflow);
      put(makeSnapshot({ ...interrupted, status: "running", endedAt: null, failure: null }));
      if (options.pace !== undefined) void play(interrupted.id);
      return snapshotOf(interrupted.id);
    },
    cancelRun: async (run) => {
      finish(run, "cancelled");
      return null;
    },
    versions: async (id) => versions(rowOf(id)),
    previewRollback: async (id, to, table) => {
      const publications = versions(rowOf(id));
      const then = publications.find((each) => each.run === to && each.kept);
      if (!then) throw refuse("other", "This version is no longer kept.", "Look at a newer one.");
      const now = publications.find((each) => each.current)?.tables ?? [];
      return {
        to,
        tables: then.tables
          .filter((each) => table === null || each.target === table)
          .map((each, place) => ({
            source: each.source,
            name: each.target,
            rowsNow: now.find(({ source }) => source === each.source)?.rows ?? null,
            rowsThen: each.rows,
            added: each.target === "users" ? 4 : 0,
            changed: each.target === "users" ? 112 : 0,
            removed: each.target === "users" ? 37 + place : 0,
            columnsAdded: [],
            columnsRemoved: each.target === "users" ? ["custom_tier\u202E"] : [],
          })),
      };
    },
    cancelPreview: async () => null,
    rollBack: async (id, to, table) => {
      const { tables, ...flow } = rowOf(id).dataflow;
      const chosen = tables.filter((each) => table === null || each.target === table);
      return beginRun({ ...flow, tables: chosen }, { kind: "rollback", to } as Partial<Run>);
    },
    ...fakeHistory(
      () => held.runs,
      () => makeChanges(state === "huge" ? 60_000 : 1_200),
    ),
    openRun: async (run) => makePage(snapshotOf(run), waiting.get(run)),
    takeColumns: async (run) => {
      waiting.delete(run);
      dataflowsChanged.emit(null);
      return null;
    },
    runsUnderWay: async () => held.underWay,
    databases: async () => held.rows.filter((row) => row.hasDatabase).map(view),
    ...reading.commands,
    ...review.commands,
    ...privacy.commands,
    maskPersonalData: async (on) => {
      preferences = { ...preferences, maskPersonalData: on };
      return null;
    },
    preferences: async () => preferences,
    savePreferences: async (wanted) => {
      if (wanted.proxy && !wanted.proxy.trim().startsWith("http://"))
        throw {
          ...refuse("invalid_fields", "Some fields need another look.", "Mend them and save."),
          fields: [{ field: "proxy", message: "Write the proxy as http://host:port." }],
        };
      preferences = {
        ...wanted,
        proxy: (wanted.proxy ?? "").trim(),
        maskPersonalData: preferences.maskPersonalData ?? false,
      };
      return null;
    },
    leave: async () => null,
    readOnly: async () =>
      full
        ? {
            message: "The disk is full, so Poolhouse can only read.",
            hint: "What was imported can be looked at, and exported to another disk. Make room to import again.",
          }
        : null,
    diagnostics: async () =>
      "Poolhouse 0.1.0, linux x86_64, 2026-11-21T09:00:00Z\nData folder: 48128000 bytes\n",
    about: async () => ({
      version: "0.1.0",
      dataFolder: "/home/analyst/.local/share/poolhouse",
      bytes: 48_128_000,
      keychain:
        state === "no-keychain"
          ? {
              available: false,
              message:
                "No keychain answers on this computer. Poolhouse asks for the secret at each run.",
            }
          : { available: true, message: "GNOME Keyring (Secret Service)" },
    }),
  };

  const reads = new Set([
    "listDataflows",
    "listRuns",
    "openRun",
    "databases",
    "openTable",
    "tableRows",
    "connectors",
    "directory",
    "about",
    "diagnostics",
    "versions",
    "runChanges",
    "runChangeCounts",
    "runsOverTime",
    "previewRollback",
  ]);
  const commands = Object.fromEntries(
    Object.entries(plain).map(([name, run]) => [
      name,
      async (...args: unknown[]) => {
        calls.push({ name, args });
        const failed = failing.get(name);
        if (failed) throw failed;
        if (state === "loading" && reads.has(name)) return new Promise(() => {});
        if (state === "error" && reads.has(name)) throw fakeError;
        return (run as (...args: unknown[]) => Promise<unknown>)(...args);
      },
    ]),
  ) as unknown as Api["commands"];

  return {
    commands,
    events: {
      runChanged,
      dataflowsChanged,
      checkStepped,
      exportProgressed,
      waitChanged,
      closeAsked,
    },
    setTitle: async (wanted: string) => {
      title = wanted;
    },
    /** Every command asked for, in order. */
    calls,
    /** Makes a command throw; `connect:keys` and the like fail one check of Connect. */
    fail: (name: string, error: UiError) => failing.set(name, error),
    /** Lets it answer again. */
    mend: (name: string) => failing.delete(name),
    progress,
    finish,
    leaveOut: (databases: string[], columns = 0) => {
      leftOut = databases;
      columnsLeftOut = columns;
    },
    /** Columns that a run left out until somebody takes them. */
    wait: (run: RunId, columns: WaitingColumn[]) => waiting.set(run, columns),
    /** How far the listings of tables are; all the way unless it is said. */
    listing: reading.listing,
    /** Databases that are still to be written anew. */
    toRewrite: privacy.toRewrite,
    /** Looks at columns: held, each waits until it is cancelled. */
    looks: review.looks,
    /** Holds exports in the middle; the answer lets them go. */
    holdExports: review.holdExports,
    /** The tables that are open. */
    open: reading.open,
    held,
    /** Ends a full disk. */
    makeRoom: () => {
      full = false;
    },
    windowTitle: () => title,
  };
}

export type Fake = ReturnType<typeof makeFake>;
