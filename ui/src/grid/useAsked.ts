import { useMemo, useRef } from "react";
import { useLocation, useSearch } from "wouter";
import { type Asked, askedIn, searchOf } from "./address";

/** Asks something else. What is being typed (`isTyping`) takes the place of what was typed before it, and of nothing else. */
export type Ask = (asked: Asked, how?: { isTyping: boolean }) => void;

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
  /** The address that came of typing, for as long as one is there. */
  const typed = useRef<string | null>(null);
  const here = place + (search === "" ? "" : `?${search}`);
  if (typed.current !== here) typed.current = null;
  const ask: Ask = (wanted, how) => {
    const isTyping = how?.isTyping ?? false;
    const to = place + searchOf(others, wanted);
    const replace = isTyping && typed.current !== null;
    if (isTyping) typed.current = to;
    navigate(to, { replace });
  };
  return { asked, ask };
}
