import { UnstyledButton } from "@mantine/core";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { ClippedText, formatCount, plural } from "../components";
import {
  type ColumnProfile,
  type Filter,
  type OpenTable,
  type OpenTableState,
  type Subject,
  useOpenTable,
} from "../ipc";
import { nothingAsked } from "./address";
import classes from "./counts.module.css";
import { useProfiles } from "./useProfiles";

/** Values shown before one asks for more. */
const SHOWN = 6;

/** A column whose values are counted above the grid. */
export interface CountedColumn {
  /** The column's name. */
  column: string;
  /** What its values are, such as *By column*. */
  label: string;
  /** How a value is shown; as it is where there is nothing better. */
  show?: (value: string) => ReactNode;
  /** The values that are always told, in this order, though they be on no row. */
  always?: readonly string[];
}

function isChosen(filters: readonly Filter[], column: string, value: string): boolean {
  return filters.some(
    ({ column: name, test, not }) =>
      name === column && !not && test.kind === "equals" && test.text === value,
  );
}

function Values(props: {
  counted: CountedColumn;
  profile: ColumnProfile;
  filters: Filter[];
  onFilters: (filters: Filter[]) => void;
}) {
  const { counted, profile, filters } = props;
  const [isWhole, setWhole] = useState(false);
  const rowsOf = (value: string) =>
    profile.frequent.find((each) => each.value === value)?.rows ?? 0;
  const values = counted.always ?? profile.frequent.map(({ value }) => value);
  if (values.length === 0) return null;
  const shown = isWhole ? values : values.slice(0, SHOWN);
  const untold = profile.distinct - profile.frequent.length;
  const choose = (value: string) => {
    const others = filters.filter(
      ({ column, test }) => !(column === counted.column && test.kind === "equals"),
    );
    const isOn = isChosen(filters, counted.column, value);
    const one: Filter = {
      column: counted.column,
      test: { kind: "equals", text: value },
      not: false,
    };
    props.onFilters(isOn ? others : [...others, one]);
  };
  return (
    <div className={classes.group}>
      <span className={classes.label}>{counted.label}</span>
      <ul aria-label={counted.label} className={classes.values}>
        {shown.map((value) => (
          <li key={value}>
            <UnstyledButton
              className={classes.value}
              disabled={rowsOf(value) === 0}
              aria-pressed={isChosen(filters, counted.column, value)}
              onClick={() => choose(value)}
            >
              {counted.show ? counted.show(value) : <ClippedText text={value} />}{" "}
              <span className={classes.count}>{formatCount(rowsOf(value))}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {values.length > SHOWN ? (
        <UnstyledButton className={classes.more} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Show fewer" : `Show ${formatCount(values.length - SHOWN)} more`}
        </UnstyledButton>
      ) : null}
      {isWhole && untold > 0 && !counted.always ? (
        <span className={classes.label}>and {plural(untold, "rarer one")}</span>
      ) : null}
    </div>
  );
}

/** Counts over all rows where only some are asked for: all are opened beside them until that is done. */
function CountAll(props: {
  subject: Subject;
  of: string;
  column: string;
  /** Hears it once for each column; null where it cannot be counted. */
  onCounted: (column: string, profile: ColumnProfile | null) => void;
}) {
  const { column, onCounted } = props;
  const { table, state } = useOpenTable({ subject: props.subject, query: nothingAsked }, props.of);
  const isDone = state.status === "open" && state.done;
  const isReady = isDone && state.found > 0;
  const looked = useProfiles(table, state, isReady ? [column] : []).of(column);
  const profile = state.status === "failed" || (isDone && !isReady) ? null : looked?.profile;
  useEffect(() => {
    if (profile !== undefined) onCounted(column, profile);
  }, [profile, column, onCounted]);
  return null;
}

/**
 * How often the values of some columns stand in all rows, told above the grid; choosing one asks for
 * its rows. They are counted once, over all rows: a filter does not change them.
 */
export function CountsBar(props: {
  table: OpenTable;
  state: OpenTableState;
  /** What they are rows of: counted anew for others. */
  of: string;
  counted: readonly CountedColumn[];
  isFiltered: boolean;
  filters: Filter[];
  onFilters: (filters: Filter[]) => void;
}) {
  const { counted, state, of } = props;
  const columns = counted.map(({ column }) => column);
  // Of a comparison one thing is done at a time: counting waits until the rows are there.
  const isReady = !props.isFiltered && state.status === "open" && state.done && state.found > 0;
  const profiles = useProfiles(props.table, state, isReady ? columns : []);
  /** Null is one that cannot be counted: it is not tried again. */
  const [held, setHeld] = useState<{ of: string; known: Map<string, ColumnProfile | null> }>({
    of,
    known: new Map(),
  });
  const known = new Map(held.of === of ? held.known : []);
  let isMore = held.of !== of;
  for (const column of columns) {
    const profile = profiles.of(column)?.profile;
    if (!profile || props.isFiltered || known.get(column) === profile) continue;
    known.set(column, profile);
    isMore = true;
  }
  if (isMore) setHeld({ of, known });
  const isWaiting = props.isFiltered && state.status === "open" && state.done;
  const keep = useCallback(
    (column: string, profile: ColumnProfile | null) =>
      setHeld((before) => ({
        of,
        known: new Map(before.of === of ? before.known : []).set(column, profile),
      })),
    [of],
  );
  const next = isWaiting ? columns.find((column) => !known.has(column)) : undefined;
  const all =
    next === undefined ? null : (
      <CountAll subject={props.table.ask.subject} of={of} column={next} onCounted={keep} />
    );
  if (![...known.values()].some((profile) => profile !== null)) return <>{all}</>;
  return (
    <>
      {all}
      <div className={classes.bar}>
        {counted.map((each) => {
          const profile = known.get(each.column);
          return profile ? (
            <Values
              key={each.column}
              counted={each}
              profile={profile}
              filters={props.filters}
              onFilters={props.onFilters}
            />
          ) : null;
        })}
      </div>
    </>
  );
}
