import { List, Radio, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  ConfirmDialog,
  DateTime,
  formatBytes,
  formatCount,
  noticeDone,
  noticeFailure,
  plural,
} from "../../components";
import {
  asUiError,
  commands,
  type DataflowRow,
  type Publication,
  type Removal,
  type RunId,
  useRollBack,
  useVersions,
} from "../../ipc";

interface DialogProps {
  row: DataflowRow;
  onClose: () => void;
}

function Failed(props: { error: unknown }) {
  const error = asUiError(props.error);
  return (
    <Text role="alert" c="var(--ph-bad)">
      {error.message} {error.hint}
    </Text>
  );
}

const Waiting = (props: { label: string }) => (
  <div role="status" aria-label={props.label}>
    <Skeleton height={16} mb="sm" animate={false} />
    <Skeleton height={16} width="70%" animate={false} />
  </div>
);

/** A version, and what was published after it, in words. The newest comes first. */
export function versionWords(versions: Publication[], version: Publication): string {
  const newer = versions.slice(0, versions.indexOf(version));
  const since = (of: "added" | "changed" | "removed") =>
    formatCount(
      newer.reduce(
        (total, each) => total + each.tables.reduce((sum, table) => sum + table[of], 0),
        0,
      ),
    );
  const rows = version.tables.reduce((total, table) => total + table.rows, 0);
  return `${plural(rows, "row")}. Since then: ${since("added")} added, ${since("changed")} changed, ${since("removed")} removed.`;
}

/** Asks which version to go back to, and says what that does. */
export function RollbackDialog(props: DialogProps) {
  const { dataflow } = props.row;
  const versions = useVersions(dataflow.id);
  const rollBack = useRollBack();
  const [chosen, setChosen] = useState<RunId | null>(null);
  const [busy, setBusy] = useState(false);
  const all = versions.data ?? [];
  const choices = all.filter((each) => !each.current && each.kept);
  const gone = all.filter((each) => !each.current && !each.kept).length;
  const target = choices.find((each) => each.run === chosen);
  const confirm = async () => {
    if (chosen === null) return;
    setBusy(true);
    try {
      await rollBack(dataflow.id, chosen);
      props.onClose();
    } catch (error) {
      noticeFailure(asUiError(error));
      setBusy(false);
    }
  };
  return (
    <ConfirmDialog
      opened
      title={`Rollback of ${dataflow.name}`}
      confirm="Roll back"
      size="lg"
      busy={busy}
      disabled={target === undefined}
      onConfirm={() => void confirm()}
      onClose={props.onClose}
    >
      {versions.isPending ? <Waiting label="Loading the versions" /> : null}
      {versions.isError ? <Failed error={versions.error} /> : null}
      {versions.isSuccess ? (
        <Radio.Group
          label="Version to go back to"
          value={chosen === null ? "" : String(chosen)}
          onChange={(value) => setChosen(Number(value))}
        >
          <Stack gap="xs" mt="xs" mah={320} style={{ overflowY: "auto" }}>
            {choices.map((version) => (
              <Radio
                key={version.run}
                value={String(version.run)}
                label={
                  <>
                    <DateTime value={version.at} /> (run {version.run})
                  </>
                }
                description={versionWords(all, version)}
              />
            ))}
          </Stack>
        </Radio.Group>
      ) : null}
      {gone > 0 ? (
        <Text size="sm" c="dimmed">
          {plural(gone, "older version")} can no longer be chosen: Settings says how many are kept.
        </Text>
      ) : null}
      <Text size="sm" aria-live="polite">
        {target
          ? `The tables of ${dataflow.name} will show what run ${target.run} published; nothing is deleted, and this rollback can itself be rolled back.`
          : "Choose a version to see what will happen."}
      </Text>
    </ConfirmDialog>
  );
}

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
      opened
      title={`Remove ${name}?`}
      confirm="Delete"
      tone="danger"
      busy={busy}
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
  const confirm = async () => {
    setBusy(true);
    try {
      const found = await commands.checkName(name, null);
      setWrong(found);
      if (found === null) {
        await commands.duplicateDataflow(dataflow.id, name);
        noticeDone(`${dataflow.name} was duplicated as ${name}`);
        props.onClose();
        return;
      }
    } catch (error) {
      const { message, hint, fields } = asUiError(error);
      setWrong(fields[0]?.message ?? `${message} ${hint}`);
    }
    setBusy(false);
  };
  return (
    <ConfirmDialog
      opened
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
