/**
 * Server state: one cache, filled by commands, kept true by events. Nothing polls.
 *
 * | Key | Made stale by |
 * |---|---|
 * | dataflows, databases, runs, overTime, versions, questions, directory | `dataflowsChanged`; `runChanged` when a run begins or ends; databases also by saying what a column holds, databases and versions by forgetting somebody, questions by another day |
 * | underWay, run | replaced by every `runChanged`; run also by taking columns and by forgetting somebody |
 * | changes, changeCounts | masking, saying what a column holds, forgetting somebody |
 * | keptValue | masking |
 * | preview | always: it is asked for anew each time that the dialog is opened |
 * | classes | each time it is looked at |
 * | readOnly | `dataflowsChanged`; looking again |
 * | connectors, about | never while the app is open |
 * | preferences | saving them, masking; coming back to the window, as the command line masks too |
 *
 * The command line may import while the window is open, and nothing tells of that: what stands in the first
 * line above is asked for anew when a place that shows it is opened, and when one comes back to the window.
 * What is known stays in sight meanwhile.
 *
 * Rows are not in this cache: a table that is open is an `OpenTable`, which lets go of what is far.
 */
import {
  infiniteQueryOptions,
  keepPreviousData,
  QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { commands, events } from "./api";
import type {
  ChangeQuery,
  DataflowId,
  Person,
  PersonalData,
  PersonForgotten,
  Preferences,
  RunId,
  RunQuery,
  RunSnapshot,
} from "./bindings";
import {
  hasEnded,
  withRunInList,
  withRunOfRow,
  withSnapshot,
  withSnapshotOnPage,
} from "./snapshots";

/** A ready question's days end with today: after midnight it is another question. */
const today = () => new Date().toDateString();

export const keys = {
  connectors: ["connectors"],
  dataflows: ["dataflows"],
  underWay: ["underWay"],
  allRuns: ["runs"],
  runs: (query: Omit<RunQuery, "before">) => ["runs", query],
  allOverTime: ["overTime"],
  overTime: (query: Omit<RunQuery, "before" | "limit">) => ["overTime", query],
  allRunPages: ["run"],
  run: (run: RunId) => ["run", run],
  allChanges: ["changes"],
  changes: (run: RunId, query: ChangeQuery) => ["changes", run, query],
  changeCounts: (run: RunId) => ["changes", run, "counts"],
  databases: ["databases"],
  classes: (dataflow: DataflowId) => ["classes", dataflow],
  directory: ["directory"],
  allVersions: ["versions"],
  versions: (dataflow: DataflowId) => ["versions", dataflow],
  allKeptValues: ["keptValue"],
  keptValue: (value: number) => ["keptValue", value],
  preview: (dataflow: DataflowId, to: RunId | null, table: string | null) => [
    "preview",
    dataflow,
    to,
    table,
  ],
  allQuestions: ["questions"],
  questions: (dataflow: DataflowId) => ["questions", dataflow, today()],
  question: (dataflow: DataflowId, table: string, title: string, days: number | null) => [
    "questions",
    dataflow,
    table,
    title,
    days,
    today(),
  ],
  preferences: ["preferences"],
  about: ["about"],
  readOnly: ["readOnly"],
} as const;

/** What a run changes, in whichever program it is made. */
const changedByOthers = [
  keys.dataflows,
  keys.databases,
  keys.directory,
  keys.allRuns,
  keys.allOverTime,
  keys.allVersions,
  keys.allQuestions,
];

/** The cache. Everything in it comes from this computer, so being offline changes nothing. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

/** For what another program may have changed. */
const anew = { refetchOnMount: "always" } as const;

/** Runs asked for at a time. */
export const RUNS_A_PAGE = 200;
/** Changes that come at a time. */
export const CHANGES_A_PAGE = 500;

const connectorsOptions = queryOptions({
  queryKey: keys.connectors,
  queryFn: () => commands.connectors(),
});

/** The engine reads preferences of an older app that lack some, and always answers all. */
export type AllPreferences = Required<Preferences>;

const preferencesOptions = queryOptions({
  queryKey: keys.preferences,
  queryFn: async () => (await commands.preferences()) as AllPreferences,
});

export const useConnectors = () => useQuery(connectorsOptions);
export const usePreferences = () => useQuery(preferencesOptions);
/**
 * Whether personal data is masked. Until that is known, and where it cannot be, it is: what was not to be
 * seen cannot be taken back.
 */
export const useIsMasked = () => usePreferences().data?.maskPersonalData ?? true;
export const useAbout = () =>
  useQuery({ queryKey: keys.about, queryFn: () => commands.about(), refetchOnMount: "always" });
/** Why nothing can be written for now, in words; null in normal life. */
export const useReadOnly = () =>
  useQuery({ queryKey: keys.readOnly, queryFn: () => commands.readOnly() });
/** The report for somebody who is to help, made anew each time it is looked at. */
export const useDiagnostics = () =>
  useQuery({
    queryKey: ["diagnostics"],
    queryFn: () => commands.diagnostics(),
    refetchOnMount: "always",
    gcTime: 0,
  });
export const useDataflows = () =>
  useQuery({ queryKey: keys.dataflows, queryFn: () => commands.listDataflows(), ...anew });
export const useRunsUnderWay = () =>
  useQuery({ queryKey: keys.underWay, queryFn: () => commands.runsUnderWay() });
export const useDatabases = () =>
  useQuery({ queryKey: keys.databases, queryFn: () => commands.databases(), ...anew });
export const useDirectory = () =>
  useQuery({ queryKey: keys.directory, queryFn: () => commands.directory(), ...anew });
export const useRun = (run: RunId) =>
  useQuery({ queryKey: keys.run(run), queryFn: () => commands.openRun(run) });
export const useVersions = (dataflow: DataflowId) =>
  useQuery({
    queryKey: keys.versions(dataflow),
    queryFn: () => commands.versions(dataflow),
    ...anew,
  });

export const useReadyQuestions = (dataflow: DataflowId) =>
  useQuery({
    queryKey: keys.questions(dataflow),
    queryFn: () => commands.readyQuestions(dataflow),
    ...anew,
    // At midnight those of yesterday stay until those of today have come.
    placeholderData: (before, query) => (query?.queryKey[1] === dataflow ? before : undefined),
  });

/** A ready question that counts other days than it does by itself; nothing without. */
export const useReadyQuestion = (
  dataflow: DataflowId,
  table: string,
  title: string,
  days: number | null,
) =>
  useQuery({
    queryKey: keys.question(dataflow, table, title, days),
    queryFn: () => commands.readyQuestion(dataflow, table, title, days ?? 0),
    enabled: days !== null,
  });

/** A question to the history, whatever the page. */
export type HistoryQuery = Omit<RunQuery, "before" | "limit">;

const runsOptions = (query: HistoryQuery) => {
  const asked = { ...query, limit: RUNS_A_PAGE };
  return infiniteQueryOptions({
    queryKey: keys.runs(asked),
    queryFn: ({ pageParam }) => commands.listRuns({ ...asked, before: pageParam }),
    initialPageParam: null as RunId | null,
    getNextPageParam: (page) => (page.length < RUNS_A_PAGE ? null : (page.at(-1)?.id ?? null)),
  });
};
/** While another question is answered, the answer to the one before stays in sight. */
export const useRuns = (query: HistoryQuery) =>
  useInfiniteQuery({ ...runsOptions(query), ...anew, placeholderData: keepPreviousData });

/** How many runs a question brings, and what they were over time. */
export const useRunsOverTime = (query: HistoryQuery) =>
  useQuery({
    queryKey: keys.overTime(query),
    queryFn: () => commands.runsOverTime({ ...query, limit: 0, before: null }),
    ...anew,
    placeholderData: keepPreviousData,
  });

/** What going back would change; asked for once a version is chosen. */
export const useRollbackPreview = (dataflow: DataflowId, to: RunId | null, table: string | null) =>
  useQuery({
    queryKey: keys.preview(dataflow, to, table),
    queryFn: () => commands.previewRollback(dataflow, to ?? 0, table),
    enabled: to !== null,
    staleTime: 0,
    gcTime: 0,
  });

export const useChangeCounts = (run: RunId) =>
  useQuery({ queryKey: keys.changeCounts(run), queryFn: () => commands.runChangeCounts(run) });

export const useChanges = (run: RunId, query: ChangeQuery) =>
  useInfiniteQuery({
    queryKey: keys.changes(run, query),
    queryFn: ({ pageParam }) => commands.runChanges(run, query, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < CHANGES_A_PAGE ? null : (page.at(-1)?.id ?? null)),
  });

/** What a filter looks for that came by a link while personal data was masked: asked once it is masked no more. */
export const useKeptValue = (value: number | null, isMasked: boolean) =>
  useQuery({
    queryKey: keys.keptValue(value ?? 0),
    queryFn: () => commands.keptValue(value ?? 0),
    enabled: value !== null && !isMasked,
    gcTime: 0,
  });

/** Keeps the preferences and shows them at once, as they were stored. */
export function useSavePreferences(): (preferences: AllPreferences) => Promise<void> {
  const client = useQueryClient();
  return async (preferences) => {
    await commands.savePreferences(preferences);
    await client.fetchQuery({ ...preferencesOptions, staleTime: 0 });
  };
}

/** What the columns of a database hold of a person. */
export const useColumnClasses = (dataflow: DataflowId) =>
  useQuery({
    queryKey: keys.classes(dataflow),
    queryFn: () => commands.columnClasses(dataflow),
    refetchOnMount: "always",
  });

/** Says what a column holds; null takes back what was said. */
export function useClassColumn(): (
  dataflow: DataflowId,
  table: string,
  column: string,
  said: PersonalData | null,
) => Promise<void> {
  const client = useQueryClient();
  return async (dataflow, table, column, said) => {
    await commands.classColumn(dataflow, table, column, said);
    await client.invalidateQueries({ queryKey: keys.databases });
    await client.invalidateQueries({ queryKey: keys.classes(dataflow) });
    void client.invalidateQueries({ queryKey: keys.allChanges });
  };
}

/** Masks personal data on every screen, or shows it again. */
export function useMaskPersonalData(): (on: boolean) => Promise<void> {
  const readAgain = useReadPreferencesAgain();
  return async (on) => {
    await commands.maskPersonalData(on);
    await readAgain();
  };
}

function useReadPreferencesAgain(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    const before = client.getQueryData(preferencesOptions.queryKey);
    const now = await client.fetchQuery({ ...preferencesOptions, staleTime: 0 });
    if (before?.maskPersonalData === now.maskPersonalData) return;
    // What was seen before is not to be found in the cache either.
    client.removeQueries({ queryKey: keys.allKeptValues });
    client.removeQueries({ queryKey: keys.allChanges, type: "inactive" });
    await client.resetQueries({ queryKey: keys.allChanges });
  }, [client]);
}

