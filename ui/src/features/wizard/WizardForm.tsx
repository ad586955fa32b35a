import { Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { type ComponentType, type FocusEvent, Suspense, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { noticeDone, noticeFailure, PageHeader } from "../../components";
import type { Keychain, Settings, TableId } from "../../ipc";
import type { Answers, StepName, WizardState } from "./model";
import { Note } from "./Note";
import { settingsToSend } from "./rules";
import { STEP_NAMES, StepBar } from "./StepBar";
import { cardOf, nameError, reachable, settingsOf } from "./selectors";
import { Details } from "./steps/ConnectChecks";
import { ConnectorStep } from "./steps/ConnectorStep";
import { CredentialsStep } from "./steps/CredentialsStep";
import { DetailsStep } from "./steps/DetailsStep";
import { NameStep } from "./steps/NameStep";
import { TablesStep } from "./steps/TablesStep";
import { TableTotals } from "./steps/TableTotals";
import { chosenTables, offers } from "./tables";
import { useDraft } from "./useDraft";
import { useWizard, type WizardWork } from "./useWizard";
import classes from "./wizard.module.css";

export interface SideHelpProps {
  /** The field that has the focus, by its key; `policy` for the permissions; null for none. */
  field: string | null;
  /** What the least policy is asked for. */
  policy: { connector: string; settings: Settings; tables: TableId[] } | null;
}
export type SideHelp = ComponentType<SideHelpProps>;

const SUMMARIES: Record<StepName, string> = {
  name: "What should this dataflow be called?",
  connector: "Where does the data come from?",
  details: "How should people find it, and whose data is it?",
  credentials: "How does Poolhouse sign in?",
  tables: "Which tables should come to this computer?",
};

/** The wizard itself: five steps, one form, what is wrong beside its field. */
export function WizardForm(props: {
  title: string;
  initial: WizardState;
  pristine: Answers;
  organizations: string[];
  keychain: Keychain | undefined;
  onLookAgain: () => void;
  help: SideHelp | undefined;
}) {
  const [, navigate] = useLocation();
  const forget = useRef<() => void>(() => undefined);
  const work = useWizard(props.initial, props.keychain?.available ?? true, (saved) => {
    forget.current();
    if (saved.notStarted !== null) {
      noticeFailure({
        message: `${saved.name} is saved, but its run did not start: ${saved.notStarted.message}`,
        hint: saved.notStarted.hint,
      });
    } else {
      noticeDone(`${saved.name} is saved`);
    }
    navigate("/imports");
  });
  const { state, saving } = work;
  forget.current = useDraft(state, props.pristine);
  const panel = useRef<HTMLDivElement>(null);
  const policy = useRef<HTMLElement>(null);
  const [field, setField] = useState<string | null>(null);
  const { step } = state.at;
  const edit = state.purpose.kind === "edit";
  const card = cardOf(state);

  // Each step begins at its first field.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step is what moves the focus.
  useEffect(() => {
    setField(null);
    // From its top: the focus alone would scroll no further than to the field.
    panel.current?.closest("form")?.scrollIntoView({ block: "start" });
    focusFirst(panel.current);
  }, [step]);

  // A failed Next leads to the first thing that is wrong.
  useEffect(() => {
    if (state.refusals > 0) focusWrong(panel.current);
  }, [state.refusals]);

  function trackField(event: FocusEvent) {
    const key = (event.target as Element).closest<HTMLElement>("[data-field]")?.dataset.field;
    if (key !== undefined) setField(key);
  }

  const Help = props.help;
  const helpBeside = step === "credentials" && (card?.fields.length ?? 0) > 0;
  const missing = step === "tables" && offers(state).some((offer) => offer.access === "forbidden");
  const help =
    Help !== undefined && card !== undefined && (helpBeside || missing) ? (
      <aside className={classes.help} aria-label="Setup guide" ref={policy} tabIndex={-1}>
        <Suspense fallback={<HelpOnItsWay />}>
          <Help
            field={missing ? "policy" : field}
            policy={{
              connector: card.id,
              settings: settingsToSend(card, settingsOf(state)),
              tables: policyTables(state),
            }}
          />
        </Suspense>
      </aside>
    ) : null;

  return (
    <form
      className={classes.page}
      noValidate
      onFocus={trackField}
      onKeyDown={(event) => {
        // From among many tables the way to the foot is long.
        if (step === "tables" && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void work.save("save_and_run");
        }
      }}
      aria-label={props.title}
      onSubmit={(event) => {
        event.preventDefault();
        void work.next();
      }}
    >
      <PageHeader
        title={edit ? `Edit ${state.answers.displayName || state.answers.name}` : props.title}
        actions={
          <Button variant="default" onClick={() => navigate("/imports")}>
            Close
          </Button>
        }
      />
      <StepBar
        current={step}
        reachable={(name) => reachable(state, name)}
        onGo={(name) => void work.goTo(name)}
      />
      <div className={classes.body} data-help={helpBeside && help !== null}>
        <section className={classes.panel} ref={panel}>
          <div>
            <Title order={2} size="h4" tabIndex={-1}>
              {STEP_NAMES[step]}
            </Title>
            <Text c="dimmed">
              {edit && step === "name" ? "What this dataflow is called." : SUMMARIES[step]}
            </Text>
          </div>
          <Step
            work={work}
            {...props}
            onShowPolicy={() => {
              policy.current?.scrollIntoView({ block: "start" });
              policy.current?.focus({ preventScroll: true });
            }}
          />
          {work.saveError === null ? null : <SaveError work={work} />}
        </section>
        {help}
      </div>
      <footer className={classes.footer}>
        <Group gap="sm">
          {step === "name" ? null : (
            <Button variant="default" onClick={() => void work.goTo(before(step))}>
              Back
            </Button>
          )}
        </Group>
        {step === "tables" ? <TableTotals state={state} /> : null}
        <Group gap="sm">
          {edit || step === "tables" ? (
            <Button
              variant="default"
              loading={saving === "save"}
              disabled={saving === "save_and_run"}
              onClick={() => void work.save("save")}
            >
              Save
            </Button>
          ) : null}
          {step === "tables" ? (
            <Button
              loading={saving === "save_and_run"}
              disabled={saving === "save"}
              aria-keyshortcuts="Control+Enter"
              onClick={() => void work.save("save_and_run")}
            >
              Save and run
            </Button>
          ) : (
            <Button
              type="submit"
              // Keeps the focus, which a disabled button would lose.
              data-disabled={state.connection.state === "running" || undefined}
              aria-disabled={state.connection.state === "running"}
            >
              Next
            </Button>
          )}
        </Group>
      </footer>
    </form>
  );
}

function HelpOnItsWay() {
  return (
    <Stack p="md" role="status" aria-label="Loading the guide">
      <Skeleton height={16} width="60%" animate={false} />
      <Skeleton height={72} animate={false} />
      <Skeleton height={160} animate={false} />
    </Stack>
  );
}

/** The step that is shown: one variant of the state, one component. */
function Step(props: {
  work: WizardWork;
  organizations: string[];
  keychain: Keychain | undefined;
  onLookAgain: () => void;
  onShowPolicy: () => void;
}) {
  const { work } = props;
  const { state, dispatch } = work;
  const card = cardOf(state);
  switch (state.at.step) {
    case "name":
      return (
        <NameStep
          name={state.answers.name}
          error={nameError(state)}
          fixed={state.purpose.kind === "edit"}
          dispatch={dispatch}
        />
      );
    case "connector":
      return (
        <ConnectorStep
          cards={state.purpose.kind === "edit" && card !== undefined ? [card] : state.cards}
          chosen={state.answers.connector}
          shelf={state.at.shelf}
          search={state.at.search}
          error={state.at.refused}
          fixed={state.purpose.kind === "edit"}
          dispatch={dispatch}
        />
      );
    case "details":
      return (
        <DetailsStep
          answers={state.answers}
          organizations={props.organizations}
          dispatch={dispatch}
        />
      );
    case "credentials":
      return card === undefined ? (
        <Text>Choose a connector first.</Text>
      ) : (
        <CredentialsStep
          work={work}
          card={card}
          keychain={props.keychain}
          onLookAgain={props.onLookAgain}
        />
      );
    case "tables":
      return <TablesStep work={work} state={state} onShowPolicy={props.onShowPolicy} />;
  }
}

/** Why it could not be saved. A keychain that did not answer can be gone without. */
function SaveError(props: { work: WizardWork }) {
  const { saveError, save, state } = props.work;
  if (saveError === null) return null;
  return (
    <Note tone="bad" role="alert">
      <Text fw={600} size="sm">
        {saveError.message}
      </Text>
      <Text size="sm">{saveError.hint}</Text>
      {saveError.code === "needs_secret" && state.keep === "keychain" ? (
        <Button
          variant="default"
          size="xs"
          onClick={() => void save("save_and_run", "this_run_only")}
        >
          Save, and use the secret for this run only
        </Button>
      ) : null}
      <Details text={saveError.detail} />
    </Note>
  );
}

function before(step: StepName): StepName {
  const order: Record<StepName, StepName> = {
    name: "name",
    connector: "name",
    details: "connector",
    credentials: "details",
    tables: "credentials",
  };
  return order[step];
}

/** The tables that a policy is asked for: those that are ticked, and those that would have been if
 * they were allowed; before, a newcomer's. */
function policyTables(state: WizardState): TableId[] {
  const card = cardOf(state);
  const missing = offers(state)
    .filter((offer) => offer.access === "forbidden" && offer.table.default)
    .map((offer) => offer.table.id);
  const chosen = chosenTables(state).map((table) => table.source);
  if (chosen.length + missing.length > 0) return [...chosen, ...missing];
  return (card?.tables ?? []).filter((table) => table.default).map((table) => table.id);
}

function focusFirst(panel: HTMLElement | null) {
  const first = panel?.querySelector<HTMLElement>(
    "input:not([disabled]):not([type=file]), textarea:not([disabled]), select:not([disabled]), [role=radio][tabindex='0']",
  );
  (first ?? panel?.querySelector<HTMLElement>("h2"))?.focus({ preventScroll: true });
}

function focusWrong(panel: HTMLElement | null) {
  const wrong = panel?.querySelector<HTMLElement>(
    "[data-first-error], input[aria-invalid=true], textarea[aria-invalid=true], select[aria-invalid=true]",
  );
  if (wrong !== null && wrong !== undefined) {
    wrong.focus();
    return;
  }
  panel?.querySelector<HTMLElement>("[aria-invalid=true] [role=radio][tabindex='0']")?.focus();
}
