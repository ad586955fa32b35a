import { Tooltip } from "@mantine/core";
import classes from "./components.module.css";
import { dateParts, formatCount, formatDuration, formatUtc, zoneName } from "./format";

/** Stands where there is no value, and says so to a screen reader. */
export function None(props: { word?: string }) {
  return (
    <span className={classes.none}>
      <span aria-hidden="true">–</span>
      <span className="ph-hidden-text">{props.word ?? "none"}</span>
    </span>
  );
}

/** A moment's time of day to the second, where the day is clear; the exact UTC time on hover. */
export function TimeOfDay(props: { value: string }) {
  return (
    <Tooltip label={formatUtc(props.value)}>
      <time className={classes.date} dateTime={props.value}>
        {dateParts(props.value).exactTime}
      </time>
    </Tooltip>
  );
}

/** A moment in the user's zone; the exact UTC time on hover. */
export function DateTime(props: { value: string | null; none?: string }) {
  if (props.value === null) return <None word={props.none ?? "never"} />;
  const zone = zoneName(props.value);
  const { day, time } = dateParts(props.value);
  return (
    <Tooltip label={`${formatUtc(props.value)}${zone ? ` (shown in ${zone})` : ""}`}>
      <time className={classes.date} dateTime={props.value}>
        <span className={classes.datePart}>{day}</span>{" "}
        <span className={classes.datePart}>{time}</span>
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
