/** What the screen reads from the state. Pure. */
import type { ConnectorCard } from "../../ipc";
import { STEPS, type StepName, type WizardState } from "./model";
import { missing, regionProblem } from "./rules";

/** The chosen connector. */
export function cardOf(state: WizardState): ConnectorCard | undefined {
  return state.cards.find((card) => card.id === state.answers.connector);
}

/** The settings typed for the chosen connector. */
export function settingsOf(state: WizardState): Record<string, string> {
  return (state.answers.settings[state.answers.connector ?? ""] ?? {}) as Record<string, string>;
}

/** Whether a step can be gone to. */
export function reachable(state: WizardState, step: StepName): boolean {
  if (state.purpose.kind === "edit") return true;
  if (step === "tables" && state.connection.state !== "done") return false;
  return STEPS.indexOf(step) <= STEPS.indexOf(state.furthest);
}

/** What stands beside the name: only once the field was left. */
export function nameError(state: WizardState): string | null {
  if (state.at.step !== "name" || !state.at.left) return null;
  return state.nameVerdict?.name === state.answers.name ? state.nameVerdict.problem : null;
}

/** What stands beside each setting: of fields that were left, or of all after a failed Next. A
 * Region that contradicts the pool's ID is said at once. */
export function settingErrors(state: WizardState): Record<string, string> {
  const card = cardOf(state);
  if (card === undefined || state.at.step !== "credentials") return {};
  const { left, refused: all } = state.at;
  const settings = settingsOf(state);
  const errors: Record<string, string> = {};
  for (const { field, message } of [
    ...missing(card, settings, state.secrets),
    ...state.settingProblems,
  ]) {
    if ((all || left.includes(field)) && errors[field] === undefined) errors[field] = message;
  }
  const region = regionProblem(settings, all || left.includes("region"));
  if (region !== null) errors.region = region;
  return errors;
}

/** What stands beside each table's name: not while it is being typed. */
export function tableErrors(state: WizardState): Record<string, string> {
  if (state.at.step !== "tables") return {};
  const { editing: field, refused: all } = state.at;
  return Object.fromEntries(
    state.tableProblems
      .filter((problem) => all !== null || problem.field !== field)
      .map((problem) => [problem.field, problem.message]),
  );
}
