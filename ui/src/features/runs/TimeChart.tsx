// biome-ignore-all lint/a11y/useSemanticElements: inside an SVG there are no HTML groups
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useLocation } from "wouter";
import { formatCount, formatDuration } from "../../components";
import classes from "./runs.module.css";

const HALF = 62;
const GAP = 14;
/** Room above the bars, so that a cross never lies on one. */
const CROSS = 16;
/** Of the chart's width, in hundredths: few runs are bars still, not beams. */
const WIDEST = 7;
/** Milliseconds below which a duration says itself that it is less. */
const TENTH = 50;

/** A run, or the runs of one stretch of time. */
export interface Mark {
  key: string | number;
  rows: number;
  durationMs: number;
  failed: boolean;
  /** Its numbers in words. */
  words: string;
  /** The place that choosing it opens. */
  href: string;
}

/** Rows above, duration below, oldest at the left; a cross marks what did not succeed. */
export function TimeChart(props: {
  label: string;
  marks: Mark[];
  /** What the two sorts of bar are, before their greatest. */
  rows: string;
  duration: string;
  /** What a cross means. */
  failed: string;
  hint: string;
  ends: [string, string];
  actions?: ReactNode;
}) {
  const { marks } = props;
  const [, navigate] = useLocation();
  const [at, setAt] = useState(marks.length - 1);
  const [pointed, setPointed] = useState<number | null>(null);
  const links = useRef<(HTMLAnchorElement | null)[]>([]);
  const focusable = Math.min(at, marks.length - 1);
  const mostRows = Math.max(...marks.map((mark) => mark.rows));
  const longest = Math.max(...marks.map((mark) => mark.durationMs));
  const slot = 100 / marks.length;
  const width = Math.min(slot * 0.7, WIDEST);
  const move = (event: KeyboardEvent, place: number) => {
    const mark = marks[place];
    if (event.key === "Enter" && mark) {
      // Not every web view follows a link inside an SVG by keyboard.
      event.preventDefault();
      navigate(mark.href);
      return;
    }
    const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: marks.length - 1 }[
      event.key
    ];
    if (to === undefined || !marks[to]) return;
    event.preventDefault();
    setAt(to);
    links.current[to]?.focus();
  };
  const shown = pointed === null ? null : marks[pointed];
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>
        <span className={classes.key} data-series="rows">
          {props.rows}, up to {formatCount(mostRows)}
        </span>
        <span className={classes.key} data-series="duration">
          {props.duration}, {longest < TENTH ? "" : "up to "}
          {formatDuration(longest)}
        </span>
        <span className={classes.key} data-series="failed">
          {props.failed}
        </span>
        {props.actions}
      </figcaption>
      <svg
        className={classes.plot}
        role="group"
        aria-label={props.label}
        onPointerLeave={() => setPointed(null)}
      >
        <line x1="0" x2="100%" y1={HALF} y2={HALF} className={classes.axis} />
        <line x1="0" x2="100%" y1={HALF * 2 + GAP} y2={HALF * 2 + GAP} className={classes.axis} />
        {marks.map((mark, place) => {
          const rows = (mark.rows / Math.max(1, mostRows)) * (HALF - CROSS);
          const duration = (mark.durationMs / Math.max(1, longest)) * (HALF - CROSS);
          const left = `${(place + 0.5) * slot - width / 2}%`;
          return (
            <a
              key={mark.key}
              ref={(link) => {
                links.current[place] = link;
              }}
              href={`#${mark.href}`}
              aria-label={mark.words}
              tabIndex={place === focusable ? 0 : -1}
              className={classes.bar}
              onKeyDown={(event) => move(event, place)}
              onFocus={() => setPointed(place)}
              onBlur={() => setPointed(null)}
              onPointerEnter={() => setPointed(place)}
              onClick={(event) => {
                event.preventDefault();
                navigate(mark.href);
              }}
            >
              <rect
                x={`${place * slot}%`}
                width={`${slot}%`}
                y="0"
                height="100%"
                className={classes.hit}
              />
              <rect
                x={left}
                width={`${width}%`}
                y={HALF - rows}
                height={rows}
                rx="1.5"
                className={classes.rows}
              />
              <rect
                x={left}
                width={`${width}%`}
                y={HALF * 2 + GAP - duration}
                height={duration}
                rx="1.5"
                className={classes.duration}
              />
              {mark.failed ? (
                <svg
                  x={`${(place + 0.5) * slot}%`}
                  y={HALF - rows - CROSS / 2}
                  overflow="visible"
                  aria-hidden="true"
                >
                  <path d="M-4-4 4 4M4-4-4 4" className={classes.cross} />
                </svg>
              ) : null}
            </a>
          );
        })}
      </svg>
      <p className={classes.span}>
        <span>{props.ends[0]}</span>
        <span>{props.ends[1]}</span>
      </p>
      <p className={classes.pointed}>{shown ? shown.words : props.hint}</p>
    </figure>
  );
}
