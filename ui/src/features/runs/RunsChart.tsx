// biome-ignore-all lint/a11y/useSemanticElements: inside an SVG there are no HTML groups
import { type KeyboardEvent, useRef, useState } from "react";
import { useLocation } from "wouter";
import { formatCount, formatDate, formatDuration, statusWord } from "../../components";
import type { Run } from "../../ipc";
import classes from "./runs.module.css";
import { chartWords } from "./words";

/** Runs drawn at most: more would be thinner than a finger or a pointer can hit. */
const DRAWN = 60;
const HALF = 62;
const GAP = 14;
/** Room above the bars, so that a cross never lies on one. */
const CROSS = 16;
/** Of the chart's width, in hundredths: few runs are bars still, not beams. */
const WIDEST = 7;
/** Milliseconds below which a duration says itself that it is less. */
const TENTH = 50;

const good = (run: Run) => run.status !== "failed" && run.status !== "interrupted";

function wordsOf(run: Run): string {
  return chartWords(
    run,
    formatDate(run.startedAt),
    formatDuration(run.durationMs),
    statusWord(run.status),
  );
}

/** Rows above, duration below, oldest at the left; a cross marks a run that did not succeed. */
export function RunsChart(props: { runs: Run[] }) {
  const [, navigate] = useLocation();
  const runs = props.runs.slice(0, DRAWN).reverse();
  const [at, setAt] = useState(runs.length - 1);
  const [pointed, setPointed] = useState<number | null>(null);
  const links = useRef<(HTMLAnchorElement | null)[]>([]);
  if (runs.length < 2) return null;
  const focusable = Math.min(at, runs.length - 1);
  const mostRows = Math.max(...runs.map((run) => run.rows));
  const longest = Math.max(...runs.map((run) => run.durationMs));
  const slot = 100 / runs.length;
  const width = Math.min(slot * 0.7, WIDEST);
  const move = (event: KeyboardEvent, place: number) => {
    const run = runs[place];
    if (event.key === "Enter" && run) {
      // Not every web view follows a link inside an SVG by keyboard.
      event.preventDefault();
      navigate(`/history/run/${run.id}`);
      return;
    }
    const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: runs.length - 1 }[
      event.key
    ];
    if (to === undefined || !runs[to]) return;
    event.preventDefault();
    setAt(to);
    links.current[to]?.focus();
  };
  const shown = pointed === null ? null : runs[pointed];
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>
        <span className={classes.key} data-series="rows">
          Rows, up to {formatCount(mostRows)}
        </span>
        <span className={classes.key} data-series="duration">
          Duration, {longest < TENTH ? "" : "up to "}
          {formatDuration(longest)}
        </span>
        <span className={classes.key} data-series="failed">
          Failed or interrupted
        </span>
      </figcaption>
      <svg
        className={classes.plot}
        role="group"
        aria-label={`The last ${runs.length} runs: rows and duration. Left and right move, Enter opens a run.`}
        onPointerLeave={() => setPointed(null)}
      >
        <line x1="0" x2="100%" y1={HALF} y2={HALF} className={classes.axis} />
        <line x1="0" x2="100%" y1={HALF * 2 + GAP} y2={HALF * 2 + GAP} className={classes.axis} />
        {runs.map((run, place) => {
          const rows = (run.rows / Math.max(1, mostRows)) * (HALF - CROSS);
          const duration = (run.durationMs / Math.max(1, longest)) * (HALF - CROSS);
          const left = `${(place + 0.5) * slot - width / 2}%`;
          return (
            <a
              key={run.id}
              ref={(link) => {
                links.current[place] = link;
              }}
              href={`#/history/run/${run.id}`}
              aria-label={wordsOf(run)}
              tabIndex={place === focusable ? 0 : -1}
              className={classes.bar}
              onKeyDown={(event) => move(event, place)}
              onFocus={() => setPointed(place)}
              onBlur={() => setPointed(null)}
              onPointerEnter={() => setPointed(place)}
              onClick={(event) => {
                event.preventDefault();
                navigate(`/history/run/${run.id}`);
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
              {good(run) ? null : (
                <svg
                  x={`${(place + 0.5) * slot}%`}
                  y={HALF - rows - CROSS / 2}
                  overflow="visible"
                  aria-hidden="true"
                >
                  <path d="M-4-4 4 4M4-4-4 4" className={classes.cross} />
                </svg>
              )}
            </a>
          );
        })}
      </svg>
      <p className={classes.span}>
        <span>{formatDate(runs[0]?.startedAt ?? "")}</span>
        <span>{formatDate(runs.at(-1)?.startedAt ?? "")}</span>
      </p>
      <p className={classes.pointed}>
        {shown ? wordsOf(shown) : "Point at a run for its numbers; choose it to open it."}
      </p>
    </figure>
  );
}
