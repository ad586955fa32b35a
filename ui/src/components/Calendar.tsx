// biome-ignore-all lint/a11y/useFocusableInteractive: its buttons have the focus, its cells never
// biome-ignore-all lint/a11y/useSemanticElements: a grid of buttons, as the pattern of a calendar has it
// biome-ignore-all lint/a11y/noInteractiveElementToNoninteractiveRole: the same
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: the same
import { ActionIcon, Tooltip, UnstyledButton } from "@mantine/core";
import {
  IconChevronLeft,
  IconChevronRight,
  IconChevronsLeft,
  IconChevronsRight,
} from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import classes from "./calendar.module.css";
import { addDays, addMonths, dayWords, monthWords, weekdayOf, weeksOf } from "./days";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Where a key leads from a day; null for a key that leads nowhere. */
function step(day: string, event: KeyboardEvent): string | null {
  const { key, shiftKey } = event;
  // Those belong to the web view and the system: back, a word to the left.
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const months = shiftKey ? 12 : 1;
  switch (key) {
    case "ArrowLeft":
      return addDays(day, -1);
    case "ArrowRight":
      return addDays(day, 1);
    case "ArrowUp":
      return addDays(day, -7);
    case "ArrowDown":
      return addDays(day, 7);
    case "Home":
      return addDays(day, -weekdayOf(day));
    case "End":
      return addDays(day, 6 - weekdayOf(day));
    case "PageUp":
      return addMonths(day, -months);
    case "PageDown":
      return addMonths(day, months);
    default:
      return null;
  }
}

/** A month of days, of which one is chosen. Arrow keys go by days and weeks, Page Up and Down by months. */
export function Calendar(props: {
  chosen: string | null;
  today: string;
  onChoose: (day: string) => void;
}) {
  const [at, setAt] = useState(props.chosen ?? props.today);
  const isMoved = useRef(false);
  const grid = useRef<HTMLTableElement>(null);
  useEffect(() => {
    if (!isMoved.current) return;
    isMoved.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
  }, [at]);
  const turns = [
    { label: "Previous year", icon: IconChevronsLeft, months: -12 },
    { label: "Previous month", icon: IconChevronLeft, months: -1 },
    { label: "Next month", icon: IconChevronRight, months: 1 },
    { label: "Next year", icon: IconChevronsRight, months: 12 },
  ].map(({ label, icon: Icon, months }) => (
    <Tooltip key={label} label={label}>
      <ActionIcon
        variant="subtle"
        size="sm"
        aria-label={label}
        onClick={() => setAt(addMonths(at, months))}
      >
        <Icon size="var(--ph-icon-small)" />
      </ActionIcon>
    </Tooltip>
  ));
  return (
    <div className={classes.calendar}>
      <div className={classes.head}>
        {turns.slice(0, 2)}
        <span className={classes.month} aria-live="polite">
          {monthWords(at)}
        </span>
        {turns.slice(2)}
      </div>
      <table
        ref={grid}
        role="grid"
        aria-label="Days"
        onKeyDown={(event) => {
          const next = step(at, event);
          if (next === null) return;
          event.preventDefault();
          isMoved.current = next !== at;
          setAt(next);
        }}
      >
        <thead>
          <tr>
            {weekdays.map((name) => (
              <th key={name} scope="col" abbr={name}>
                {name.slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(at).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} role="gridcell">
                  <UnstyledButton
                    className={classes.day}
                    data-day={day}
                    data-outside={day.slice(0, 7) !== at.slice(0, 7) || undefined}
                    data-chosen={day === props.chosen || undefined}
                    data-autofocus={day === at || undefined}
                    // Here, and not on its cell: the focus is on the button.
                    aria-label={`${dayWords(day)}${day === props.chosen ? ", chosen" : ""}`}
                    aria-current={day === props.today ? "date" : undefined}
                    tabIndex={day === at ? 0 : -1}
                    onClick={() => props.onChoose(day)}
                  >
                    {Number(day.slice(8))}
                  </UnstyledButton>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
