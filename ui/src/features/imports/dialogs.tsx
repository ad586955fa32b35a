import { List, Skeleton, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ConfirmDialog, formatBytes, noticeDone, noticeFailure, plural } from "../../components";
import { asUiError, commands, type DataflowRow, type Removal, useWaiting } from "../../ipc";

export interface DialogProps {
  row: DataflowRow;
  onClose: () => void;
}

export function Failed(props: { error: unknown }) {
  const error = asUiError(props.error);
  return (
    <Text role="alert" c="var(--ph-bad)">
      {error.message} {error.hint}
    </Text>
  );
}

/** Something is on its way; `words` says so to those who see it, too. */
export const Waiting = (props: { label: string; words?: true }) => (
  <div role="status" aria-label={props.label}>
    {props.words ? (
      <Text size="sm" mb="xs">
        {props.label} …
      </Text>
    ) : null}
    <Skeleton height={16} mb="sm" animate={false} />
    <Skeleton height={16} width="70%" animate={false} />
  </div>
);

function RemovalWords(props: { removal: Removal }) {
  const { removal } = props;
  return (
    <>
      <Text size="sm">
        This deletes the dataflow <strong>{removal.name}</strong> and its database
        {removal.bytes > 0 ? ` (${formatBytes(removal.bytes).replace(" ", "\u00A0")})` : ""}:
      </Text>
      {removal.tables.length > 0 ? (
        <List size="sm" mah={240} style={{ overflowY: "auto" }}>
          {removal.tables.map((table) => (
            <List.Item key={table.name}>
              <strong>{table.name}</strong>: {plural(table.rows, "row")}
            </List.Item>
          ))}
        </List>
      ) : (
        <Text size="sm">It has no rows yet.</Text>
      )}
      <Text size="sm">
        {plural(removal.versions, "version")} and {plural(removal.runs, "run")} of the history go
        with it{removal.keychainEntry ? ", and so does its secret in the keychain" : ""}. This
        cannot be undone. Nothing at AWS changes.
      </Text>
    </>
  );
}

/** Asks once before a dataflow is removed, and names what goes with it. */
export function RemoveDialog(props: DialogProps) {
  const { id, name } = props.row.dataflow;
  const removal = useQuery({
    queryKey: ["removal", id],
    queryFn: () => commands.removal(id),
    gcTime: 0,
    staleTime: 0,
  });
  const waiting = useWaiting(id);
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await commands.removeDataflow(id);
      noticeDone(`${name} was removed`);
      props.onClose();
    } catch (error) {
      noticeFailure(asUiError(error));
      setBusy(false);
    }
  };
  return (
    <ConfirmDialog
      title={`Remove ${name}?`}
      confirm="Delete"
      tone="danger"
      busy={busy}
      waiting={waiting}
      disabled={!removal.isSuccess}
      onConfirm={() => void confirm()}
      onClose={props.onClose}
    >
      {removal.isPending ? <Waiting label="Counting what would be deleted" /> : null}
      {removal.isError ? <Failed error={removal.error} /> : null}
      {removal.isSuccess ? <RemovalWords removal={removal.data} /> : null}
    </ConfirmDialog>
  );
}

/** Asks for the name of the copy. */
export function DuplicateDialog(props: DialogProps) {
  const { dataflow } = props.row;
  const [name, setName] = useState(`${dataflow.name}Copy`);
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const isOpen = useRef(false);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  /** Says at the field what is wrong; where the dialog was closed meanwhile, at the window's corner. */
  const tell = (words: string) => {
    if (isOpen.current) setWrong(words);
    else noticeFailure({ message: `${dataflow.name} was not duplicated.`, hint: words });
  };
  const confirm = async () => {
    setBusy(true);
    try {
      const found = await commands.checkName(name, null);
      if (found === null) {
        await commands.duplicateDataflow(dataflow.id, name);
        noticeDone(`${dataflow.name} was duplicated as ${name}`);
        props.onClose();
        return;
      }
      tell(found);
    } catch (error) {
      const { message, hint, fields } = asUiError(error);
      tell(fields[0]?.message ?? `${message} ${hint}`);
    }
    setBusy(false);
  };
  return (
    <ConfirmDialog
      title={`Duplicate ${dataflow.name}`}
      confirm="Duplicate"
      dismiss="Not now"
      busy={busy}
      onConfirm={() => void confirm()}
      onClose={props.onClose}
    >
      <TextInput
        label="Name of the copy"
        description="Starts with a letter; letters and numbers only; no spaces."
        value={name}
        error={wrong}
        data-autofocus
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setName(event.currentTarget.value);
          setWrong(null);
        }}
        onBlur={() => void commands.checkName(name, null).then(setWrong, () => {})}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !busy) void confirm();
        }}
      />
      <Text size="sm" c="dimmed">
        The copy has the same connector, settings and tables, and its own database, which its first
        run fills.
      </Text>
    </ConfirmDialog>
  );
}
