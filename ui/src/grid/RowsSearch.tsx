import { useState } from "react";
import { SearchField } from "../components";
import type { Asking } from "./useAsking";
import { useSearchFocus } from "./useSearchFocus";
import classes from "./view.module.css";

const searching = {
  short: "All words, in any column",
  whole:
    "Finds the rows that have every word, each in any column. Parts of words will do, case and accents do not count, and a text in double quotes is one word.",
};

/**
 * The search over the rows. What was searched for may name somebody: while personal data is masked its letters
 * are dots until somebody types in the field, and again once they have left it.
 */
export function RowsSearch(props: {
  asking: Asking;
  isMasked: boolean;
  /** Counts how often one was sent here to search. */
  sent: number;
  onType: () => void;
  onEnter: () => void;
}) {
  const { asking } = props;
  const field = useSearchFocus(props.sent);
  /** What was typed since one came to the field. */
  const [typedHere, setTypedHere] = useState<string | null>(null);
  return (
    <div
      className={classes.search}
      data-hidden={(props.isMasked && asking.typed !== typedHere) || undefined}
    >
      <SearchField
        size="xs"
        label="Search in all columns"
        how={searching}
        inputRef={field}
        value={asking.typed}
        onChange={(text) => {
          setTypedHere(text);
          asking.type(text);
          props.onType();
        }}
        onEnter={() => {
          asking.searchNow();
          props.onEnter();
        }}
        onLeave={() => setTypedHere(null)}
      />
    </div>
  );
}
