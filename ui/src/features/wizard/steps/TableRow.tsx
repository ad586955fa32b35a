import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useId } from "react";
import { formatCount, formatDuration } from "../../../components/format";
import { None } from "../../../components/values";
import type { Purpose, Speed } from "../../../ipc";
import type { Action, Offer, TableAnswer } from "../model";
import { secondsAt } from "../tables";
import classes from "../wizard.module.css";
import { PURPOSES } from "./purposes";

/** Seconds, roughly: a tenth of one would promise too much. */
export function aboutTime(seconds: number): string {
  return seconds < 10 ? `${Math.max(1, Math.round(seconds))} s` : formatDuration(seconds * 1000);
}

/** One table on offer. One that the keys may not read is disabled and names what is missing. */
export function TableRow(props: {
  offer: Offer;
  answer: TableAnswer;
  /** The speed that is chosen. */
  speed: Speed;
  error: string | null;
  dispatch: (action: Action) => void;
}) {
  const { offer, answer, dispatch } = props;
  const { id, summary } = offer.table;
  const tick = useId();
  const more = offer.cost?.effort.atLeast ? " or more" : "";
  const seconds = offer.cost === null ? null : secondsAt(offer.cost, props.speed);
  const forbidden = offer.access === "forbidden";
  const chosen = answer.chosen && !forbidden;
  return (
    <tr className={forbidden ? classes.forbidden : undefined}>
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
        {offer.access === "forbidden" ? (
          <div className={classes.dim}>
            <IconLock size="var(--ph-icon-small)" aria-hidden="true" /> Missing permission:{" "}
            <span className={classes.code}>{offer.action}</span>
          </div>
        ) : null}
      </th>
      <td className={classes.target}>
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
      <td className={classes.purpose}>
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
      <Figure value={offer.rows === null ? null : formatCount(offer.rows)} />
      <Figure value={seconds === null ? null : `${aboutTime(seconds)}${more}`} />
      <Figure
        value={offer.cost === null ? null : `${formatCount(offer.cost.effort.calls)}${more}`}
      />
    </tr>
  );
}

function Figure(props: { value: string | null }) {
  return (
    <td className={classes.number}>
      {props.value === null ? <None word="not known" /> : `about ${props.value}`}
    </td>
  );
}
