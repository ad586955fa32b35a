import {
  Button,
  Checkbox,
  Group,
  Popover,
  Radio,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import {
  DayField,
  ForeignText,
  isListOpen,
  OWN_ESCAPE,
  SearchedSelect,
  Words,
  zoneHere,
} from "../components";
import type { Filter, StoredColumn } from "../ipc";
import { NO, shownAs, YES } from "./cells";
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
  return ["empty", "null", "repeated", "alsoIn", "kept"].includes(kind);
}

function said(message: string | undefined): ReactNode {
  return message === undefined ? undefined : <Words text={message} />;
}

/** What a column of yes and no may be; what is neither is kept where a filter has it already. */
function YesOrNo(props: { text: string; onText: (text: string) => void }) {
  const [given] = useState(props.text);
  const values = [YES, NO, ...(given === YES || given === NO ? [] : [given])];
  return (
    <Radio.Group label="Value" value={props.text} onChange={props.onText}>
      <Group gap="lg" mt={4}>
        {values.map((value) => (
          <Radio
            key={value}
            value={value}
            label={<ForeignText text={shownAs(value, "boolean") || "empty"} />}
            data-autofocus={value === props.text || undefined}
          />
        ))}
      </Group>
    </Radio.Group>
  );
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
    case "kept":
      return (
        <Text size="sm" c="dimmed">
          Personal data was masked when a link led here: what it looks for cannot be typed. The
          filter above the rows says it whole once the mask is lifted.
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
    case "between":
      return (
        <Stack gap="xs">
          <Group grow align="flex-start" gap="xs">
            <TextInput
              label="From"
              data-autofocus
              value={draft.from}
              error={said(errors.from)}
              onChange={(event) => onDraft({ from: event.currentTarget.value })}
            />
            <TextInput
              label="To"
              value={draft.to}
              error={said(errors.to)}
              onChange={(event) => onDraft({ to: event.currentTarget.value })}
            />
          </Group>
          <Text size="xs" c="dimmed">
            Both included. Leave one empty for no end.
            {props.column.kind === "timestamp"
              ? " As the table has its moments, in UTC: 2026-11-21T06:00."
              : ""}
          </Text>
        </Stack>
      );
    case "days":
      return (
        <Stack gap="xs">
          <Group grow align="flex-start" gap="xs">
            <DayField
              label="First day"
              isFirst
              value={draft.from}
              error={said(errors.from)}
              onChange={(from) => onDraft({ from })}
            />
            <DayField
              label="Last day"
              value={draft.to}
              error={said(errors.to)}
              onChange={(to) => onDraft({ to })}
            />
          </Group>
          <Text size="xs" c="dimmed">
            Whole days, both included, as they are where you are ({zoneHere()}); the table has its
            moments in UTC. Leave one empty for no end.
          </Text>
        </Stack>
      );
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
      if (props.column.kind === "boolean" && draft.kind === "equals")
        return <YesOrNo text={draft.text} onText={(text) => onDraft({ text })} />;
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
  shown: string | undefined;
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
    if (Object.keys(found).length === 0) props.onDone(filterOf(draft));
  };
  const shownErrors = fault ? { text: fault, from: fault, ...errors } : errors;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <SearchedSelect
          label="Column"
          limit={LISTED}
          nothingFoundMessage="No column has this name"
          data={props.columns.map(({ name }) => name)}
          value={column.name}
          // The list stands in the editor: a click on it is none beside the editor.
          comboboxProps={{ withinPortal: false }}
          onChange={(name) => {
            const other = props.columns.find((each) => each.name === name);
            const typed = column.kind === "boolean" ? { ...draft, text: "" } : draft;
            if (other) change(draftFor(typed, other));
          }}
        />
        <Select
          label="Condition"
          allowDeselect={false}
          data={testsOf(draft, column.kind, props.shown)}
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
  /** The value of that filter in words, as it may be seen now. */
  shown?: string;
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
      closeOnEscape={false}
    >
      <Popover.Target>{props.children}</Popover.Target>
      <Popover.Dropdown
        onKeyDownCapture={(event) => {
          const field = event.target as Element;
          // The innermost that is open is closed first: a list, or a calendar.
          const isOwn = isListOpen(field) || field.closest(`[${OWN_ESCAPE}]`) !== null;
          if (event.key === "Escape" && !isOwn) props.onClose();
        }}
        role="dialog"
        aria-label={props.filter ? "Change the filter" : "New filter"}
        className={classes.editor}
      >
        {props.isOpen && begin ? (
          <Form
            columns={props.columns}
            begin={begin}
            shown={props.shown}
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
