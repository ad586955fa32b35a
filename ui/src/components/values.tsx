import { Tooltip } from "@mantine/core";
import classes from "./components.module.css";
import { formatCount, formatDate, formatDuration, formatUtc, zoneName } from "./format";

/** Stands where there is no value, and says so to a screen reader. */
export function None(props: { word?: string }) {
  return (
    <span className={classes.none}>
      <span aria-hidden="true">–</span>
      <span className="ph-hidden-text">{props.word ?? "none"}</span>
    </span>
  );
}

/** A moment in the user's zone; the exact UTC time on hover and on focus. */
export function DateTime(props: { value: string | null; none?: string }) {
  if (props.value === null) return <None word={props.none ?? "never"} />;
  const zone = zoneName(props.value);
  return (
    <Tooltip label={`${formatUtc(props.value)}${zone ? ` (shown in ${zone})` : ""}`}>
      <time className={classes.date} dateTime={props.value}>
        {formatDate(props.value)}
      </time>
    </Tooltip>
  );
}

/** A number with its digits grouped. */
export function Count(props: { value: number | null }) {
  return props.value === null ? <None word="not known" /> : <span>{formatCount(props.value)}</span>;
}

/** Milliseconds in words. */
export function Duration(props: { milliseconds: number }) {
  return <span>{formatDuration(props.milliseconds)}</span>;
}
