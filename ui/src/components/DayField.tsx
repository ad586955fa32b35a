import { ActionIcon, Popover, TextInput } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Calendar } from "./Calendar";
import { isInCalendar } from "./days";
import { dayOf } from "./format";

/** Escape here closes the calendar alone, and not what it stands in. */
export const OWN_ESCAPE = "data-own-escape";

/** A day: typed as `2026-11-21` wherever one is, or chosen from a calendar, by mouse or keyboard. */
export function DayField(props: {
  label: string;
  /** As far as it is typed. */
  value: string;
  error?: ReactNode;
  className?: string | undefined;
  /** Where one begins to type. */
  isFirst?: boolean;
  onChange: (text: string) => void;
  onBlur?: () => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const typed = props.value.trim();
  const day = isInCalendar(typed) ? typed : null;
  return (
    // One part of what it stands in, with its calendar: a row that narrows its parts must not narrow that.
    <div className={props.className}>
      <Popover
        opened={isOpen}
        onChange={setOpen}
        position="bottom-start"
        trapFocus
        returnFocus
        withRoles={false}
        // A click in it is none beside what it stands in.
        withinPortal={false}
        transitionProps={{ duration: 0 }}
        shadow="md"
      >
        <Popover.Target>
          <div>
            <TextInput
              label={props.label}
              placeholder="YYYY-MM-DD"
              spellCheck={false}
              autoComplete="off"
              data-autofocus={props.isFirst || undefined}
              value={props.value}
              error={props.error}
              onChange={(event) => props.onChange(event.currentTarget.value)}
              onBlur={props.onBlur}
              rightSection={
                <ActionIcon
                  variant="subtle"
                  size="sm"
                  aria-label={`${props.label}: choose from a calendar`}
                  aria-haspopup="dialog"
                  aria-expanded={isOpen}
                  onClick={() => setOpen(!isOpen)}
                >
                  <IconCalendar size="var(--ph-icon-small)" />
                </ActionIcon>
              }
            />
          </div>
        </Popover.Target>
        <Popover.Dropdown role="dialog" aria-label={props.label} {...{ [OWN_ESCAPE]: "" }}>
          <Calendar
            chosen={day}
            today={dayOf(new Date())}
            onChoose={(chosen) => {
              props.onChange(chosen);
              setOpen(false);
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
