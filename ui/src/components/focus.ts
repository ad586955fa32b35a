/** Where the keyboard goes on when what has the focus goes away. */
import { type RefObject, useEffect, useRef, useState } from "react";

const MODAL = '[aria-modal="true"]';

/** Whether something waits for an answer: keys that lead elsewhere do nothing until it has one. */
export const isModalOpen = () => document.querySelector(MODAL) !== null;

/** Where the focus is; null where it is nowhere. */
function focused(): HTMLElement | null {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && activeElement !== document.body
    ? activeElement
    : null;
}

/** Puts it where the page begins: among its rows, where it has some; of a dialog that is open, in there. */
function focusPage() {
  const dialog = document.querySelector<HTMLElement>(MODAL);
  const main = document.getElementById("main");
  const cell = main?.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]');
  (dialog ?? cell ?? main)?.focus({ preventScroll: true });
}

/** What a dialog is opened from. An item goes with its menu: that is named by the button that has it. */
function openerNow(): HTMLElement | null {
  const from = focused();
  const menu = from?.closest('[role="menu"]');
  return menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : from;
}

/**
 * For a dialog that is open as soon as it is there: gives the focus back to what it was opened from. (Mantine
 * does so for those that are there before they are opened.)
 */
export function useFocusBack(): void {
  const [opener] = useState(openerNow);
  useEffect(() => {
    // A dialog that led on to this one has given it back by now.
    const to = opener?.isConnected ? opener : openerNow();
    return () => {
      if (focused() !== null) return;
      to?.focus({ preventScroll: true });
      if (focused() === null) focusPage();
    };
  }, [opener]);
}

/** For what goes away when one of its buttons is pressed: the keyboard goes on in the page. */
export function useFocusGoesOn<Of extends HTMLElement>(): RefObject<Of | null> {
  const part = useRef<Of>(null);
  useEffect(() => {
    const element = part.current;
    if (element === null) return;
    let hasFocus = element.contains(document.activeElement);
    const come = () => {
      hasFocus = true;
    };
    // A button that is off while it works has the focus no more, and nothing else has it.
    const leave = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget !== null) hasFocus = element.contains(relatedTarget as Node);
    };
    element.addEventListener("focusin", come);
    element.addEventListener("focusout", leave);
    return () => {
      element.removeEventListener("focusin", come);
      element.removeEventListener("focusout", leave);
      if (hasFocus && focused() === null) focusPage();
    };
  }, []);
  return part;
}
