import { Button, Group, Modal } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { ForeignText, ProgressLine, useFocusBack } from "../components";
import {
  asUiError,
  commands,
  type ExportRequest,
  type FileFormat,
  type UiError,
  useIsMasked,
} from "../ipc";
import { ExportForm } from "./ExportForm";
import classes from "./export.module.css";
import { formats, withEnding } from "./formats";
import { ExportedWords, exportedTitle, FileActions, progressOf } from "./notices";
import { type Choices, expectedOf, handedOf, isFiltered, type Offer, requestOf } from "./offer";
import type { ExportState } from "./state";

function firstChoices(offer: Offer, format: FileFormat): Choices {
  const { what } = offer;
  return {
    format,
    rows: what.kind === "rows" && isFiltered(what.query) ? "asked" : "all",
    columns: "shown",
    chosen: what.kind === "rows" ? what.shown : [],
    privacy: "keep",
    path: "",
    replace: false,
  };
}

/** Makes a file of what is offered: first the choices, then how far it is, then where it lies. */
export function ExportDialog(props: {
  offer: Offer;
  exports: ExportState[];
  /** Begins it and answers what it is called. */
  onBegin: (request: ExportRequest, expected: number | null) => string;
  /** The dialog no longer shows the export that it began. */
  onForget: () => void;
  onClose: () => void;
}) {
  useFocusBack();
  const { offer } = props;
  const [format, rememberFormat] = useLocalStorage<string>({
    key: `poolhouse.export.${offer.what.kind}`,
    defaultValue: offer.what.kind === "rows" ? "xlsx" : "sqlite",
    getInitialValueInEffect: false,
  });
  const first = offer.format ?? format;
  const known = formats.find((each) => each.value === first)?.value ?? "xlsx";
  const isMasked = useIsMasked();
  // Who hides it from a screen does not mean to hand it over.
  const [choices, setChoices] = useState<Choices>(() => ({
    ...firstChoices(offer, known),
    ...(isMasked ? { privacy: "mask" } : {}),
  }));
  const [isPathTyped, setPathTyped] = useState(false);
  const [id, setId] = useState<string | null>(null);
  /** What is wrong before anything was begun. */
  const [fault, setFault] = useState<UiError | null>(null);
  const state = props.exports.find((each) => each.id === id);

  // A place and a name are offered for as long as nobody typed another.
  const asked = useRef(0);
  useEffect(() => {
    if (isPathTyped) return;
    asked.current += 1;
    const mine = asked.current;
    // The place depends on what is exported and the sort of file alone.
    commands.exportPath(handedOf(offer, firstChoices(offer, choices.format)), choices.format).then(
      (path) => mine === asked.current && setChoices((now) => ({ ...now, path })),
      (error) => mine === asked.current && setFault(asUiError(error)),
    );
  }, [offer, choices.format, isPathTyped]);

  const change = (part: Partial<Choices>) => {
    if (part.format) {
      rememberFormat(part.format);
      if (isPathTyped && offer.what.kind === "rows")
        part = { ...part, path: withEnding(choices.path, part.format) };
    }
    if (part.path !== undefined) {
      asked.current += 1;
      setPathTyped(true);
    }
    // Another file is another question.
    const isOther = part.path !== undefined || part.format !== undefined;
    setChoices({ ...choices, ...(isOther ? { replace: false } : {}), ...part });
    setFault(null);
    if (isOther && id !== null) forget();
  };
  const forget = () => {
    setId(null);
    props.onForget();
  };
  const begin = () => {
    setFault(null);
    setId(props.onBegin(requestOf(offer, choices), expectedOf(offer, choices)));
  };

  const outcome = state?.outcome ?? null;
  const error = outcome && "error" in outcome ? outcome.error : fault;
  let body = (
    <ExportForm
      offer={offer}
      choices={choices}
      error={error}
      onChange={change}
      onBegin={begin}
      onClose={props.onClose}
    />
  );
  if (state && outcome === null)
    body = <UnderWay state={state} path={choices.path} onClose={props.onClose} />;
  else if (outcome && "exported" in outcome)
    body = (
      <div className={classes.form}>
        <div role="status">
          <ExportedWords exported={outcome.exported} />
        </div>
        <Group justify="space-between">
          <FileActions path={outcome.exported.path} />
          <Button data-autofocus onClick={props.onClose}>
            Close
          </Button>
        </Group>
      </div>
    );
  const title =
    outcome && "exported" in outcome
      ? exportedTitle(offer.name, outcome.exported)
      : `Export ${offer.name}`;
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={<ForeignText text={title} />}
      size="xl"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {body}
    </Modal>
  );
}

function UnderWay(props: { state: ExportState; path: string; onClose: () => void }) {
  const { state } = props;
  const [isCancelling, setCancelling] = useState(false);
  const { percent, words } = progressOf(state);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <div className={classes.form}>
      <div>
        <ProgressLine
          label={`Export of ${state.name}`}
          percent={percent}
          words={isCancelling ? "Cancelling …" : words}
        />
        <p className={classes.path}>
          <ForeignText text={props.path} />
        </p>
      </div>
      <Group justify="flex-end">
        <Button
          variant="default"
          disabled={isCancelling}
          onClick={() => {
            setCancelling(true);
            void commands.cancelExport(state.id);
          }}
        >
          Cancel
        </Button>
        <Button ref={button} onClick={props.onClose}>
          Go on in the background
        </Button>
      </Group>
    </div>
  );
}
