/** A half-filled wizard as text, and back. Pure. Never a secret: the state has none, and what a
 * connector calls a secret is left out once more here. */
import type { ConnectorCard, DriftPolicy, Settings } from "../../ipc";
import { type Answers, STEPS, type StepName, type TableAnswers, type WizardState } from "./model";
import { withoutSecrets } from "./rules";

export interface Draft {
  step: StepName;
  answers: Answers;
}

const VERSION = 1;

const DRIFT_POLICIES: DriftPolicy[] = ["take_all", "ask", "keep"];

export function draftText(state: WizardState): string {
  const settings: Record<string, Settings> = {};
  for (const [connector, typed] of Object.entries(state.answers.settings)) {
    const card = state.cards.find((candidate) => candidate.id === connector);
    settings[connector] = withoutAddressSecrets(withoutSecrets(card, typed));
  }
  return JSON.stringify({
    version: VERSION,
    step: state.at.step,
    answers: { ...state.answers, settings },
  });
}

/** An address whose every part is known to be none of a password: a host, a port, a path. */
const PLAIN_ADDRESS = /^[a-z]+:\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d*)?(\/[^@?#\s]*)?$/i;

/** Of an address with a user name, a password or a query nothing is kept, not even while it is being typed: it is
 * refused when the step is left, and the draft is a file. */
function withoutAddressSecrets(settings: Settings): Settings {
  const isKept = (value: string) => !/:\/\/|@/.test(value) || PLAIN_ADDRESS.test(value.trim());
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => isKept(value)));
}

/** Whether something was typed that is worth keeping. */
export function differs(state: WizardState, from: Answers): boolean {
  return JSON.stringify(state.answers) !== JSON.stringify(from);
}

/** The draft in a text; null for none, or one that this version does not understand. */
export function readDraft(text: string | null, cards: ConnectorCard[]): Draft | null {
  if (text === null) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(parsed) || parsed.version !== VERSION || !isRecord(parsed.answers)) return null;
  const step = STEPS.find((name) => name === (parsed as { step?: unknown }).step);
  const { name, connector, displayName, description, organization, settings, tables, drift } =
    parsed.answers;
  if (step === undefined || (connector !== null && typeof connector !== "string")) return null;
  if (
    typeof name !== "string" ||
    typeof displayName !== "string" ||
    typeof description !== "string" ||
    typeof organization !== "string" ||
    !isRecord(settings) ||
    !isRecord(tables)
  ) {
    return null;
  }
  const readSettings: Record<string, Settings> = {};
  for (const [id, typed] of Object.entries(settings)) {
    if (!isRecord(typed)) return null;
    const strings = Object.entries(typed).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    const card = cards.find((candidate) => candidate.id === id);
    readSettings[id] = withoutSecrets(card, Object.fromEntries(strings));
  }
  const readTables: Record<string, TableAnswers> = {};
  for (const [id, answers] of Object.entries(tables)) {
    if (!isRecord(answers) || !Object.values(answers).every(isTableAnswer)) return null;
    readTables[id] = answers as TableAnswers;
  }
  return {
    step,
    answers: {
      name,
      connector,
      displayName,
      description,
      organization,
      settings: readSettings,
      tables: readTables,
      // A draft of an older app knows nothing of it.
      drift: DRIFT_POLICIES.find((policy) => policy === drift) ?? "take_all",
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTableAnswer(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value.chosen === "boolean" &&
    typeof value.target === "string" &&
    ["all", "customer_360", "privacy_metadata"].includes(String(value.purpose))
  );
}
