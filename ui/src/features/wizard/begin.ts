/** The wizard at its beginning, and a step at its. Pure. */
import type { ConnectorCard, SecretState } from "../../ipc";
import type { Answers, At, StepName, WizardState } from "./model";
import { withDefaults } from "./rules";

const NOTHING_TYPED: Answers = {
  name: "",
  connector: null,
  displayName: "",
  description: "",
  organization: "",
  settings: {},
  tables: {},
  drift: "take_all",
};

/** The wizard at its beginning. */
export function begin(
  cards: ConnectorCard[],
  purpose: WizardState["purpose"],
  start: { name?: string; secret?: SecretState | null } = {},
): WizardState {
  const blank: WizardState = {
    purpose,
    cards,
    answers: NOTHING_TYPED,
    furthest: "name",
    nameVerdict: null,
    secrets: {},
    stored: [],
    keep: "keychain",
    connection: { state: "none" },
    settingProblems: [],
    tableProblems: [],
    at: entered("name"),
    refusals: 0,
  };
  if (purpose.kind === "new") return blank;
  if (purpose.kind === "sample") {
    const sample = cards.find((card) => card.shelf === "samples");
    return {
      ...blank,
      answers: {
        ...NOTHING_TYPED,
        name: start.name ?? "SampleData",
        connector: sample?.id ?? null,
        displayName: "Sample data",
        description: "A made-up user pool to try things out: no AWS account, no internet.",
        settings: sample === undefined ? {} : { [sample.id]: withDefaults(sample, {}) },
      },
    };
  }
  return editing(blank, purpose.dataflow, start.secret ?? null);
}

function editing(
  blank: WizardState,
  dataflow: Extract<WizardState["purpose"], { kind: "edit" }>["dataflow"],
  secret: SecretState | null,
): WizardState {
  const card = blank.cards.find((candidate) => candidate.id === dataflow.connector);
  const stored =
    secret !== "stored"
      ? []
      : (card?.fields ?? [])
          .filter((field) => field.kind.type === "secret")
          .map((field) => field.key);
  return {
    ...blank,
    furthest: "tables",
    keep: secret === "ask_each_run" ? "this_run_only" : "keychain",
    stored,
    secrets: Object.fromEntries(stored.map((key) => [key, "stored" as const])),
    answers: {
      name: dataflow.name,
      connector: dataflow.connector,
      displayName: dataflow.displayName,
      description: dataflow.description,
      organization: dataflow.organization,
      drift: dataflow.drift ?? NOTHING_TYPED.drift,
      settings: {
        [dataflow.connector]:
          card === undefined ? dataflow.settings : withDefaults(card, dataflow.settings),
      },
      tables: {
        [dataflow.connector]: Object.fromEntries(
          dataflow.tables.map((table) => [
            table.source,
            { chosen: true, target: table.target, purpose: table.purpose },
          ]),
        ),
      },
    },
  };
}

/** A step as it is entered: nothing left, nothing refused. */
export function entered(step: StepName): At {
  switch (step) {
    case "name":
      return { step, left: false };
    case "connector":
      return { step, shelf: "all", search: "", refused: null };
    case "details":
      return { step };
    case "credentials":
      return { step, left: [], refused: false };
    case "tables":
      return { step, search: "", editing: null, refused: null };
  }
}
