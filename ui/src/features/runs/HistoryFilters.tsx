import { Group, Select } from "@mantine/core";
import { useEffect, useState } from "react";
import {
  DayField,
  dayFault,
  isInCalendar,
  SearchedSelect,
  SearchField,
  statuses,
  statusWord,
} from "../../components";
import type { DataflowRow, RunStatus, Trigger } from "../../ipc";
import { type Filters, firstDay, type Range, rangeOf, ranges, triggers } from "./filters";
import classes from "./runs.module.css";
import { triggerWord } from "./words";

const still = { transitionProps: { duration: 0 } };

/** What narrows the history. The caller owns the filters. */
export function HistoryFilters(props: {
  filters: Filters;
  dataflows: DataflowRow[];
  /** What the engine has against a field, by its name. */
  wrong: { from?: string; to?: string };
  /** `typing` says that more of the same is to come. */
  onChange: (filters: Filters, typing?: true) => void;
}) {
  const { filters, onChange } = props;
  const [wantsDays, setWantsDays] = useState(false);
  const range = rangeOf(filters, new Date());
  // One of two days alone may be a range with a name: its fields stay all the same.
  const shown = wantsDays ? "between" : range;
  const chooseRange = (chosen: Range) => {
    setWantsDays(chosen === "between");
    if (chosen === "between") return;
    const from = chosen === "any" ? "" : firstDay(chosen, new Date());
    onChange({ ...filters, from, to: "" });
  };
  const changeDays = (days: Partial<Pick<Filters, "from" | "to">>) => {
    setWantsDays(true);
    onChange({ ...filters, ...days }, true);
  };
  return (
    <Group className={classes.filters} align="flex-start">
      <div className={classes.search}>
        <SearchField
          label="Search in descriptions"
          labelled
          value={filters.search}
          onChange={(search) => onChange({ ...filters, search }, true)}
        />
      </div>
      <SearchedSelect
        label="Dataflow"
        className={classes.filter ?? ""}
        data={[
          { value: "", label: "All dataflows" },
          ...props.dataflows.map((row) => ({
            value: String(row.dataflow.id),
            label: row.dataflow.name,
          })),
        ]}
        value={filters.dataflow === null ? "" : String(filters.dataflow)}
        limit={100}
        comboboxProps={still}
        onChange={(value) => onChange({ ...filters, dataflow: value ? Number(value) : null })}
      />
      <Select
        label="Status"
        className={classes.filter ?? ""}
        data={[
          { value: "", label: "Any status" },
          ...statuses
            .filter((each) => each !== "never_run")
            .map((each) => ({ value: each, label: statusWord(each) })),
        ]}
        value={filters.status ?? ""}
        allowDeselect={false}
        comboboxProps={still}
        onChange={(value) => onChange({ ...filters, status: (value || null) as RunStatus | null })}
      />
      <Select
        label="Trigger"
        className={classes.filter ?? ""}
        data={[
          { value: "", label: "Any trigger" },
          ...triggers.map((each) => ({ value: each, label: triggerWord(each) })),
        ]}
        value={filters.trigger ?? ""}
        allowDeselect={false}
        comboboxProps={still}
        onChange={(value) => onChange({ ...filters, trigger: (value || null) as Trigger | null })}
      />
      <Select
        label="Started"
        className={classes.range ?? ""}
        data={ranges}
        value={shown}
        allowDeselect={false}
        comboboxProps={still}
        onChange={(value) => chooseRange((value ?? "any") as Range)}
      />
      {shown === "between" ? (
        <>
          <EndDay
            label="First day"
            value={filters.from}
            wrong={props.wrong.from}
            onChange={(from) => changeDays({ from })}
          />
          <EndDay
            label="Last day"
            value={filters.to}
            wrong={props.wrong.to}
            onChange={(to) => changeDays({ to })}
          />
        </>
      ) : null}
    </Group>
  );
}

/** A day, told on as soon as it is one: what is half typed is no question yet. */
function EndDay(props: {
  label: string;
  value: string;
  wrong: string | undefined;
  onChange: (day: string) => void;
}) {
  const [typed, setTyped] = useState(props.value);
  const [left, setLeft] = useState(false);
  useEffect(() => setTyped(props.value), [props.value]);
  const isOne = (text: string) => text === "" || isInCalendar(text);
  const wrong = left && !isOne(typed.trim()) ? dayFault(typed.trim()) : props.wrong;
  return (
    <DayField
      label={props.label}
      className={classes.day}
      value={typed}
      error={wrong}
      onChange={(day) => {
        setTyped(day);
        setLeft(false);
        if (isOne(day.trim())) props.onChange(day.trim());
      }}
      onBlur={() => setLeft(true)}
    />
  );
}
