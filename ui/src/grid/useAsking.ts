import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import type { Filter } from "../ipc";
import type { Asked } from "./address";
import type { Ask } from "./useAsked";

/** Milliseconds without a key after which what is typed is searched for. */
const PAUSE = 300;

/** What is being filtered: a filter by its place, a new one (of a column), or none. */
export type Edited = { place: number } | { column: string | null } | null;

/** What a person asks of the rows: the search as it is typed, and the filters as they are changed. */
export interface Asking {
  /** What is asked for; what is typed comes to it after a pause. */
  asked: Asked;
  typed: string;
  isFiltered: boolean;
  edited: Edited;
  setEdited: (edited: Edited) => void;
  /** Asks for a part of it anew, and with it for what is typed, though the pause is not over. */
  change: (part: Partial<Asked>) => void;
  setFilters: (filters: Filter[]) => void;
  type: (text: string) => void;
  /** Searches without the pause. */
  searchNow: () => void;
  clear: () => void;
}

/** Whatever is asked of the rows is asked here. */
export function useAsking(asked: Asked, ask: Ask): Asking {
  const { filters, search: sought } = asked;
  const [edited, setEdited] = useState<Edited>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const askNow = (part: Partial<Asked>, how?: { isTyping: boolean }) => {
    afterPause.cancel();
    setTyped(null);
    ask({ ...asked, search: typed ?? sought, ...part }, how);
  };
  const search = (text: string) => {
    // A search that begins, or is emptied, is gone back from by itself.
    if (text !== sought) return askNow({ search: text }, { isTyping: text !== "" });
    afterPause.cancel();
    setTyped(null);
  };
  const afterPause = useDebouncedCallback(search, PAUSE);
  // Another question came, by a link or by going back: it stands in the place of what was typed.
  const [answered, setAnswered] = useState(asked);
  if (asked !== answered) {
    setAnswered(asked);
    setTyped(null);
    // Who began a filter while a search was still to come goes on with it.
    if (JSON.stringify(asked.filters) !== JSON.stringify(answered.filters)) setEdited(null);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each question
  useEffect(() => () => afterPause.cancel(), [asked]);
  const change = (part: Partial<Asked>) => askNow(part);
  // An order that is asked for came with a ready question, and goes with the last of its filters.
  const setFilters = (wanted: Filter[]) =>
    change(wanted.length === 0 ? { filters: [], sort: [] } : { filters: wanted });
  return {
    asked,
    typed: typed ?? sought,
    isFiltered: filters.length > 0 || sought !== "",
    edited,
    setEdited,
    change,
    setFilters,
    type: (text) => {
      setTyped(text);
      // What was emptied needs no pause: nobody is typing.
      if (text === "") search(text);
      else afterPause(text);
    },
    searchNow: () => search(typed ?? sought),
    clear: () => {
      setEdited(null);
      change({ filters: [], search: "", sort: [] });
    },
  };
}
