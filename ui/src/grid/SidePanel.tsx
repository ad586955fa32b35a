import { ActionIcon, CloseButton, Group, Tooltip } from "@mantine/core";
import type { IconChevronUp } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import classes from "./panel.module.css";

/** Goes on to what stands beside what is shown. */
interface Step {
  label: string;
  icon: typeof IconChevronUp;
  disabled: boolean;
  run: () => void;
}

/** What is looked at more closely, at the side of the grid; over it where there is no room beside. */
export function SidePanel(props: {
  label: string;
  title: ReactNode;
  steps: Step[];
  /** What its cross closes. */
  closes: string;
  /** Counts how often the keyboard came here: it goes on in the panel. */
  entered: number;
  /** What is shown: of another one begins at its top. */
  of: string | null;
  onClose: () => void;
  children: ReactNode;
}) {
  const panel = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: again for another
  useEffect(() => {
    panel.current?.scrollTo?.(0, 0);
  }, [props.of]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: again for another
  useEffect(() => {
    if (props.entered > 0) panel.current?.focus();
  }, [props.entered, props.of]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    props.onClose();
  };
  return (
    <aside
      ref={panel}
      className={classes.panel}
      aria-label={props.label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <Group justify="space-between" wrap="nowrap" className={classes.head}>
        <h2 className={classes.title}>{props.title}</h2>
        <Group gap={4} wrap="nowrap">
          {props.steps.map(({ label, icon: Icon, disabled, run }) => (
            <Tooltip key={label} label={label}>
              <ActionIcon variant="subtle" aria-label={label} disabled={disabled} onClick={run}>
                <Icon size="var(--ph-icon)" />
              </ActionIcon>
            </Tooltip>
          ))}
          <CloseButton aria-label={`Close the ${props.closes}`} onClick={props.onClose} />
        </Group>
      </Group>
      {props.children}
    </aside>
  );
}
