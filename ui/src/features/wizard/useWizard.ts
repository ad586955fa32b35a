/**
 * Everything in the wizard that waits: asks Rust, connects, saves. Decides nothing that the reducer
 * can decide. The secrets are held here in a `SecretHolder` and handed to Rust, never to React.
 */

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useRef, useState } from "react";
import type { DataflowDraft, FieldError, UiError } from "../../ipc";
import { acceptSnapshot, asUiError, commands, events, useStartRun } from "../../ipc";
import { type Action, STEPS, type StepName, type WizardState } from "./model";
import { reduce } from "./reducer";
import { missing, regionProblem, settingsToSend, shownFields } from "./rules";
import { SecretHolder } from "./secrets";
import { cardOf, settingsOf } from "./selectors";
import { chosenTables } from "./tables";

export type Saving = "save" | "save_and_run" | null;

export interface Saved {
  dataflow: number;
  name: string;
  /** Why the run that was asked for did not start. */
  notStarted: UiError | null;
}

export interface WizardWork {
  state: WizardState;
  dispatch: (action: Action) => void;
  secrets: SecretHolder;
  saving: Saving;
  saveError: UiError | null;
  next: () => Promise<void>;
  goTo: (step: StepName) => Promise<void>;
  connect: () => Promise<boolean>;
  cancelConnect: () => void;
  judgeSettings: () => Promise<void>;
  save: (then: Exclude<Saving, null>, keep?: WizardState["keep"]) => Promise<void>;
}

let attempts = 0;

