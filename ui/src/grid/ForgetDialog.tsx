import { List, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  ConfirmDialog,
  ForeignText,
  formatBytes,
  noticeDone,
  noticeFailure,
  plural,
} from "../components";
import {
  asUiError,
  commands,
  type DataflowId,
  type Elsewhere,
  type Forgetting,
  type Mention,
  type Person,
  useForgetPerson,
  useWaiting,
} from "../ipc";
import classes from "./forget.module.css";

/** What must be typed: it cannot be undone. */
const WORD = "forget";

function Deleted(props: { forgetting: Forgetting }) {
  const { forgetting } = props;
  return (
    <section aria-labelledby="forget-deleted">
      <h3 className={classes.heading} id="forget-deleted">
        Deleted from {forgetting.name}
      </h3>
      <List size="sm">
        {forgetting.tables.map((each) => (
          <List.Item key={each.table}>
            <strong>{each.table}</strong>: {plural(each.rows, "row")} in{" "}
            {plural(each.versions, "version")}
          </List.Item>
        ))}
        {forgetting.changes > 0 ? (
          <List.Item>{plural(forgetting.changes, "line")} of what changed</List.Item>
        ) : null}
        {forgetting.interruptedRun ? (
          <List.Item>What the interrupted run has read: it begins anew</List.Item>
        ) : null}
        {forgetting.setAside.map((file) => (
          <List.Item key={file}>
            <strong>{file}</strong>, set aside as damaged: all of it, with the versions that are in
            it alone
          </List.Item>
        ))}
      </List>
      <p className={classes.note}>
        Then the file is written anew ({formatBytes(forgetting.bytes)}), so that nothing of them is
        left in it.
      </p>
    </section>
  );
}

function mentionKey(mention: Mention): string {
  return `${mention.table ?? ""}/${mention.column ?? ""}`;
}

/** What another database has of somebody known by the same, as parts of a sentence. */
function heldWords(other: Elsewhere): string[] {
  const held = other.tables.map((table) => `${plural(table.rows, "row")} in ${table.name}`);
  if (other.changes > 0) held.push(`${plural(other.changes, "line")} of what changed`);
  if (other.staged > 0) held.push(`${plural(other.staged, "row")} of an interrupted run`);
  return held;
}

function OtherDatabase(props: { other: Elsewhere }) {
  const { other } = props;
  const held = heldWords(other);
  return (
    <List.Item>
      Database <strong>{other.name}</strong>:{" "}
      {other.unreadable ??
        (held.length > 0
          ? `somebody known by the same has ${held.join(", ")}`
          : "nobody known by the same was found")}
      {other.copies.length > 0 ? (
        <>
          {other.unreadable === null ? "; not looked into: " : " Not looked into: "}
          <strong>{other.copies.join(", ")}</strong>
        </>
      ) : null}
    </List.Item>
  );
}

function Left(props: { forgetting: Forgetting }) {
  const { mentions, elsewhere } = props.forgetting;
  return (
    <section aria-labelledby="forget-left">
      <h3 className={classes.heading} id="forget-left">
        Not touched
      </h3>
      <List size="sm">
        <List.Item>The pool itself: the next run brings them back as long as it has them</List.Item>
        <List.Item>Files that were exported, and copies that others made</List.Item>
        {mentions.map((mention) => (
          <List.Item key={mentionKey(mention)}>
            {mention.table === null ? (
              <>{plural(mention.cells, "line")} of what changed for others, which name them</>
            ) : (
              <>
                {plural(mention.cells, "cell")} of others in <strong>{mention.table}</strong>,{" "}
                <ForeignText text={mention.column ?? ""} />, which name them
              </>
            )}
          </List.Item>
        ))}
        {elsewhere.map((other) => (
          <OtherDatabase key={other.dataflow} other={other} />
        ))}
      </List>
    </section>
  );
}

interface Whom {
  dataflow: DataflowId;
  person: Person;
}

/** Another database in which one person alone is known by the same. */
type Known = Elsewhere & { person: Person };

function isKnown(other: Elsewhere): other is Known {
  return other.person !== null;
}

/**
 * Shows what there is of a person, and deletes it once that is confirmed by a word. Then it leads on to the
 * other databases that know them, one after the other, whether one of them is left or refused.
 */
