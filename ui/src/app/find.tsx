/** **Find people**: from anywhere, by Ctrl K or the left pane, to everybody with the search ready. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { isModalOpen } from "../components";
import { addressAsLeft, useLastAsked } from "../grid";

interface Find {
  /** Counts how often somebody was to be found. */
  sent: number;
  find: () => void;
}

const Context = createContext<Find>({ sent: 0, find: () => {} });

export const useFind = () => useContext(Context);

/** The key that stands for Ctrl on this computer. */
export const controlKey = /mac/i.test(navigator.platform) ? "⌘" : "Ctrl";

export function FindPeople(props: { children: ReactNode }) {
  const [sent, setSent] = useState(0);
  const [here, goTo] = useLocation();
  const last = useLastAsked();
  // Who comes back another way was not sent to search.
  const isHere = here.startsWith("/directory");
  useEffect(() => {
    if (!isHere) setSent(0);
  }, [isHere]);
  const value = useMemo(
    () => ({
      sent,
      find: () => {
        goTo(addressAsLeft(last, "/directory"));
        setSent((before) => before + 1);
      },
    }),
    [sent, goTo, last],
  );
  const { find } = value;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      if (!isModalOpen()) find();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [find]);
  return <Context.Provider value={value}>{props.children}</Context.Provider>;
}
