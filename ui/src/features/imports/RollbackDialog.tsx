// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for forms
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
import { Radio, Stack, Table, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import {
  ConfirmDialog,
  Count,
  DateTime,
  ForeignText,
  None,
  noticeFailure,
  plural,
  SearchedSelect,
} from "../../components";
import {
  asUiError,
  commands,
  type Publication,
  type RollbackPreview,
  type RunId,
  useRollBack,
  useRollbackPreview,
  useVersions,
  useWaiting,
} from "../../ipc";
import { type DialogProps, Failed, Waiting } from "./dialogs";
import classes from "./imports.module.css";
import { changes, remark, staying, tableChoices, versionWords } from "./rollback";

/** Asks which version to go back to, and with which tables; shows in rows what that changes. */
export function RollbackDialog(props: DialogProps) {
  const { dataflow } = props.row;
  const versions = useVersions(dataflow.id);
  const rollBack = useRollBack();
  const waiting = useWaiting(dataflow.id);
  const [chosen, setChosen] = useState<RunId | null>(null);
  const [table, setTable] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const all = versions.data ?? [];
  const choices = all.filter((each) => !each.current && each.kept);
  const gone = all.filter((each) => !each.current && !each.kept).length;
  const target = choices.find((each) => each.run === chosen);
  const preview = useRollbackPreview(dataflow.id, target?.run ?? null, table);
  const changesSomething = preview.isSuccess && preview.data.tables.some(changes);
  // Comparing all rows of a large table goes on in the engine until nobody waits for it.
  useEffect(() => () => void commands.cancelPreview(dataflow.id).catch(() => {}), [dataflow.id]);
  const choose = (version: Publication | undefined) => {
    setChosen(version?.run ?? null);
    if (version && table !== null && !tableChoices(all, version).includes(table)) setTable(null);
  };
  const confirm = async () => {
    if (chosen === null) return;
    setBusy(true);
    try {
      await rollBack(dataflow.id, chosen, table);
      props.onClose();
    } catch (error) {
      noticeFailure(asUiError(error));
      setBusy(false);
      // What can be chosen may be other than it was.
      void versions.refetch();
    }
  };
  return (
    <ConfirmDialog
      title={`Rollback of ${dataflow.name}`}
      confirm="Roll back"
      size="lg"
      busy={busy}
      waiting={waiting}
      disabled={target === undefined || !changesSomething}
      onConfirm={() => void confirm()}
      onClose={props.onClose}
    >
      {versions.isPending ? <Waiting label="Loading the versions" /> : null}
      {versions.isError ? <Failed error={versions.error} /> : null}
      {versions.isSuccess && choices.length === 0 ? (
        <Text size="sm">No older version is kept that could be gone back to.</Text>
      ) : null}
      {versions.isSuccess && choices.length > 0 ? (
        <Radio.Group
          label="Version to go back to"
          description="Each by the time at which its run started, as in Run history."
          value={chosen === null ? "" : String(chosen)}
          onChange={(value) => choose(choices.find((each) => each.run === Number(value)))}
        >
          <Stack gap="xs" mt="xs" className={classes.versions ?? ""}>
            {choices.map((version) => (
              <Radio
                key={version.run}
                value={String(version.run)}
                label={
                  <>
                    <DateTime value={version.at} /> (run {version.run})
                  </>
                }
                description={versionWords(version)}
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
      {target ? (
        <>
          <SearchedSelect
            label="Tables"
            data={[
              { value: "", label: "All tables" },
              ...tableChoices(all, target).map((name) => ({ value: name, label: `${name} alone` })),
            ]}
            value={table ?? ""}
            comboboxProps={{ transitionProps: { duration: 0 } }}
            onChange={(value) => setTable(value || null)}
          />
          {preview.isError && !preview.isFetching ? <Failed error={preview.error} /> : null}
          {preview.isFetching ? <Waiting label="Comparing with what is shown now" words /> : null}
          {preview.isSuccess && !preview.isFetching ? <Preview preview={preview.data} /> : null}
        </>
      ) : null}
      <Text size="sm" aria-live="polite">
        {target
          ? whatHappens(dataflow.name, target.run, table, preview.isSuccess && !changesSomething)
          : "Choose a version to see what will change."}
      </Text>
    </ConfirmDialog>
  );
}

function whatHappens(name: string, run: RunId, table: string | null, nothing: boolean): string {
  if (nothing) return "There is nothing to roll back.";
  return `${table === null ? `The tables of ${name}` : `The table ${table}`} will show what run ${run} published${table === null ? "" : ", beside the other tables as they are now"}; nothing is deleted, and this rollback can itself be rolled back.`;
}

/** How many rows of each table come, change and go. */
function Preview(props: { preview: RollbackPreview }) {
  const changing = props.preview.tables.filter(changes);
  const others = staying(props.preview);
  return (
    <div>
      {changing.length > 0 ? (
        <div className={classes.preview} role="group" aria-label="What will change" tabIndex={0}>
          <Table className={classes.previewTable ?? ""} aria-label="What will change">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Table</Table.Th>
                <Table.Th>Rows now</Table.Th>
                <Table.Th>Rows then</Table.Th>
                <Table.Th>Added</Table.Th>
                <Table.Th>Changed</Table.Th>
                <Table.Th>Removed</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {changing.map((table) => (
                <Table.Tr key={table.source}>
                  <Table.Th scope="row">
                    {table.name}
                    {remark(table) === null ? null : (
                      <span className={classes.remark}>
                        <ForeignText text={remark(table) ?? ""} />
                      </span>
                    )}
                  </Table.Th>
                  {[table.rowsNow, table.rowsThen, table.added, table.changed, table.removed].map(
                    (rows, place) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: five cells that never move
                      <Table.Td key={place}>
                        {rows === null ? <None word="not shown" /> : <Count value={rows} />}
                      </Table.Td>
                    ),
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ) : null}
      {others === null ? null : (
        <Text size="sm" c="dimmed" mt="xs">
          {others}
        </Text>
      )}
    </div>
  );
}
