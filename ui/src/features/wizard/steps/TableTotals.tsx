import { formatCount, plural } from "../../../components/format";
import type { WizardState } from "../model";
import { chosenTables, offers, totals } from "../tables";
import classes from "../wizard.module.css";
import { aboutTime } from "./TableRow";

/** What one run of the ticked tables brings and takes. Stands at the foot, always in sight. */
export function TableTotals(props: { state: WizardState }) {
  const found = offers(props.state);
  const chosen = new Set(chosenTables(props.state).map((table) => table.source));
  const sums = totals(found.filter((offer) => chosen.has(offer.table.id)));
  return (
    <p className={classes.totals} role="status" aria-label="Totals">
      <strong>
        {formatCount(sums.tables)} of {plural(found.length, "table")} chosen
      </strong>
      {sums.rows === null ? null : <span>about {plural(sums.rows, "row")}</span>}
      {sums.seconds === null ? null : <span>about {aboutTime(sums.seconds)} a run</span>}
      {sums.calls === null ? null : <span>about {plural(sums.calls, "AWS call")}</span>}
    </p>
  );
}
