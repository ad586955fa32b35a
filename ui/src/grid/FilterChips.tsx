import { Button, CloseButton, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ClippedText, Words } from "../components";
import type { Filter, StoredColumn } from "../ipc";
import { FilterEditor } from "./FilterEditor";
import { maskedFilter, wordsOf } from "./filters";
import classes from "./view.module.css";

/** The filters above the grid: each can be changed and taken away, and says what is wrong with it. */
export function FilterChips(props: {
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
}) {
  const { filters, faults } = props;
  if (filters.length === 0) return null;
  return (
    <div>
      <ul className={classes.chips} aria-label="Filters">
        {filters.map((filter, place) => {
          const column = props.columns.find(({ name }) => name === filter.column);
          // What nothing is known of is hidden too, as the engine has it.
          const isHidden = props.isMasked && column?.personal !== "none";
          const { verb, value } = wordsOf(isHidden ? maskedFilter(filter) : filter, column?.kind);
          const fault = faults.get(place);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two filters may be alike, and none moves
            <li key={place} className={classes.chip} data-wrong={fault !== undefined || undefined}>
              <FilterEditor
                isOpen={props.edited === place}
                columns={props.columns}
                filter={filter}
                column={null}
                fault={fault}
                onClose={() => props.onEdit(null)}
                onDone={(changed) => {
                  props.onEdit(null);
                  props.onChange(filters.with(place, changed));
                }}
              >
                <UnstyledButton
                  className={classes.chipWords}
                  aria-haspopup="dialog"
                  aria-describedby={fault === undefined ? undefined : `fault-${place}`}
                  onClick={() => props.onEdit(place)}
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
                onClick={() => props.onChange(filters.toSpliced(place, 1))}
              />
            </li>
          );
        })}
        <li>
          <Button variant="subtle" size="compact-sm" onClick={props.onClear}>
            Clear all
          </Button>
        </li>
      </ul>
      {[...faults].map(([place, message]) => (
        <p key={place} id={`fault-${place}`} role="alert" className={classes.fault}>
          {filters[place] ? `${filters[place].column}: ` : ""}
          <Words text={message} />
        </p>
      ))}
    </div>
  );
}
