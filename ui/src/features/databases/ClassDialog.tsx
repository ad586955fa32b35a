import { Radio, Skeleton, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { ConfirmDialog, ForeignText, noticeFailure } from "../../components";
import { sorts } from "../../grid";
import {
  asUiError,
  type ColumnClass,
  type DataflowId,
  type PersonalData,
  useClassColumn,
  useColumnClasses,
} from "../../ipc";

const AS_FOUND = "as_found";

const wordsOf = (personal: PersonalData) =>
  sorts.find(({ value }) => value === personal)?.words ?? "";

function Choice(props: {
  known: ColumnClass;
  chosen: string | null;
  onChoose: (value: string) => void;
}) {
  const { known } = props;
  return (
    <Radio.Group
      aria-label={`What ${known.column} holds`}
      value={props.chosen ?? known.said ?? AS_FOUND}
      onChange={props.onChoose}
    >
      <Stack gap="xs">
        <Radio
          value={AS_FOUND}
          label={`As found: ${wordsOf(known.found)}`}
          description="By its name, and by what its values look like"
        />
        {sorts.map(({ value, words }) => (
          <Radio key={value} value={value} label={words} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** Asks what a column holds of a person. What is said here counts before what was found. */
export function ClassDialog(props: {
  dataflow: DataflowId;
  table: string;
  column: string;
  onClose: () => void;
}) {
  const classes = useColumnClasses(props.dataflow);
  const classColumn = useClassColumn();
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const known = classes.data?.find(
    (each) => each.table === props.table && each.column === props.column,
  );
  const confirm = async () => {
    setBusy(true);
    try {
      const said = chosen === AS_FOUND ? null : (chosen as PersonalData);
      await classColumn(props.dataflow, props.table, props.column, said);
      props.onClose();
    } catch (error) {
      noticeFailure(asUiError(error));
      setBusy(false);
    }
  };
  return (
    <ConfirmDialog
      title="Say what this column holds"
      confirm="Say so"
      busy={busy}
      disabled={known === undefined || chosen === null}
      onConfirm={() => void confirm()}
      onClose={props.onClose}
    >
      <Text size="sm">
        <strong>
          <ForeignText text={props.column} />
        </strong>{" "}
        of {props.table}. What you say holds for every version and every later run. Personal data is
        what is masked on screen and in exports.
      </Text>
      {classes.isPending ? (
        <div role="status" aria-label="Looking what it holds">
          <Skeleton height={220} animate={false} />
        </div>
      ) : null}
      {classes.isError ? (
        <Text role="alert" c="var(--ph-bad)" size="sm">
          {asUiError(classes.error).message} {asUiError(classes.error).hint}
        </Text>
      ) : null}
      {known ? <Choice known={known} chosen={chosen} onChoose={setChosen} /> : null}
      {classes.isSuccess && !known ? (
        <Text size="sm">
          This column is only in an older version, and keeps what is known of it.
        </Text>
      ) : null}
    </ConfirmDialog>
  );
}
