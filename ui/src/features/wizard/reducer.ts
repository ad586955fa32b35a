import { entered } from "./begin";
import { check, connectionChanged, finished } from "./connection";
import {
  type Action,
  type Answers,
  type At,
  type Connection,
  STEPS,
  type StepName,
  type WizardState,
} from "./model";
import { SPEED, typed, withDefaults } from "./rules";
import { cardOf, settingsOf } from "./selectors";
import { offers, withOffers } from "./tables";

export function reduce(state: WizardState, action: Action): WizardState {
  switch (action.type) {
    case "name_typed":
      if (state.purpose.kind === "edit") return state;
      return { ...state, answers: { ...state.answers, name: action.name } };
    case "name_left":
      return state.at.step === "name" ? { ...state, at: { ...state.at, left: true } } : state;
    case "name_judged":
      if (action.name !== state.answers.name) return state;
      return { ...state, nameVerdict: { name: action.name, problem: action.problem } };
    case "detail_typed":
      return { ...state, answers: { ...state.answers, [action.field]: action.value } };
    case "shelf_chosen":
      return state.at.step === "connector"
        ? { ...state, at: { ...state.at, shelf: action.shelf } }
        : state;
    case "search_typed":
      return state.at.step === "connector" || state.at.step === "tables"
        ? { ...state, at: { ...state.at, search: action.search } }
        : state;
    case "connector_chosen":
      return connectorChosen(state, action.connector);
    case "setting_typed":
    case "settings_filled":
    case "secret_changed":
    case "secret_replaced":
    case "stored_secret_kept":
    case "keep_chosen":
    case "field_left":
    case "settings_judged":
      return reduceCredentials(state, action);
    case "connect_started":
      return {
        ...state,
        connection: { state: "running", attempt: action.attempt, steps: [] },
      };
    case "check_stepped":
      return { ...state, connection: check(state.connection, action.step) };
    case "connect_finished":
      return connectFinished(state, action);
    case "connect_failed": {
      const { connection } = state;
      if (connection.state !== "running" || connection.attempt !== action.attempt) return state;
      const failed: WizardState = {
        ...state,
        connection: { ...connection, state: "failed", error: action.error },
      };
      // Leads to what failed, unless the person went elsewhere meanwhile.
      return state.at.step === "credentials" ? refused(failed, "credentials", null) : failed;
    }
    case "connect_cancelled":
      return state.connection.state === "running" && state.connection.attempt === action.attempt
        ? { ...state, connection: { state: "none" } }
        : state;
    case "table_ticked":
    case "tables_ticked":
    case "target_typed":
    case "target_entered":
    case "target_left":
    case "purpose_chosen":
    case "tables_judged":
      return reduceTables(state, action);
    case "drift_chosen":
      return { ...state, answers: { ...state.answers, drift: action.drift } };
    case "went":
      return went(state, action.to, action.from);
    case "refused":
      return refused(state, action.step, action.why ?? null);
    case "draft_taken":
      return draftTaken(state, action.step, action.answers);
  }
}

type CredentialsAction = Extract<
  Action,
  {
    type:
      | "setting_typed"
      | "settings_filled"
      | "secret_changed"
      | "secret_replaced"
      | "stored_secret_kept"
      | "keep_chosen"
      | "field_left"
      | "settings_judged";
  }
>;

function reduceCredentials(state: WizardState, action: CredentialsAction): WizardState {
  const card = cardOf(state);
  if (card === undefined) return state;
  const settings = settingsOf(state);
  const withSettings = (next: typeof settings, connection: Connection): WizardState => ({
    ...state,
    answers: { ...state.answers, settings: { ...state.answers.settings, [card.id]: next } },
    // What Rust said about a value holds no longer once that value is another one.
    settingProblems: state.settingProblems.filter(
      ({ field }) => (next[field] ?? "") === (settings[field] ?? ""),
    ),
    connection,
  });
  switch (action.type) {
    case "setting_typed": {
      const isSecret = card.fields.some(
        (field) => field.key === action.key && field.kind.type === "secret",
      );
      // A secret has no business here: it would end up in the draft.
      if (isSecret) return state;
      // How fast a run goes changes nothing of what Connect found.
      const isPace = action.key === SPEED && state.connection.state !== "running";
      return withSettings(
        typed(card, settings, action.key, action.value),
        isPace ? state.connection : connectionChanged(state.connection),
      );
    }
    case "settings_filled":
      return withSettings({ ...settings, ...action.settings }, connectionChanged(state.connection));
    case "secret_changed": {
      const secrets = { ...state.secrets };
      if (action.given) secrets[action.key] = "given";
      else delete secrets[action.key];
      return {
        ...state,
        secrets,
        settingProblems: state.settingProblems.filter(({ field }) => field !== action.key),
        connection: connectionChanged(state.connection),
      };
    }
    case "secret_replaced": {
      const secrets = { ...state.secrets };
      delete secrets[action.key];
      return { ...state, secrets, connection: connectionChanged(state.connection) };
    }
    case "stored_secret_kept":
      return state.stored.includes(action.key)
        ? {
            ...state,
            secrets: { ...state.secrets, [action.key]: "stored" },
            connection: connectionChanged(state.connection),
          }
        : state;
    case "keep_chosen":
      return { ...state, keep: action.keep };
    case "field_left":
      if (state.at.step !== "credentials" || state.at.left.includes(action.key)) return state;
      return { ...state, at: { ...state.at, left: [...state.at.left, action.key] } };
    case "settings_judged":
      return action.connector === card.id ? { ...state, settingProblems: action.problems } : state;
  }
}

