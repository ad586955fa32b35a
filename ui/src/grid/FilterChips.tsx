import { Button, CloseButton, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ClippedText, useFocusGoesOn, Words } from "../components";
import { type Filter, type StoredColumn, useKeptValue } from "../ipc";
import { FilterEditor } from "./FilterEditor";
import { maskedFilter, wordsOf } from "./filters";
import classes from "./view.module.css";

/** What is wrong with a filter whose words are hidden: the words for it may quote what was typed. */
const HIDDEN_FAULT =
  "This filter needs another look. Personal data is masked: choose the filter to see what is wrong with it.";

/** A filter as it is shown: of a value that a link asked for, all that may be seen of it now. */
function useShown(filter: Filter, isMasked: boolean): Filter {
  const { test } = filter;
  const kept = useKeptValue(test.kind === "kept" ? test.value : null, isMasked).data;
  return test.kind === "kept" && !isMasked && kept
    ? { ...filter, test: { ...test, shown: kept.shown } }
    : filter;
}

function Chip(props: {
  filter: Filter;
  columns: StoredColumn[];
  isMasked: boolean;
  isHidden: boolean;
  fault: string | undefined;
  /** The element that says what is wrong. */
  faultId: string;
  isEdited: boolean;
  onEdit: (isEdited: boolean) => void;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}) {
  const { filter, fault } = props;
  const column = props.columns.find(({ name }) => name === filter.column);
  const shown = useShown(filter, props.isMasked);
  const { verb, value } = wordsOf(props.isHidden ? maskedFilter(filter) : shown, column?.kind);
  return (
    <li
      ref={useFocusGoesOn<HTMLLIElement>()}
      className={classes.chip}
      data-wrong={fault !== undefined || undefined}
    >
      <FilterEditor
        isOpen={props.isEdited}
        columns={props.columns}
        filter={filter}
        shown={value}
        column={null}
        fault={fault}
        onClose={() => props.onEdit(false)}
        onDone={props.onChange}
      >
        <UnstyledButton
          className={classes.chipWords}
          aria-haspopup="dialog"
          aria-describedby={fault === undefined ? undefined : props.faultId}
          onClick={() => props.onEdit(true)}
        >
          {fault === undefined ? null : (
            <IconAlertTriangle size="var(--ph-icon-small)" aria-hidden="true" />
          )}
          <strong className={classes.chipName}>
            <ClippedText text={filter.column} />
          </strong>{" "}
          <span className={classes.verb}>{verb}</span>{" "}
          {value === "" ? null : (
            <span className={classes.chipValue}>
              <ClippedText text={value} />
            </span>
          )}
        </UnstyledButton>
      </FilterEditor>
      <CloseButton
        size="sm"
        aria-label={`Remove the filter on ${filter.column}`}
        onClick={props.onRemove}
      />
    </li>
  );
}

interface FilterChipsProps {
  filters: Filter[];
  columns: StoredColumn[];
  faults: ReadonlyMap<number, string>;
  /** Whether others see the screen: what was typed of a person is hidden. */
  isMasked: boolean;
  /** The place of the one that is being changed. */
  edited: number | null;
  onEdit: (place: number | null) => void;
  onChange: (filters: Filter[]) => void;
  onClear: () => void;
}

/** The filters above the grid: each can be changed and taken away, and says what is wrong with it. */
export function FilterChips(props: FilterChipsProps) {
  return props.filters.length === 0 ? null : <Chips {...props} />;
}

function Chips(props: FilterChipsProps) {
  const { filters, faults } = props;
  // What nothing is known of is hidden too, as the engine has it.
  const isHidden = (filter: Filter | undefined) =>
    props.isMasked &&
    props.columns.find(({ name }) => name === filter?.column)?.personal !== "none";
  return (
    <div ref={useFocusGoesOn<HTMLDivElement>()}>
      <ul className={classes.chips} aria-label="Filters">
        {filters.map((filter, place) => (
          <Chip
            // biome-ignore lint/suspicious/noArrayIndexKey: two filters may be alike, and none moves
            key={place}
            filter={filter}
            columns={props.columns}
            isMasked={props.isMasked}
            isHidden={isHidden(filter)}
            fault={faults.get(place)}
            faultId={`fault-${place}`}
            isEdited={props.edited === place}
            onEdit={(isEdited) => props.onEdit(isEdited ? place : null)}
            onChange={(changed) => {
              props.onEdit(null);
              props.onChange(filters.with(place, changed));
            }}
            onRemove={() => props.onChange(filters.toSpliced(place, 1))}
          />
        ))}
        <li>
          <Button variant="subtle" size="compact-sm" onClick={props.onClear}>
            Clear all
          </Button>
        </li>
      </ul>
      {[...faults].map(([place, message]) => {
        const filter = filters[place];
        const hidesFault = filter?.test.kind !== "kept" && isHidden(filter);
        return (
          <p key={place} id={`fault-${place}`} role="alert" className={classes.fault}>
            {filter ? `${filter.column}: ` : ""}
            <Words text={hidesFault ? HIDDEN_FAULT : message} />
          </p>
        );
      })}
    </div>
  );
}
