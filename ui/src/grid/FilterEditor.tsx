import {
  Button,
  Checkbox,
  Group,
  Popover,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { Words } from "../components";
import type { Filter, StoredColumn } from "../ipc";
import {
  type Draft,
  type DraftErrors,
  draftFor,
  draftOf,
  errorsOf,
  filterOf,
  firstDraft,
  type TestKind,
  testsOf,
} from "./filters";
import classes from "./view.module.css";

/** Columns that the list shows at a time: the others are found by typing. */
const LISTED = 100;

/** Whether a test has nothing to be typed. */
function isUntyped(kind: TestKind): boolean {
  return kind === "empty" || kind === "null" || kind === "repeated" || kind === "alsoIn";
}

function said(message: string | undefined): ReactNode {
  return message === undefined ? undefined : <Words text={message} />;
}

function Operand(props: {
  draft: Draft;
  column: StoredColumn;
  errors: DraftErrors;
  onDraft: (part: Partial<Draft>) => void;
}) {
  const { draft, errors, onDraft } = props;
  switch (draft.kind) {
    case "empty":
      return (
        <Text size="sm" c="dimmed">
          A text without a character. A value that is not there at all is NULL.
        </Text>
      );
    case "null":
      return (
        <Text size="sm" c="dimmed">
          The source had no value.
        </Text>
      );
    case "repeated":
      return (
        <Text size="sm" c="dimmed">
          The same value stands on another row as well, upper and lower case being the same.
        </Text>
      );
    case "alsoIn":
      return (
        <Text size="sm" c="dimmed">
          The same value stands in that column as well. Where it is looked for comes from a ready
          question and cannot be typed.
        </Text>
      );
    case "oneOf":
      return (
        <Textarea
          label="Values"
          description="One a line"
          autosize
          minRows={3}
          maxRows={8}
          data-autofocus
          value={draft.texts}
          error={said(errors.texts)}
          onChange={(event) => onDraft({ texts: event.currentTarget.value })}
        />
      );
    case "between": {
      const isDate = props.column.kind === "timestamp";
      const hint = isDate ? { placeholder: "2026-11-21" } : {};
      return (
        <Stack gap="xs">
          <Group grow align="flex-start" gap="xs">
            <TextInput
              label="From"
              data-autofocus
              {...hint}
              value={draft.from}
              error={said(errors.from)}
              onChange={(event) => onDraft({ from: event.currentTarget.value })}
            />
            <TextInput
              label="To"
              {...hint}
              value={draft.to}
              error={said(errors.to)}
              onChange={(event) => onDraft({ to: event.currentTarget.value })}
            />
          </Group>
          <Text size="xs" c="dimmed">
            {isDate
              ? "Both days included, in UTC as the table has them. Leave one empty for no end."
              : "Both included. Leave one empty for no end."}
          </Text>
        </Stack>
      );
    }
    case "matches":
      return (
        <TextInput
          label="Regular expression"
          description="Found anywhere in the value; ^ and $ are its ends"
          data-autofocus
          value={draft.text}
          error={said(errors.text)}
          onChange={(event) => onDraft({ text: event.currentTarget.value })}
        />
      );
    default:
      return (
        <TextInput
          label="Text"
          description="Upper and lower case are the same"
          data-autofocus
          value={draft.text}
          error={said(errors.text)}
          onChange={(event) => onDraft({ text: event.currentTarget.value })}
        />
      );
  }
}

function Form(props: {
  columns: StoredColumn[];
  begin: Draft;
  /** What the engine says of the filter as it is. */
  fault: string | undefined;
  isNew: boolean;
  onDone: (filter: Filter) => void;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState(props.begin);
  const [errors, setErrors] = useState<DraftErrors>({});
  const [fault, setFault] = useState(props.fault);
  const column = props.columns.find((each) => each.name === draft.column) ?? props.columns[0];
  if (!column) return null;
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    setErrors({});
    setFault(undefined);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = errorsOf(draft, column.kind);
    setErrors(found);
    if (Object.keys(found).length === 0) props.onDone(filterOf(draft, column.kind));
  };
  const shownErrors = fault ? { text: fault, from: fault, ...errors } : errors;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Select
          label="Column"
          searchable
          limit={LISTED}
          allowDeselect={false}
          nothingFoundMessage="No column has this name"
          data={props.columns.map(({ name }) => name)}
          value={column.name}
          // The list stands in the editor: a click on it is none beside the editor.
          comboboxProps={{ withinPortal: false }}
          onChange={(name) => {
            const other = props.columns.find((each) => each.name === name);
            if (other) change(draftFor(draft, other));
          }}
        />
        <Select
          label="Condition"
          allowDeselect={false}
          data={testsOf(draft, column.kind)}
          value={draft.kind}
          comboboxProps={{ withinPortal: false }}
          onChange={(kind) => kind && change({ kind: kind as TestKind })}
        />
        <Operand draft={draft} column={column} errors={shownErrors} onDraft={change} />
        <Checkbox
          label="Not: show the rows for which this does not hold"
          // Where there is nothing to type, this is what can be changed.
          data-autofocus={isUntyped(draft.kind) || undefined}
          checked={draft.not}
          onChange={(event) => change({ not: event.currentTarget.checked })}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={props.onClose}>
            Close
          </Button>
          <Button size="xs" type="submit">
            {props.isNew ? "Add filter" : "Change filter"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A filter as it is made or changed, beside what it was asked for with. */
export function FilterEditor(props: {
  isOpen: boolean;
  columns: StoredColumn[];
  /** The filter to change; a new one is for the column named, or the first. */
  filter: Filter | null;
  column: string | null;
  fault?: string | undefined;
  onDone: (filter: Filter) => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const column =
    props.columns.find((each) => each.name === props.column) ?? props.columns[0] ?? null;
  const begin = props.filter ? draftOf(props.filter) : column ? firstDraft(column) : null;
  return (
    <Popover
      opened={props.isOpen}
      onChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      position="bottom-start"
      width={340}
      trapFocus
      returnFocus
      withRoles={false}
      shadow="md"
    >
      <Popover.Target>{props.children}</Popover.Target>
      <Popover.Dropdown
        role="dialog"
        aria-label={props.filter ? "Change the filter" : "New filter"}
        className={classes.editor}
      >
        {props.isOpen && begin ? (
          <Form
            columns={props.columns}
            begin={begin}
            fault={props.fault}
            isNew={props.filter === null}
            onDone={props.onDone}
            onClose={props.onClose}
          />
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}
