/** Looks at columns one after the other: the engine looks at one of a table at a time. */
import { useCallback, useEffect, useRef, useState } from "react";
import {
  asUiError,
  type ColumnProfile,
  type OpenTable,
  type OpenTableState,
  type UiError,
} from "../ipc";

/** What is known of a column: what its values are like, or why that cannot be said. */
export type Looked = { profile: ColumnProfile; error: null } | { profile: null; error: UiError };

interface Looks {
  /** What was found belongs to the rows of this one. */
  table: OpenTable;
  found: ReadonlyMap<string, Looked>;
  isStopped: boolean;
}

function none(table: OpenTable): Looks {
  return { table, found: new Map(), isStopped: false };
}

/** What is held of these rows; what other rows had is nothing to them. */
function ofTable(held: Looks, table: OpenTable): Looks {
  return held.table === table ? held : none(table);
}

export interface Profiles {
  of: (column: string) => Looked | undefined;
  /** The column that is looked at now. */
  current: string | null;
  isStopped: boolean;
  stop: () => void;
  /** Looks on after a stop, and again where it failed. */
  goOn: () => void;
}

/** Profiles of the columns that are wanted, in their order; each is kept while its rows are. */
export function useProfiles(
  table: OpenTable,
  state: OpenTableState,
  wanted: readonly string[],
): Profiles {
  const [held, setHeld] = useState<Looks>(() => none(table));
  const looks = ofTable(held, table);
  const isReady = state.status === "open" && !looks.isStopped;
  const current = isReady ? (wanted.find((column) => !looks.found.has(column)) ?? null) : null;
  /** The table whose engine is at it. Another look ends the one before, so that only the last needs to be. */
  const busy = useRef<OpenTable | null>(null);
  useEffect(() => {
    if (current === null) {
      busy.current?.cancelProfile();
      busy.current = null;
      return;
    }
    let isWanted = true;
    busy.current = table;
    const keep = (looked: Looked) => {
      if (!isWanted) return;
      // A cancel that comes too late would end the next one.
      busy.current = null;
      setHeld((before) => {
        const now = ofTable(before, table);
        return { ...now, found: new Map([...now.found, [current, looked]]) };
      });
    };
    table.profile(current).then(
      (profile) => {
        if (profile) keep({ profile, error: null });
      },
      (error) => keep({ profile: null, error: asUiError(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [table, current]);
  useEffect(() => () => busy.current?.cancelProfile(), []);
  const stop = useCallback(
    () => setHeld((before) => ({ ...ofTable(before, table), isStopped: true })),
    [table],
  );
  const goOn = useCallback(
    () =>
      setHeld((before) => {
        const { found } = ofTable(before, table);
        const kept = [...found].filter(([, looked]) => looked.error === null);
        return { table, found: new Map(kept), isStopped: false };
      }),
    [table],
  );
  return {
    of: (column) => looks.found.get(column),
    current,
    isStopped: looks.isStopped,
    stop,
    goOn,
  };
}
