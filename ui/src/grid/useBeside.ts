import { type RefObject, useEffect, useState } from "react";
import type { OpenTableState } from "../ipc";
import type { Spot } from "./gridKeys";
import type { GridHandle } from "./gridProps";
import type { Selection } from "./selection";

const origin: Spot = { row: 0, column: 0 };

/** What stands beside the rows; `entered` counts how often the keyboard came there. */
type Open = { row: number; entered: number };
type OpenProfile = { column: string | null; entered: number };

/** Where one stands among the rows, which are chosen, and what is open beside them: a card or a profile. */
export function useBeside(grid: RefObject<GridHandle | null>, question: string) {
  const [spot, setSpot] = useState<Spot>(origin);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [card, setCard] = useState<Open | null>(null);
  const [isHistory, setHistory] = useState(false);
  const [profile, setProfile] = useState<OpenProfile | null>(null);
  const [answered, setAnswered] = useState(question);
  if (question !== answered) {
    // The rows are others: what was chosen of them, and where one stood, means nothing now.
    setAnswered(question);
    setSelection(null);
    setCard(null);
    if (spot.row > 0) setSpot({ ...spot, row: 0 });
  }
  return {
    spot,
    goTo: (next: Spot) => {
      setSpot(next);
      // A card that is open follows.
      if (next.row >= 0) setCard((now) => now && { row: next.row, entered: 0 });
    },
    selection,
    select: setSelection,
    card,
    openCard: (row: number, isEntered: boolean) => {
      setProfile(null);
      setCard((now) => ({ row, entered: isEntered ? (now?.entered ?? 0) + 1 : 0 }));
    },
    /** The card of another row, from the card itself. */
    stepCard: (row: number) => {
      grid.current?.goTo({ ...spot, row }, false);
      setCard({ row, entered: 0 });
    },
    isHistory,
    setHistory,
    profile,
    openProfile: (column: string | null) => {
      setCard(null);
      setProfile((now) => ({ column, entered: (now?.entered ?? 0) + 1 }));
    },
    closeCard: () => setCard(null),
    closeProfile: () => setProfile(null),
    /** From within it: the keyboard goes on in the grid. */
    leave: () => {
      setCard(null);
      setProfile(null);
      grid.current?.goTo(spot, true);
    },
  };
}

export type Beside = ReturnType<typeof useBeside>;

/** Opens the card of the first row, as soon as there is one; nothing, where there is none. */
export function useFirstCard(
  grid: RefObject<GridHandle | null>,
  state: OpenTableState,
  openCard: Beside["openCard"],
) {
  const [isWanted, setWanted] = useState(false);
  const hasFirst = state.found > 0;
  const hasNone = state.status !== "opening" && (state.done || state.status !== "open");
  // biome-ignore lint/correctness/useExhaustiveDependencies: it opens the same card at any time
  useEffect(() => {
    if (!isWanted || !(hasFirst || hasNone)) return;
    setWanted(false);
    if (!hasFirst) return;
    grid.current?.goTo({ row: 0, column: 0 }, false);
    openCard(0, true);
  }, [isWanted, hasFirst, hasNone]);
  return setWanted;
}
