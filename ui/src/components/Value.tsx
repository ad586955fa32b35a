import { Modal, Stack, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { CopyButton } from "./controls";
import { plural } from "./format";
import { visibleText, withMarks } from "./marks";
import { isCutOff, useTitle } from "./useTitle";
import classes from "./value.module.css";

/** Characters of a value that a cell shows; the rest is one step away. */
const IN_CELL = 160;

/**
 * Texts that a web view cuts wrongly on one line: of those that change direction it keeps what
 * stands at an edge, not what comes first, and of a row of emoji WebKitGTK shows nothing at all.
 */
const fragile =
  /[\p{Extended_Pictographic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

function pieces(text: string) {
  return withMarks(text).map((piece, place) =>
    piece.mark === null ? (
      piece.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
      <mark key={place} className={classes.mark} title={piece.mark}>
        {piece.text}
      </mark>
    ),
  );
}

/** Any text from outside: unseen characters as marks, and its direction kept to itself. */
export function ForeignText(props: { text: string }) {
  return <bdi>{pieces(props.text)}</bdi>;
}

const letters = new Intl.Segmenter();

/** The first letters of a text, as people count them, and … for the rest. */
function beginning(text: string, most: number): string {
  const all = [...letters.segment(text)];
  if (all.length <= most) return text;
  const kept = all.slice(0, most).map((letter) => letter.segment);
  return `${kept.join("").trimEnd()}…`;
}

/** The same on one line or two, cut at its own end and never at its beginning; then whole on hover. */
export function ClippedText(props: { text: string; lines?: 2 }) {
  const title = useTitle(visibleText(props.text), isCutOff);
  return (
    <span
      className={classes.clip}
      data-lines={props.lines ?? (fragile.test(props.text) ? 1 : undefined)}
      dir="auto"
      {...title}
    >
      {pieces(props.text)}
    </span>
  );
}

/** The same on a few lines: words in two directions can only be cut before they are laid out. */
export function ShortText(props: { text: string; most: number }) {
  const shown = beginning(props.text, props.most);
  const title = useTitle(visibleText(props.text), (it) => shown !== props.text || isCutOff(it));
  return (
    <span className={classes.clip} data-lines={3} dir="auto" {...title}>
      {pieces(shown)}
    </span>
  );
}

function LongValue(props: { text: string; column: string }) {
  const [opened, setOpened] = useState(false);
  const length = plural([...props.text].length, "character");
  return (
    <>
      <UnstyledButton className={classes.long} onClick={() => setOpened(true)}>
        <ClippedText text={[...props.text].slice(0, IN_CELL).join("")} />
        <span className={classes.more}>{length}</span>
      </UnstyledButton>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={`${props.column}: ${length}`}
        size="lg"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Stack align="flex-start">
          <div className={classes.whole}>
            <ForeignText text={props.text} />
          </div>
          <CopyButton text={props.text} label="Copy" />
        </Stack>
      </Modal>
    </>
  );
}

/** Stands for NULL and for an empty text: different from each other, and from any text. */
export function NoValue(props: { value: null | "" }) {
  return <span className={classes.nothing}>{props.value === null ? "NULL" : "empty"}</span>;
}

/** A value where nothing can be pressed: the beginning of a long one, and how long it is. */
export function CellText(props: { value: string | null }) {
  const { value } = props;
  if (value === null || value === "" || value.length <= IN_CELL)
    return <Value value={value} column="" />;
  const all = [...value];
  return (
    <span className={classes.long}>
      <ClippedText text={all.slice(0, IN_CELL).join("")} />
      <span className={classes.length}>{plural(all.length, "character")}</span>
    </span>
  );
}

/** The value of a cell. NULL and an empty text look different, and different from any text. */
export function Value(props: { value: string | null; column: string }) {
  const { value } = props;
  if (value === null || value === "") return <NoValue value={value} />;
  if (value.length > IN_CELL) return <LongValue text={value} column={props.column} />;
  return <ClippedText text={value} />;
}
