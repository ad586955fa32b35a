import { useCallback, useRef } from "react";

/**
 * A function that stays the same and does what the newest one does. What is made of it need not be made anew
 * each time that something is drawn, and what was handed out long ago still knows what is asked now.
 */
export function useNewest<Given extends unknown[]>(
  newest: (...given: Given) => void,
): (...given: Given) => void {
  const now = useRef(newest);
  now.current = newest;
  return useCallback((...given: Given) => now.current(...given), []);
}
