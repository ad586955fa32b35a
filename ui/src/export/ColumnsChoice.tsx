import { Checkbox, Radio } from "@mantine/core";
import { useState } from "react";
import { formatCount, SearchField } from "../components";
import classes from "./export.module.css";
import type { Choices, RowsOffer } from "./offer";

/** Columns drawn at most; the search finds the others. */
const DRAWN = 100;

/** Which columns go into the file: those shown, all, or ticked one by one. */
export function ColumnsChoice(props: {
  offer: RowsOffer;
  choices: Choices;
  error: string | null;
  onChange: (part: Partial<Choices>) => void;
}) {
  const { offer, choices } = props;
  const all = offer.columns.length;
  const isAllShown = offer.shown.length === all;
  return (
    <div>
      <Radio.Group
        label="Columns"
        value={choices.columns}
        error={props.error}
        onChange={(value) => props.onChange({ columns: value as Choices["columns"] })}
      >
        <div className={classes.line}>
          <Radio
            value="shown"
            label={
              isAllShown
                ? `All ${formatCount(all)}, as shown`
                : `The ${formatCount(offer.shown.length)} shown`
            }
          />
          {isAllShown ? null : <Radio value="all" label={`All ${formatCount(all)}`} />}
          <Radio value="chosen" label="Some" />
        </div>
      </Radio.Group>
      {choices.columns === "chosen" ? <Ticks {...props} /> : null}
    </div>
  );
}

function Ticks(props: {
  offer: RowsOffer;
  choices: Choices;
  onChange: (part: Partial<Choices>) => void;
}) {
  const { chosen } = props.choices;
  const [search, setSearch] = useState("");
  const found = props.offer.columns.filter(({ name }) =>
    name.toLowerCase().includes(search.trim().toLowerCase()),
  );
  return (
    <div className={classes.ticks}>
      {props.offer.columns.length > 12 ? (
        <SearchField size="xs" label="Find a column" value={search} onChange={setSearch} />
      ) : null}
      <ul aria-label="Columns to export">
        {found.slice(0, DRAWN).map(({ name }) => {
          const isChosen = chosen.includes(name);
          return (
            <li key={name}>
              <Checkbox
                size="xs"
                label={name}
                checked={isChosen}
                onChange={() =>
                  props.onChange({
                    chosen: isChosen ? chosen.filter((each) => each !== name) : [...chosen, name],
                  })
                }
              />
            </li>
          );
        })}
      </ul>
      {found.length > DRAWN ? (
        <p className={classes.dim}>
          {formatCount(found.length - DRAWN)} more: search for their name.
        </p>
      ) : null}
    </div>
  );
}
