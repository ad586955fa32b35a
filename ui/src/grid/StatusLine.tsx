import { Button, Kbd, Popover } from "@mantine/core";
import { formatCount, plural } from "../components";
import type { OpenTableState } from "../ipc";
import { type Selection, selectedRows } from "./selection";
import classes from "./view.module.css";

const keys: [string, string][] = [
  ["Arrows, Home, End", "go from cell to cell"],
  ["Page Up, Page Down", "go by what is in sight"],
  ["Ctrl Home, Ctrl End", "the first and the last cell"],
  ["Enter", "on a header: sort; on a row: open its card"],
  ["Shift Enter", "on a header: sort by this column as well"],
  ["Shift ← →", "on a header: narrower, wider"],
  ["Ctrl ← →", "on a header: move the column"],
  ["Alt ↓", "on a header: its menu"],
  ["Shift ↑ ↓, Space, Ctrl A", "choose rows"],
  ["Ctrl C", "copy the cell, or the chosen rows"],
  ["Ctrl F", "search; Enter there opens the first row found"],
  ["Escape", "let the chosen rows go, close the card"],
];

function Keys() {
  return (
    <Popover position="top-end" width={440} withRoles={false} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button variant="subtle" size="compact-xs" aria-haspopup="dialog">
          Keys
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Keys" tabIndex={-1} data-autofocus>
        <dl className={classes.keys}>
          {keys.map(([key, does]) => (
            <div key={key}>
              <dt>
                <Kbd size="xs">{key}</Kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What stands below the grid: how many rows there are, and what is still looked for. */
export function StatusLine(props: {
  state: OpenTableState;
  isFiltered: boolean;
  /** Sorted rows come all at once, when the last of them is known. */
  isSorted: boolean;
  /** What is done before the first row is found, where that is more than looking for it. */
  preparing?: string | undefined;
  selection: Selection | null;
  onStop: () => void;
}) {
  const { state, isFiltered } = props;
  const isLooking = state.status === "opening" || (state.status === "open" && !state.done);
  const counted =
    isFiltered && state.total !== null
      ? `${formatCount(state.found)} of ${plural(state.total, "row")}`
      : plural(state.found, "row");
  const sofar = props.isSorted && state.found === 0 ? "Sorting the rows …" : null;
  const preparing = state.found === 0 ? props.preparing : undefined;
  return (
    <div className={classes.status}>
      <span role="status" className={isLooking ? "ph-hidden-text" : classes.dim}>
        {isLooking ? (preparing ?? "Looking for the rows") : null}
        {state.status === "open" && state.done ? counted : null}
      </span>
      {isLooking ? (
        <span className={classes.looking}>
          <span className={classes.dim}>
            {preparing ?? sofar ?? `${formatCount(state.found)} found so far …`}
          </span>
          <Button variant="default" size="compact-xs" onClick={props.onStop}>
            Cancel
          </Button>
        </span>
      ) : null}
      {props.selection ? (
        <span className={classes.dim}>
          {plural(selectedRows(props.selection).count, "row")} chosen
        </span>
      ) : null}
      <span className={classes.keysButton}>
        <Keys />
      </span>
      <span id="grid-keys" className="ph-hidden-text">
        The arrow keys go from cell to cell. Enter opens a row, or sorts by a header. Alt and Down
        opens a header's menu.
      </span>
    </div>
  );
}
