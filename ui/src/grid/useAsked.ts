import { useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { type Asked, askedIn, searchOf } from "./address";

/** Asks something else; what is typed takes the place of what was asked before it was typed on. */
export type Ask = (asked: Asked, isTyped?: true) => void;

/**
 * What is asked of rows stands in the address, so that one can go back to it. `place` is where these
 * rows are, and `others` the words of its address that are none of the question and stay.
 */
export function useAsked(
  place: string,
  others: Record<string, string>,
): { asked: Asked; ask: Ask } {
  const search = useSearch();
  const [, navigate] = useLocation();
  const asked = useMemo(() => askedIn(search), [search]);
  const ask: Ask = (wanted, isTyped) =>
    navigate(place + searchOf(others, wanted), { replace: isTyped ?? false });
  return { asked, ask };
}