export function useWizard(
  initial: WizardState,
  keychainAvailable: boolean,
  onSaved: (saved: Saved) => void,
): WizardWork {
  const [state, dispatch] = useReducer(reduce, initial);
  const latest = useRef(state);
  latest.current = state;
  const client = useQueryClient();
  const startRun = useStartRun();
  const [secrets] = useState(() => new SecretHolder());
  const [saving, setSaving] = useState<Saving>(null);
  const [saveError, setSaveError] = useState<UiError | null>(null);
  const listening = useRef<Promise<unknown>>(Promise.resolve());

  useEffect(() => () => secrets.clear(), [secrets]);

  useEffect(() => {
    const listened = events.checkStepped.listen((event) =>
      dispatch({ type: "check_stepped", step: event.payload }),
    );
    listening.current = listened;
    return () => void listened.then((stop) => stop());
  }, []);

  // An attempt that the state has let go of (a setting changed, the wizard was left) is stopped.
  const running = state.connection.state === "running" ? state.connection.attempt : null;
  const ended = useRef(new Set<string>());
  useEffect(() => {
    if (running === null) return;
    return () => {
      if (!ended.current.has(running)) void commands.cancelConnect(running).catch(() => undefined);
    };
  }, [running]);

  // The name is judged as it is typed, and told once the field is left.
  const { name } = state.answers;
  const judged = state.purpose.kind === "edit" ? null : name;
  useEffect(() => {
    if (judged === null || judged === "") return;
    commands
      .checkName(judged, null)
      .then((problem) => dispatch({ type: "name_judged", name: judged, problem }))
      .catch(() => undefined);
  }, [judged]);

  const tables = JSON.stringify(chosenTables(state));
  useEffect(() => {
    let current = true;
    commands
      .checkTables(JSON.parse(tables))
      .then((problems) => current && dispatch({ type: "tables_judged", problems }))
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [tables]);

  function secretKeys(now: WizardState): string[] {
    const card = cardOf(now);
    if (card === undefined) return [];
    return shownFields(card, settingsOf(now))
      .filter((field) => field.kind.type === "secret")
      .map((field) => field.key);
  }

  function editing(now: WizardState): number | null {
    return now.purpose.kind === "edit" ? now.purpose.dataflow.id : null;
  }

  /** What is wrong with the credentials; told to the state as well. */
  async function settingProblems(now: WizardState, forSaving: boolean): Promise<FieldError[]> {
    const card = cardOf(now);
    if (card === undefined) return [];
    const settings = settingsOf(now);
    const keys = secretKeys(now);
    const asked = forSaving && now.purpose.kind === "edit" && now.keep === "this_run_only";
    const empty = missing(card, settings, now.secrets).filter(
      (problem) => !(asked && keys.includes(problem.field)),
    );
    const region = regionProblem(settings, true);
    if (empty.length > 0) return empty;
    if (region !== null) return [{ field: "region", message: region }];
    const problems = await commands.checkSettings(
      card.id,
      settingsToSend(card, settings),
      asked ? keys : keys.filter((key) => now.secrets[key] !== undefined),
    );
    dispatch({ type: "settings_judged", connector: card.id, problems });
    return problems;
  }

  async function judgeSettings() {
    const now = latest.current;
    const card = cardOf(now);
    if (card === undefined || card.fields.length === 0) return;
    const problems = await commands
      .checkSettings(
        card.id,
        settingsToSend(card, settingsOf(now)),
        secretKeys(now).filter((key) => now.secrets[key] !== undefined),
      )
      .catch(() => []);
    // An empty field is told by its own sentence, and only once it was left.
    const empty = missing(card, settingsOf(now), now.secrets).map((problem) => problem.field);
    dispatch({
      type: "settings_judged",
      connector: card.id,
      problems: problems.filter((problem) => !empty.includes(problem.field)),
    });
  }

  async function connect(): Promise<boolean> {
    const now = latest.current;
    const card = cardOf(now);
    if (card === undefined || now.connection.state === "running") return false;
    attempts += 1;
    let begun = false;
    const attempt = `${Date.now().toString(36)}-${attempts}`;
    try {
      if ((await settingProblems(now, false)).length > 0) {
        dispatch({ type: "refused", step: "credentials" });
        return false;
      }
      await listening.current;
      begun = true;
      dispatch({ type: "connect_started", attempt });
      const found = await commands.connect(
        attempt,
        card.id,
        settingsToSend(card, settingsOf(now)),
        secrets.reveal(secretKeys(now)),
        editing(now),
      );
      ended.current.add(attempt);
      dispatch({ type: "connect_finished", attempt, found });
      return true;
    } catch (thrown) {
      ended.current.add(attempt);
      // Before the attempt began there is none to fail: begin it, so that its failure can be told.
      if (!begun) dispatch({ type: "connect_started", attempt });
      dispatch({ type: "connect_failed", attempt, error: asUiError(thrown) });
      return false;
    }
  }

  function cancelConnect() {
    const { connection } = latest.current;
    if (connection.state === "running") {
      dispatch({ type: "connect_cancelled", attempt: connection.attempt });
    }
  }

  /** Whether the person may leave this step forwards; if not, says why beside the field. */
  async function passes(step: StepName): Promise<boolean> {
    const now = latest.current;
    switch (step) {
      case "name": {
        if (now.purpose.kind === "edit") return true;
        const problem = await commands.checkName(now.answers.name, null);
        dispatch({ type: "name_judged", name: now.answers.name, problem });
        if (problem !== null) dispatch({ type: "refused", step });
        return problem === null;
      }
      case "connector":
        if (cardOf(now) !== undefined) return true;
        dispatch({ type: "refused", step, why: "Choose a connector to go on." });
        return false;
      case "details":
        return true;
      case "credentials": {
        if (now.purpose.kind === "edit") return true;
        const given = secretKeys(now).some((key) => now.secrets[key] === "given");
        if (given && !keychainAvailable && now.keep === "keychain") {
          dispatch({ type: "refused", step });
          return false;
        }
        if (now.connection.state === "done" || (await connect())) return true;
        return false;
      }
      case "tables":
        return true;
    }
  }

  async function next() {
    const from = latest.current.at.step;
    const to = STEPS[STEPS.indexOf(from) + 1];
    if (to === undefined) return;
    setSaveError(null);
    try {
      if (await passes(from)) dispatch({ type: "went", from, to });
    } catch (thrown) {
      setSaveError(asUiError(thrown));
    }
  }

  async function goTo(to: StepName) {
    const from = latest.current.at.step;
    const forwards = STEPS.indexOf(to) > STEPS.indexOf(from);
    setSaveError(null);
    try {
      if (!forwards || latest.current.purpose.kind === "edit" || (await passes(from))) {
        dispatch({ type: "went", from, to });
      }
    } catch (thrown) {
      setSaveError(asUiError(thrown));
    }
  }

  /** Whether all may be saved; if not, opens the step that is wrong. */
  async function complete(now: WizardState): Promise<boolean> {
    if (now.purpose.kind !== "edit") {
      const problem = await commands.checkName(now.answers.name, null);
      dispatch({ type: "name_judged", name: now.answers.name, problem });
      if (problem !== null) {
        dispatch({ type: "refused", step: "name" });
        return false;
      }
    }
    if ((await settingProblems(now, true)).length > 0) {
      dispatch({ type: "refused", step: "credentials" });
      return false;
    }
    const chosen = chosenTables(now);
    if (chosen.length === 0) {
      dispatch({ type: "refused", step: "tables", why: "Tick at least one table." });
      return false;
    }
    const problems = await commands.checkTables(chosen);
    dispatch({ type: "tables_judged", problems });
    if (problems.length > 0) {
      dispatch({ type: "refused", step: "tables", why: "Mend the table names marked below." });
      return false;
    }
    return true;
  }

  async function save(then: Exclude<Saving, null>, keep = latest.current.keep) {
    const now = latest.current;
    const card = cardOf(now);
    if (saving !== null || card === undefined) return;
    setSaving(then);
    setSaveError(null);
    if (keep !== now.keep) dispatch({ type: "keep_chosen", keep });
    try {
      if (!(await complete(now))) return;
      const draft: DataflowDraft = {
        name: now.answers.name,
        connector: card.id,
        settings: settingsToSend(card, settingsOf(now)),
        displayName: now.answers.displayName.trim(),
        description: now.answers.description.trim(),
        organization: now.answers.organization.trim(),
        tables: chosenTables(now),
        drift: now.answers.drift,
      };
      const given = secrets.reveal(secretKeys(now).filter((key) => now.secrets[key] === "given"));
      const any = Object.keys(given).length > 0;
      const id = editing(now);
      const dataflow =
        id === null
          ? await commands.createDataflow(draft, given, keep)
          : await commands.editDataflow(id, draft, any ? given : null, keep);
      let notStarted: UiError | null = null;
      if (then === "save_and_run") {
        try {
          if (keep === "this_run_only" && any) {
            acceptSnapshot(client, await commands.startRun(dataflow.id, given));
          } else await startRun(dataflow.id);
        } catch (thrown) {
          notStarted = asUiError(thrown);
        }
      }
      secrets.clear();
      onSaved({ dataflow: dataflow.id, name: dataflow.name, notStarted });
    } catch (thrown) {
      refuse(now, asUiError(thrown));
    } finally {
      setSaving(null);
    }
  }

  /** What saving refused stands beside its field where it has one. */
  function refuse(now: WizardState, error: UiError) {
    setSaveError(error);
    const card = cardOf(now);
    const first = error.fields[0]?.field;
    if (card === undefined || first === undefined) return;
    if (first === "name") {
      const problem = error.fields[0]?.message ?? error.message;
      dispatch({ type: "name_judged", name: now.answers.name, problem });
      dispatch({ type: "refused", step: "name" });
    } else if (card.fields.some((field) => field.key === first)) {
      dispatch({ type: "settings_judged", connector: card.id, problems: error.fields });
      dispatch({ type: "refused", step: "credentials" });
    } else if (card.tables.some((table) => table.id === first)) {
      dispatch({ type: "tables_judged", problems: error.fields });
      dispatch({ type: "refused", step: "tables", why: error.message });
    }
  }

  return {
    state,
    dispatch,
    secrets,
    saving,
    saveError,
    next,
    goTo,
    connect,
    cancelConnect,
    judgeSettings,
    save,
  };
}
