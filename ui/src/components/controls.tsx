import { Button, CloseButton, Progress, Skeleton, Table, TextInput, Tooltip } from "@mantine/core";
import { useClipboard, useMergedRef } from "@mantine/hooks";
import { IconCheck, IconCopy, IconSearch } from "@tabler/icons-react";
import { type Ref, useRef } from "react";
import classes from "./components.module.css";
import { ToolButton } from "./ToolBar";

/** Copies a text and says that it did. */
export function CopyButton(props: {
  text: string;
  label: string;
  tooltip?: string;
  /** In a bar of tools, as they are. */
  inBar?: true;
}) {
  const clipboard = useClipboard({ timeout: 2500 });
  const copy = () => clipboard.copy(props.text);
  const Sign = clipboard.copied ? IconCheck : IconCopy;
  const words = clipboard.copied ? "Copied" : props.label;
  const button = props.inBar ? (
    <ToolButton name={words} icon={Sign} aria-live="polite" onClick={copy} />
  ) : (
    <Button
      variant="default"
      size="xs"
      leftSection={<Sign size="var(--ph-icon-small)" aria-hidden="true" />}
      onClick={copy}
    >
      <span aria-live="polite">{words}</span>
    </Button>
  );
  return props.tooltip ? <Tooltip label={props.tooltip}>{button}</Tooltip> : button;
}

/** Filters what is shown as one types; Escape and the cross empty it, and one types on. */
export function SearchField(props: {
  inputRef?: Ref<HTMLInputElement>;
  /** Beside small buttons. */
  size?: "xs";
  /** Beside fields that have their label above them. */
  labelled?: true;
  value: string;
  label: string;
  /** How it is searched: in a few words that stand in the empty field, and in whole. */
  how?: { short: string; whole: string };
  onChange: (text: string) => void;
  onEnter?: () => void;
  onLeave?: () => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <TextInput
      ref={useMergedRef(field, props.inputRef)}
      size={props.size ?? "sm"}
      type="search"
      {...(props.labelled
        ? { label: props.label }
        : { "aria-label": props.label, placeholder: props.how?.short ?? props.label })}
      title={props.how?.whole}
      value={props.value}
      leftSection={<IconSearch size="var(--ph-icon-small)" aria-hidden="true" />}
      rightSection={
        props.value === "" ? null : (
          <CloseButton
            size="sm"
            aria-label="Empty the search"
            onClick={() => {
              props.onChange("");
              // The cross goes away, and the focus with it.
              field.current?.focus();
            }}
          />
        )
      }
      onChange={(event) => props.onChange(event.currentTarget.value)}
      onBlur={() => props.onLeave?.()}
      onKeyDown={(event) => {
        // Enter may also end a word that is put together of several keys.
        if (event.key === "Enter" && !event.nativeEvent.isComposing) props.onEnter?.();
        if (event.key === "Escape" && props.value !== "") {
          event.preventDefault();
          props.onChange("");
        }
      }}
    />
  );
}

const rows = [1, 2, 3, 4, 5, 6];

/** The shape of a table while its rows are on their way. */
export function SkeletonTable(props: { label: string; columns: number }) {
  const columns = Array.from({ length: props.columns }, (_, index) => index);
  return (
    <div role="status" aria-label={props.label} className={classes.skeleton}>
      <Table aria-hidden="true" verticalSpacing="sm">
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row}>
              {columns.map((column) => (
                <Table.Td key={column}>
                  <Skeleton
                    height={14}
                    width={`${55 + ((row * 17 + column * 29) % 40)}%`}
                    animate={false}
                  />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** How far something is; the words stand beside the bar, so the bar is never alone. */
export function ProgressLine(props: { label: string; percent: number | null; words: string }) {
  return (
    <div className={classes.progress}>
      <Progress.Root size="sm">
        <Progress.Section
          value={props.percent ?? 100}
          aria-label={props.label}
          aria-valuetext={props.words}
          color="var(--ph-accent)"
          striped={props.percent === null}
        />
      </Progress.Root>
      <span className={classes.progressWords}>{props.words}</span>
    </div>
  );
}