type TablesAction = Extract<
  Action,
  {
    type:
      | "table_ticked"
      | "tables_ticked"
      | "target_typed"
      | "target_entered"
      | "target_left"
      | "purpose_chosen"
      | "tables_judged";
  }
>;

function reduceTables(state: WizardState, action: TablesAction): WizardState {
  const connector = state.answers.connector ?? "";
  const answers = state.answers.tables[connector] ?? {};
  const change = (tables: string[], part: object): WizardState => {
    const next = { ...answers };
    for (const offer of offers(state)) {
      const id = offer.table.id;
      if (!tables.includes(id) || offer.access !== "allowed") continue;
      next[id] = { ...(next[id] ?? { chosen: false, target: id, purpose: "all" }), ...part };
    }
    return {
      ...state,
      answers: { ...state.answers, tables: { ...state.answers.tables, [connector]: next } },
      at: state.at.step === "tables" ? { ...state.at, refused: null } : state.at,
    };
  };
  switch (action.type) {
    case "table_ticked":
      return change([action.table], { chosen: action.chosen });
    case "tables_ticked":
      return change(action.tables, { chosen: action.chosen });
    case "target_typed":
      return change([action.table], { target: action.target });
    case "purpose_chosen":
      return change([action.table], { purpose: action.purpose });
    case "target_entered":
    case "target_left":
      return state.at.step === "tables"
        ? {
            ...state,
            at: { ...state.at, editing: action.type === "target_left" ? null : action.table },
          }
        : state;
    case "tables_judged":
      return { ...state, tableProblems: action.problems };
  }
}

function connectorChosen(state: WizardState, connector: string): WizardState {
  const card = state.cards.find((candidate) => candidate.id === connector);
  if (card === undefined || state.purpose.kind === "edit") return state;
  const at: At = state.at.step === "connector" ? { ...state.at, refused: null } : state.at;
  if (connector === state.answers.connector) return { ...state, at };
  return {
    ...state,
    at,
    answers: {
      ...state.answers,
      connector,
      settings: {
        ...state.answers.settings,
        [connector]: withDefaults(card, state.answers.settings[connector] ?? {}),
      },
    },
    connection: { state: "none" },
    settingProblems: [],
    tableProblems: [],
    furthest: earlier(state.furthest, "details"),
  };
}

function connectFinished(
  state: WizardState,
  action: Extract<Action, { type: "connect_finished" }>,
): WizardState {
  const { connection } = state;
  const connector = state.answers.connector;
  if (connection.state !== "running" || connection.attempt !== action.attempt) return state;
  if (connector === null) return state;
  return {
    ...state,
    connection: finished(connection, action.found),
    settingProblems: [],
    answers: {
      ...state.answers,
      // Hidden fields keep what was typed into them; shown ones take their stored form.
      settings: {
        ...state.answers.settings,
        [connector]: { ...settingsOf(state), ...action.found.settings },
      },
      tables: {
        ...state.answers.tables,
        [connector]: withOffers(
          state.answers.tables[connector] ?? {},
          action.found.tables,
          state.purpose.kind !== "edit",
        ),
      },
    },
  };
}

function went(state: WizardState, to: StepName, from: StepName | undefined): WizardState {
  if (from !== undefined && state.at.step !== from) return state;
  if (to === state.at.step) return state;
  return { ...state, at: entered(to), furthest: later(state.furthest, to) };
}

function refused(state: WizardState, step: StepName, why: string | null): WizardState {
  const at = state.at.step === step ? state.at : entered(step);
  const refusals = state.refusals + 1;
  switch (at.step) {
    case "name":
      return { ...state, refusals, at: { ...at, left: true } };
    case "connector":
    case "tables":
      return { ...state, refusals, at: { ...at, refused: why } };
    case "credentials":
      return { ...state, refusals, at: { ...at, refused: true } };
    case "details":
      return { ...state, refusals, at };
  }
}

/** A draft brings back what was typed; the secret and what Connect found are not in it, so it goes
 * no further than the step that asks for them. */
function draftTaken(state: WizardState, step: StepName, answers: Answers): WizardState {
  const known = state.cards.some((card) => card.id === answers.connector);
  const reached = earlier(step, known ? "credentials" : "connector");
  return {
    ...state,
    answers: known ? answers : { ...answers, connector: null },
    furthest: state.purpose.kind === "edit" ? "tables" : reached,
    at: entered(state.purpose.kind === "edit" ? step : reached),
    connection: { state: "none" },
  };
}

function earlier(one: StepName, other: StepName): StepName {
  return STEPS.indexOf(one) <= STEPS.indexOf(other) ? one : other;
}

function later(one: StepName, other: StepName): StepName {
  return STEPS.indexOf(one) >= STEPS.indexOf(other) ? one : other;
}
