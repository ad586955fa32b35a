import { Button, Skeleton, Stack } from "@mantine/core";
import { IconPencilOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { EmptyState, ErrorState, PageHeader } from "../../components";
import {
  asUiError,
  type ConnectorCard,
  commands,
  type DataflowId,
  type DataflowRow,
  useAbout,
  useConnectors,
  useDataflows,
} from "../../ipc";
import { begin } from "./begin";
import { DraftOffer } from "./DraftOffer";
import { type Draft, readDraft } from "./draft";
import { dropDraft, keptDraft } from "./drafts";
import type { WizardState } from "./model";
import { reduce } from "./reducer";
import { type SideHelp, WizardForm } from "./WizardForm";

export type WizardMode = { kind: "new"; sample?: boolean } | { kind: "edit"; dataflow: DataflowId };

interface WizardProps {
  mode: WizardMode;
  /** The guide beside the form; `app/` hands it in, because features do not know each other. */
  help?: SideHelp;
}

/** A new dataflow, the sample's, or an edited one, in five steps. */
export function Wizard(props: WizardProps) {
  const { mode } = props;
  const kind = mode.kind === "edit" ? `edit ${mode.dataflow}` : mode.sample ? "sample" : "new";
  // Another thing to do begins from nothing: no answer of the one before may linger.
  return <WizardPlace key={kind} {...props} />;
}

let visits = 0;

function WizardPlace(props: WizardProps) {
  const { mode } = props;
  const [, navigate] = useLocation();
  const title = mode.kind === "edit" ? "Edit dataflow" : "New dataflow";
  const connectors = useConnectors();
  const dataflows = useDataflows();
  const about = useAbout();
  const [visit] = useState(() => {
    visits += 1;
    return visits;
  });
  const cards = connectors.data;
  const rows = dataflows.data;
  const start = useQuery({
    // What is kept may have changed since the last visit: each asks anew, and once.
    queryKey: ["wizardStart", visit],
    enabled: cards !== undefined && rows !== undefined,
    gcTime: 0,
    queryFn: () => begun(mode, cards ?? [], rows ?? []),
  });

  const failed = [connectors, dataflows, start].find((query) => query.isError);
  if (failed !== undefined) {
    const error = asUiError(failed.error);
    return (
      <>
        <PageHeader title={title} />
        <ErrorState
          title="This could not be opened"
          message={error.message}
          hint={error.hint}
          detail={error.detail}
          action={{ label: "Try again", run: () => void failed.refetch() }}
        />
      </>
    );
  }
  if (start.data === undefined || about.isPending) {
    return (
      <>
        <PageHeader title={title} />
        <Stack role="status" aria-label="Opening" gap="lg">
          <Skeleton height={40} animate={false} />
          <Skeleton height={28} width="40%" animate={false} />
          <Skeleton height={64} animate={false} />
          <Skeleton height={64} animate={false} />
        </Stack>
      </>
    );
  }
  if (start.data.state === null) {
    return (
      <>
        <PageHeader title={title} />
        <EmptyState
          icon={IconPencilOff}
          title="This dataflow is no longer there"
          actions={<Button onClick={() => navigate("/imports")}>Go to Imports</Button>}
        >
          It may have been removed in another window, or from the command line.
        </EmptyState>
      </>
    );
  }
  return (
    <Begun
      title={title}
      state={start.data.state}
      draft={start.data.draft}
      rows={rows ?? []}
      keychain={about.data?.keychain}
      onLookAgain={() => void about.refetch()}
      help={props.help}
    />
  );
}

/** The beginning, or where one left off: the person says which. */
function Begun(props: {
  title: string;
  state: WizardState;
  draft: Draft | null;
  rows: DataflowRow[];
  keychain: Parameters<typeof WizardForm>[0]["keychain"];
  onLookAgain: () => void;
  help: SideHelp | undefined;
}) {
  const [offered, setOffered] = useState(props.draft);
  const [taken, setTaken] = useState<Draft | null>(null);
  if (offered !== null) {
    return (
      <>
        <PageHeader title={props.title} />
        <DraftOffer
          draft={offered}
          onGoOn={() => {
            setTaken(offered);
            setOffered(null);
          }}
          onStartAnew={() => {
            dropDraft(props.state.purpose);
            setOffered(null);
          }}
        />
      </>
    );
  }
  return (
    <WizardForm
      title={props.title}
      pristine={props.state.answers}
      initial={
        taken === null ? props.state : reduce(props.state, { type: "draft_taken", ...taken })
      }
      organizations={organizationsOf(props.rows)}
      keychain={props.keychain}
      onLookAgain={props.onLookAgain}
      help={props.help}
    />
  );
}

function organizationsOf(rows: DataflowRow[]): string[] {
  const names = rows.map((row) => row.dataflow.organization).filter((name) => name !== "");
  return [...new Set(names)].sort((one, other) => one.localeCompare(other));
}

interface Start {
  /** Null where the dataflow to edit is not there. */
  state: WizardState | null;
  draft: Draft | null;
}

async function begun(
  mode: WizardMode,
  cards: ConnectorCard[],
  rows: DataflowRow[],
): Promise<Start> {
  if (mode.kind === "edit") {
    const row = rows.find((candidate) => candidate.dataflow.id === mode.dataflow);
    if (row === undefined) return { state: null, draft: null };
    const purpose = { kind: "edit", dataflow: row.dataflow } as const;
    return {
      state: begin(cards, purpose, { secret: row.secret }),
      draft: readDraft(await keptDraft(purpose), cards),
    };
  }
  const purpose = { kind: mode.sample ? "sample" : "new" } as const;
  const name = mode.sample ? await freeSampleName() : "";
  return {
    state: begin(cards, purpose, { name }),
    draft: readDraft(await keptDraft(purpose), cards),
  };
}

/** `SampleData`, or with the first number that is free. */
async function freeSampleName(): Promise<string> {
  const most = 100;
  for (let number = 1; number <= most; number += 1) {
    const name = number === 1 ? "SampleData" : `SampleData${number}`;
    if ((await commands.checkName(name, null)) === null) return name;
  }
  return "SampleData";
}