export function ForgetDialog(
  props: Whom & {
    /** It was confirmed: from now on it is not to be taken away. */
    onBegin: () => void;
    /** Done, half done or refused: the rows are others, and open tables are closed. */
    onDone: () => void;
    onClose: () => void;
  },
) {
  /** In whose database they are looked at; null while the next one is offered. */
  const [whom, setWhom] = useState<Whom | null>(props);
  /** Databases that were asked about, whatever became of it: none is offered twice. */
  const [asked, setAsked] = useState<DataflowId[]>([props.dataflow]);
  const [left, setLeft] = useState<Known[]>([]);
  const goOn = (others: Known[]) => {
    setLeft(others);
    setWhom(null);
    if (others.length === 0) props.onClose();
  };
  if (whom !== null)
    return (
      <OneDatabase
        // Another database is another question.
        key={whom.dataflow}
        {...whom}
        onBegin={props.onBegin}
        onEnded={(elsewhere) => {
          props.onDone();
          const all = [...left, ...(elsewhere ?? [])].filter(isKnown);
          goOn(
            all.filter(
              ({ dataflow }, place) =>
                !asked.includes(dataflow) &&
                all.findIndex((each) => each.dataflow === dataflow) === place,
            ),
          );
        }}
        onClose={() => goOn(left)}
      />
    );
  const [next, ...later] = left;
  if (next === undefined) return null;
  const settle = () => setAsked([...asked, next.dataflow]);
  return (
    <ConfirmDialog
      title={`Forget them in ${next.name} too?`}
      confirm="Look what there is"
      dismiss="Leave it"
      onConfirm={() => {
        settle();
        setLeft(later);
        setWhom({ dataflow: next.dataflow, person: next.person });
      }}
      onClose={() => {
        settle();
        goOn(later);
      }}
    >
      <List size="sm">
        {left.map((other) => (
          <OtherDatabase key={other.dataflow} other={other} />
        ))}
      </List>
    </ConfirmDialog>
  );
}

function OneDatabase(
  props: Whom & {
    onBegin: () => void;
    /** Hears who else knows them; null where it was refused. */
    onEnded: (elsewhere: Elsewhere[] | null) => void;
    onClose: () => void;
  },
) {
  const { dataflow, person } = props;
  const preview = useQuery({
    queryKey: ["forgetting", dataflow, person],
    queryFn: () => commands.previewForget(dataflow, person),
    gcTime: 0,
    staleTime: 0,
  });
  const forget = useForgetPerson();
  const waiting = useWaiting(dataflow);
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const isConfirmed = preview.isSuccess && typed.trim().toLowerCase() === WORD;
  const confirm = async () => {
    setBusy(true);
    props.onBegin();
    let elsewhere: Elsewhere[] | null = null;
    try {
      const { name, rows, changes } = await forget(dataflow, person);
      elsewhere = preview.data?.elsewhere ?? [];
      noticeDone(
        "The person was forgotten",
        `${plural(rows, "row")} and ${plural(changes, "line")} of what changed were deleted from ${name}.`,
      );
    } catch (error) {
      noticeFailure(asUiError(error));
    }
    props.onEnded(elsewhere);
  };
  return (
    <ConfirmDialog
      title="Forget this person?"
      confirm="Forget"
      tone="danger"
      size="lg"
      busy={busy}
      staysBusy
      waiting={waiting ?? "Forgetting them, and writing the file anew …"}
      disabled={!isConfirmed}
      onConfirm={() => void confirm()}
      onClose={props.onClose}
    >
      {preview.isPending ? (
        <div role="status" aria-label="Looking in every version">
          <Skeleton height={16} mb="sm" animate={false} />
          <Skeleton height={120} animate={false} />
        </div>
      ) : null}
      {preview.isError ? (
        <Text role="alert" c="var(--ph-bad)" size="sm">
          {asUiError(preview.error).message} {asUiError(preview.error).hint}
        </Text>
      ) : null}
      {preview.isSuccess ? (
        <Stack gap="md">
          <Text size="sm">
            {preview.data.called.length > 0 ? (
              <>
                <strong>
                  <ForeignText text={preview.data.called.join(", ")} />
                </strong>
                , whose ID in {preview.data.name} is{" "}
              </>
            ) : (
              "The person whose ID is "
            )}
            <strong>
              <ForeignText text={preview.data.who} />
            </strong>
            . This cannot be undone.
          </Text>
          <Deleted forgetting={preview.data} />
          <Left forgetting={preview.data} />
          <TextInput
            label={`Type ${WORD} to confirm`}
            value={typed}
            disabled={busy}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && isConfirmed && !busy) void confirm();
            }}
          />
        </Stack>
      ) : null}
    </ConfirmDialog>
  );
}
