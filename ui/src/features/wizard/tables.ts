/** The last step's table of tables, worked out from the state. Pure. */
import type { ChosenTable, Cost, SourceCosts, Speed, Table } from "../../ipc";
import type { Offer, TableAnswer, TableAnswers, WizardState } from "./model";
import { SPEED } from "./rules";
import { cardOf, settingsOf } from "./selectors";

/** What Connect found, now or before something changed. */
function foundOf(state: WizardState) {
  const { connection } = state;
  return connection.state === "done" || connection.state === "stale" ? connection.found : null;
}

/** The tables on offer: what Connect found; while editing without it, what the connector knows. */
export function offers(state: WizardState): Offer[] {
  const found = foundOf(state);
  if (found !== null) return found.tables;
  if (state.purpose.kind !== "edit") return [];
  return (cardOf(state)?.tables ?? []).map((table) => ({
    table,
    access: "allowed",
    rows: null,
    cost: null,
  }));
}

/** What the tables cost, at the speed that is chosen now; null before Connect. */
export function costsOf(state: WizardState): SourceCosts | null {
  const found = foundOf(state);
  if (found === null) return null;
  const speed = settingsOf(state)[SPEED] as Speed | undefined;
  return { ...found.costs, speed: speed ?? found.costs.speed };
}

/** What reading costs in money, in words; null before Connect. */
export function billOf(state: WizardState): string | null {
  return foundOf(state)?.bill ?? null;
}

/** Seconds at a speed; null where nothing limits it. */
export function secondsAt(cost: Cost, speed: Speed): number | null {
  return cost.atSpeeds.find((at) => at.speed === speed)?.seconds ?? null;
}

/** The calls that are made the first time only, to prove that a listing may be read in parts. */
export function proofCalls(costs: SourceCosts, tables: string[]): number {
  const needed = new Set(
    costs.tables.filter((cost) => tables.includes(cost.table)).flatMap((cost) => cost.readings),
  );
  return costs.readings
    .filter((cost) => cost.proof && needed.has(cost.reading))
    .reduce((sum, cost) => sum + Math.floor(cost.calls / 2), 0);
}

/** The answer for a table, with its defaults while nothing was decided. */
export function answerFor(answers: TableAnswers, offer: Offer): TableAnswer {
  return answers[offer.table.id] ?? { chosen: false, target: offer.table.id, purpose: "all" };
}

/** Answers for tables that were not seen before: a newcomer's are ticked, and a single one always. */
export function withOffers(
  answers: TableAnswers,
  found: Offer[],
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

/** The offers in which the search text stands. */
export function searched(found: Offer[], answers: TableAnswers, search: string): Offer[] {
  const text = search.trim().toLowerCase();
  if (text === "") return found;
  return found.filter((offer) =>
    [offer.table.id, offer.table.summary, answerFor(answers, offer).target].some((part) =>
      part.toLowerCase().includes(text),
    ),
  );
}

export interface OfferGroup {
  title: string;
  offers: Offer[];
}

/** The offers under headings that follow from what a table says of itself: a connector with
 * another table needs nothing here. */
export function grouped(found: Offer[]): OfferGroup[] {
  const titles = ["About people", "About the pool", "More, left out unless you tick them"];
  return titles
    .map((title, place) => ({
      title,
      offers: found.filter((offer) => placeOf(offer.table) === place),
    }))
    .filter((group) => group.offers.length > 0);
}

function placeOf(table: Table): number {
  if (!table.default) return 2;
  const tellsOfPeople = table.columns.some(
    (column) => column.personal !== "none" && column.personal !== "free_text",
  );
  return tellsOfPeople ? 0 : 1;
}
