import { formatCount, formatSeconds, plural } from "../../../components/format";
import type { WizardState } from "../model";
import { chosenTables, offers } from "../tables";
import { useEstimate } from "../useEstimate";
import styles from "./tables.module.css";

/** What one run of the ticked tables brings and takes. Stands at the foot, always in sight. */
export function TableTotals(props: { state: WizardState }) {
  const found = offers(props.state);
  const chosen = chosenTables(props.state);
  const cost = useEstimate(props.state);
  const { rows, calls, atLeast, seconds } = cost?.effort ?? NOTHING_KNOWN;
  return (
    <p className={styles.totals} role="status" aria-label="Totals">
      <strong>
        {formatCount(chosen.length)} of {plural(found.length, "table")} chosen
      </strong>
      {rows === null ? null : (
        <span>
          {about(cost?.rowsUnknown)} {plural(rows, "row")}
        </span>
      )}
      {seconds === null ? null : (
        <span>
          {about(atLeast)} {formatSeconds(seconds)} a run
        </span>
      )}
      {calls === 0 ? null : (
        <span>
          {about(atLeast)} {plural(calls, "AWS call")}
        </span>
      )}
    </p>
  );
}

const NOTHING_KNOWN = { rows: null, calls: 0, atLeast: false, seconds: null };

/** How sure a figure is. */
export function about(atLeast: boolean | undefined): string {
  return atLeast ? "at least" : "about";
}
