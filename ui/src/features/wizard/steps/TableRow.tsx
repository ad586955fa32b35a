import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { memo, useId } from "react";
import { formatCount, formatSeconds } from "../../../components/format";
import { None } from "../../../components/values";
import type { Purpose, Speed } from "../../../ipc";
import type { Action, Offer, TableAnswer } from "../model";
import { secondsAt } from "../tables";
import classes from "../wizard.module.css";
import { PURPOSES } from "./purposes";
import styles from "./tables.module.css";

interface RowProps {
  offer: Offer;
  answer: TableAnswer;
  /** The speed that is chosen. */
  speed: Speed;
  error: string | null;
  dispatch: (action: Action) => void;
}

/** Whether a row would look the same. The answer may be made anew with nothing changed in it. */
function looksTheSame(before: RowProps, now: RowProps): boolean {
  return (
    before.offer === now.offer &&
    before.speed === now.speed &&
    before.error === now.error &&
    before.dispatch === now.dispatch &&
    before.answer.chosen === now.answer.chosen &&
    before.answer.target === now.answer.target &&
    before.answer.purpose === now.answer.purpose
  );
}

/** One table on offer. One that the keys may not read is disabled and names what is missing. Typing a
 * name draws the row of that name alone: there may be two dozen. */
export const TableRow = memo(function TableRow(props: RowProps) {
  const { offer, answer, dispatch } = props;
  const { id, summary } = offer.table;
  const tick = useId();
  const atLeast = offer.cost?.effort.atLeast ?? false;
  const seconds = offer.cost === null ? null : secondsAt(offer.cost, props.speed);
  const forbidden = offer.access === "forbidden";
  const chosen = answer.chosen && !forbidden;
  return (
    <tr className={forbidden ? styles.forbidden : undefined}>
      <td>
        <Checkbox
          id={tick}
          aria-label={`Import ${id}`}
          checked={chosen}
          disabled={forbidden}
          onChange={(event) =>
            dispatch({ type: "table_ticked", table: id, chosen: event.currentTarget.checked })
          }
        />
      </td>
      <th scope="row">
        <label htmlFor={tick}>{id}</label>
        <div className={classes.dim}>{summary}</div>
      </th>
      {offer.access === "forbidden" ? (
        <td colSpan={2}>
          <div className={classes.dim}>
            <IconLock size="var(--ph-icon-small)" aria-hidden="true" /> Missing permission:
            <div className={classes.code}>{offer.action}</div>
          </div>
        </td>
      ) : (
        <>
          <td className={styles.target}>
            <TextInput
              aria-label={`Table name for ${id}`}
              value={answer.target}
              error={props.error}
              disabled={!chosen}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) =>
                dispatch({ type: "target_typed", table: id, target: event.currentTarget.value })
              }
              onFocus={() => dispatch({ type: "target_entered", table: id })}
              onBlur={() => dispatch({ type: "target_left" })}
            />
          </td>
          <td className={styles.purpose}>
            <NativeSelect
              aria-label={`Purpose of ${id}`}
              value={answer.purpose}
              disabled={!chosen}
              data={PURPOSES.map(({ value, label }) => ({ value, label }))}
              onChange={(event) =>
                dispatch({
                  type: "purpose_chosen",
                  table: id,
                  purpose: event.currentTarget.value as Purpose,
                })
              }
            />
          </td>
        </>
      )}
      <Figure value={offer.rows === null ? null : formatCount(offer.rows)} atLeast={false} />
      <Figure value={seconds === null ? null : formatSeconds(seconds)} atLeast={atLeast} />
      <Figure
        value={offer.cost === null ? null : formatCount(offer.cost.effort.calls)}
        atLeast={atLeast}
      />
    </tr>
  );
}, looksTheSame);

/** A figure under a heading that says “about”. */
function Figure(props: { value: string | null; atLeast: boolean }) {
  return (
    <td className={styles.number}>
      {props.value === null ? <None word="not known" /> : props.value}
      {props.value !== null && props.atLeast ? (
        <>
          <span aria-hidden="true">+</span>
          <span className="ph-hidden-text"> or more</span>
        </>
      ) : null}
    </td>
  );
}