/** Reads the settings again whenever one comes back to the window: the command line masks too. */
export function useFollowPreferences(): void {
  const readAgain = useReadPreferencesAgain();
  useEffect(() => {
    const back = () => void readAgain().catch(() => {});
    window.addEventListener("focus", back);
    return () => window.removeEventListener("focus", back);
  }, [readAgain]);
}

/** Forgets a person, and asks again for whatever may have shown them. */
export function useForgetPerson(): (
  dataflow: DataflowId,
  person: Person,
) => Promise<PersonForgotten> {
  const again = useAskAgain();
  return async (dataflow, person) => {
    try {
      return await commands.forgetPerson(dataflow, person);
    } finally {
      await again();
    }
  };
}

/** Writes a file anew out of which somebody was deleted. */
export function useFinishForgetting(): (dataflow: DataflowId) => Promise<void> {
  const again = useAskAgain();
  return async (dataflow) => {
    try {
      await commands.finishForgetting(dataflow);
    } finally {
      await again();
    }
  };
}

function useAskAgain(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    for (const queryKey of [keys.databases, keys.allVersions, keys.allChanges, keys.allRunPages])
      await client.invalidateQueries({ queryKey });
  };
}

/** Takes the columns that wait since a run; other runs may have waited for the same. */
export function useTakeColumns(): (run: RunId) => Promise<void> {
  const client = useQueryClient();
  return async (run) => {
    await commands.takeColumns(run);
    await client.invalidateQueries({ queryKey: keys.allRunPages });
  };
}

