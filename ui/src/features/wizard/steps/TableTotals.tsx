import { formatCount, plural } from "../../../components/format";
import type { WizardState } from "../model";
import { chosenTables, offers } from "../tables";
import { useEstimate } from "../useEstimate";
import classes from "../wizard.module.css";
import { aboutTime } from "./TableRow";

/** What one run of the ticked tables brings and takes. Stands at the foot, always in sight. */
export function TableTotals(props: { state: WizardState }) {
  const found = offers(props.state);
  const chosen = chosenTables(props.state);
  const cost = useEstimate(props.state);
  const { rows, calls, atLeast, seconds } = cost?.effort ?? NOTHING_KNOWN;
  return (
    <p className={classes.totals} role="status" aria-label="Totals">
      <strong>
        {formatCount(chosen.length)} of {plural(found.length, "table")} chosen
      </strong>
      {rows === null ? null : (
        <span>
          about {plural(rows, "row")}
          {cost?.rowsUnknown ? " or more" : ""}
        </span>
      )}
      {seconds === null ? null : (
        <span>
          about {aboutTime(seconds)}
          {atLeast ? " or more" : ""} a run
        </span>
      )}
      {calls === 0 ? null : (
        <span>
          about {plural(calls, "AWS call")}
          {atLeast ? " or more" : ""}
        </span>
      )}
    </p>
  );
}

const NOTHING_KNOWN = { rows: null, calls: 0, atLeast: false, seconds: null };
