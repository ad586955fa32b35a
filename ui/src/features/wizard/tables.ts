/** The last step's table of tables, worked out from the state. Pure. */
import type { ChosenTable, TableOffer } from "../../ipc";
import type { TableAnswer, TableAnswers, WizardState } from "./model";

/** The tables on offer: what Connect found; while editing without it, what the connector knows. */
export function offers(state: WizardState): TableOffer[] {
  const { connection } = state;
  if (connection.state === "done") return connection.found.tables;
  if (connection.state === "stale" && connection.found !== null) return connection.found.tables;
  if (state.purpose.kind !== "edit") return [];
  const card = state.cards.find((candidate) => candidate.id === state.answers.connector);
  return (card?.tables ?? []).map((table) => ({
    table,
    access: "allowed",
    rows: null,
    calls: null,
    seconds: null,
  }));
}

/** The answer for a table, with its defaults while nothing was decided. */
export function answerFor(answers: TableAnswers, offer: TableOffer): TableAnswer {
  return answers[offer.table.id] ?? { chosen: false, target: offer.table.id, purpose: "all" };
}

/** Answers for tables that were not seen before: a newcomer's are ticked, and a single one always. */
export function withOffers(
  answers: TableAnswers,
  found: TableOffer[],
  tickDefaults: boolean,
): TableAnswers {
  const next = { ...answers };
  for (const offer of found) {
    if (next[offer.table.id] !== undefined) continue;
    next[offer.table.id] = {
      chosen:
        offer.access === "allowed" && (found.length === 1 || (tickDefaults && offer.table.default)),
      target: offer.table.id,
      purpose: "all",
    };
  }
  return next;
}

/** The tables to import, in the order of the screen. What the keys may not read is left out. */
export function chosenTables(state: WizardState): ChosenTable[] {
  const answers = state.answers.tables[state.answers.connector ?? ""] ?? {};
  return offers(state)
    .filter((offer) => offer.access === "allowed")
    .map((offer) => ({ offer, answer: answerFor(answers, offer) }))
    .filter(({ answer }) => answer.chosen)
    .map(({ offer, answer }) => ({
      source: offer.table.id,
      target: answer.target.trim(),
      purpose: answer.purpose,
    }));
}

export interface Totals {
  tables: number;
  /** Null where no chosen table's count is known. */
  rows: number | null;
  calls: number | null;
  seconds: number | null;
}

/** What one run of the chosen tables takes. Tables that are filled from the same pages share their
 * calls: the costliest of them stands for all. */
export function totals(chosen: TableOffer[]): Totals {
  const shared = (figure: "calls" | "seconds") => {
    const byReading = new Map<string, number>();
    for (const offer of chosen) {
      const value = offer[figure];
      if (value === null) continue;
      byReading.set(offer.table.reading, Math.max(byReading.get(offer.table.reading) ?? 0, value));
    }
    if (byReading.size === 0) return null;
    return [...byReading.values()].reduce((sum, value) => sum + value, 0);
  };
  const rows = chosen.map((offer) => offer.rows).filter((count) => count !== null);
  return {
    tables: chosen.length,
    rows: rows.length === 0 ? null : rows.reduce((sum, count) => sum + count, 0),
    calls: shared("calls"),
    seconds: shared("seconds"),
  };
}

/** The offers in which the search text stands. */
export function searched(found: TableOffer[], answers: TableAnswers, search: string): TableOffer[] {
  const text = search.trim().toLowerCase();
  if (text === "") return found;
  return found.filter((offer) =>
    [offer.table.id, offer.table.summary, answerFor(answers, offer).target].some((part) =>
      part.toLowerCase().includes(text),
    ),
  );
}