/** Puts a snapshot, from an event or a command's answer, wherever that run is shown. */
export function acceptSnapshot(client: QueryClient, snapshot: RunSnapshot): void {
  const { run } = snapshot;
  const held = client.getQueryData<RunSnapshot[]>(keys.underWay);
  const isNew = !held?.some((each) => each.run.id === run.id);
  client.setQueryData<RunSnapshot[]>(keys.underWay, (runs) => withSnapshot(runs ?? [], snapshot));
  client.setQueryData<Awaited<ReturnType<typeof commands.listDataflows>>>(
    keys.dataflows,
    (rows) => rows && withRunOfRow(rows, run),
  );
  client.setQueryData<Awaited<ReturnType<typeof commands.openRun>>>(
    keys.run(run.id),
    (page) => page && withSnapshotOnPage(page, snapshot),
  );
  if (hasEnded(snapshot)) {
    for (const queryKey of [
      keys.dataflows,
      keys.allRuns,
      keys.allOverTime,
      keys.run(run.id),
      keys.databases,
      keys.directory,
      keys.allVersions,
      keys.allQuestions,
      keys.allChanges,
    ]) {
      void client.invalidateQueries({ queryKey });
    }
  } else if (isNew) {
    void client.invalidateQueries({ queryKey: keys.allRuns });
    void client.invalidateQueries({ queryKey: keys.allOverTime });
    void client.invalidateQueries({ queryKey: keys.dataflows });
  } else {
    client.setQueriesData<{ pages: (typeof run)[][]; pageParams: unknown[] }>(
      { queryKey: keys.allRuns },
      (runs) => runs && { ...runs, pages: runs.pages.map((page) => withRunInList(page, run)) },
    );
  }
}

/** Listens to the engine, and for one's coming back to the window; returns how to stop. Call once, where the app begins. */
export function wireEvents(client: QueryClient): () => void {
  let stopped = false;
  const stops: (() => void)[] = [];
  const keep = (stop: () => void) => {
    if (stopped) stop();
    else stops.push(stop);
  };
  void events.runChanged.listen(({ payload }) => acceptSnapshot(client, payload)).then(keep);
  void events.dataflowsChanged
    .listen(() => {
      for (const queryKey of [...changedByOthers, keys.underWay, keys.readOnly]) {
        void client.invalidateQueries({ queryKey });
      }
    })
    .then(keep);
  const back = () => {
    for (const queryKey of changedByOthers) void client.invalidateQueries({ queryKey });
  };
  window.addEventListener("focus", back);
  return () => {
    stopped = true;
    window.removeEventListener("focus", back);
    for (const stop of stops) stop();
  };
}
