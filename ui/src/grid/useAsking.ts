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
  filters: Filter[];
  /** The text that is asked for; what is typed comes to it after a pause. */
  sought: string;
  typed: string;
  isFiltered: boolean;
  edited: Edited;
  setEdited: (edited: Edited) => void;
  setFilters: (filters: Filter[]) => void;
  type: (text: string) => void;
  /** Searches without the pause. */
  searchNow: () => void;
  clear: () => void;
}

export function useAsking(asked: Asked, ask: Ask): Asking {
  const { filters, search: sought } = asked;
  const [edited, setEdited] = useState<Edited>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const search = (text: string) => {
    setTyped(null);
    if (text !== sought) ask({ ...asked, search: text }, true);
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
  /** With what is typed, though the pause is not over. */
  const askNow = (wanted: Partial<Asked>) => {
    afterPause.cancel();
    ask({ ...asked, search: typed ?? sought, ...wanted });
  };
  return {
    filters,
    sought,
    typed: typed ?? sought,
    isFiltered: filters.length > 0 || sought !== "",
    edited,
    setEdited,
    setFilters: (wanted) => askNow({ filters: wanted }),
    type: (text) => {
      setTyped(text);
      // What was emptied needs no pause: nobody is typing.
      if (text !== "") return afterPause(text);
      afterPause.cancel();
      search("");
    },
    searchNow: () => {
      afterPause.cancel();
      if (typed !== null) search(typed);
    },
    clear: () => {
      setEdited(null);
      askNow({ filters: [], search: "" });
    },
  };
}
