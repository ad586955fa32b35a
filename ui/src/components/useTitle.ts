import { type PointerEvent, useState } from "react";

/**
 * A title where it tells what cannot be seen, and only there: `isHidden` looks when the pointer comes. Once
 * that is pressed it goes, as it would cover what is opened.
 */
export function useTitle(text: string, isHidden: (element: Element) => boolean) {
  const [isNeeded, setNeeded] = useState(false);
  return {
    title: isNeeded ? text : undefined,
    onPointerEnter: (event: PointerEvent) => setNeeded(isHidden(event.currentTarget)),
    onPointerLeave: () => setNeeded(false),
    onPointerDown: () => setNeeded(false),
  };
}

/** Less than a line: letters may reach a little above and below theirs. */
const OVER = 6;

/** Whether a text is cut off at its end, on one line or after several. */
export function isCutOff(element: Element): boolean {
  return (
    element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight + OVER
  );
}
