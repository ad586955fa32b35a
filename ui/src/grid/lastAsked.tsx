/** What was asked last, and of what: links lead back to it. In the memory of the window, and nowhere else. */
import { createContext, type ReactNode, useContext, useState } from "react";
import type { DataflowId, RunId } from "../ipc";
import { tableAddress } from "./address";

export interface LastAsked {
  /** The words that ask, as they stand in an address after its `?`, by the place; the version is none of them. */
  questions: Map<string, string>;
  /** The table that one looked at in a database, and the run as of which; null for now. */
  tables: Map<DataflowId, { name: string; version: RunId | null }>;
  /** The database that one looked at. */
  database: DataflowId | null;
}

/** Where a link to a place leads: to what was asked there last. */
export function addressAsLeft({ questions }: LastAsked, place: string): string {
  const words = questions.get(place) ?? "";
  return words === "" ? place : `${place}?${words}`;
}

/** Whether a link to a place would only lead back to where one is: Databases goes on to the table seen last. */
export function isLeadBack({ database, tables }: LastAsked, place: string, here: string): boolean {
  const table = database === null ? undefined : tables.get(database);
  if (place !== "/databases" || database === null || table === undefined) return false;
  return decodeURI(tableAddress(database, table.name)) === here;
}

const Context = createContext<LastAsked | null>(null);

export function useLastAsked(): LastAsked {
  const last = useContext(Context);
  if (last === null) throw new Error("BUG: this stands in no LastAskedProvider");
  return last;
}

export function LastAskedProvider(props: { children: ReactNode }) {
  const [last] = useState(
    (): LastAsked => ({ questions: new Map(), tables: new Map(), database: null }),
  );
  return <Context value={last}>{props.children}</Context>;
}
