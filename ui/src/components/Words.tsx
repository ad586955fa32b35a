import classes from "./components.module.css";

/** A sentence in which names of code stand between backticks. */
export function Words(props: { text: string }) {
  return props.text.split("`").map((part, place) =>
    place % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move
      <code key={place} className={classes.mono}>
        {part}
      </code>
    ) : (
      part
    ),
  );
}
