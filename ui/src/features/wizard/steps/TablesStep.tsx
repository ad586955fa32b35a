import { Button, Checkbox, Text } from "@mantine/core";
import { SearchField } from "../../../components/controls";
import { plural } from "../../../components/format";
import type { WizardState } from "../model";
import { Note } from "../Note";
import { tableErrors } from "../selectors";
import { answerFor, chosenTables, offers, searched } from "../tables";
import type { WizardWork } from "../useWizard";
import classes from "../wizard.module.css";
import { PURPOSES } from "./purposes";
import { TableRow } from "./TableRow";

/** Which tables to import, under which names, and what for. */
export function TablesStep(props: { work: WizardWork; state: WizardState }) {
  const { work, state } = props;
  const { dispatch } = work;
  const at = state.at.step === "tables" ? state.at : null;
  const found = offers(state);
  const answers = state.answers.tables[state.answers.connector ?? ""] ?? {};
  const errors = tableErrors(state);
  const shown = searched(found, answers, at?.search ?? "");
  const chosen = new Set(chosenTables(state).map((table) => table.source));
  const forbidden = found.filter((offer) => offer.access === "forbidden");
  const open = shown.filter((offer) => offer.access === "allowed");
  const ticked = open.filter((offer) => chosen.has(offer.table.id)).length;
  const known = state.connection.state === "done";

  return (
    <>
      {known ? null : (
        <Note tone="plain">
          <span>
            These are the tables that the connector knows. Connect shows which of them the keys may
            read, and about how many rows there are.
          </span>
          <Button
            variant="default"
            size="xs"
            onClick={() => void work.goTo("credentials").then(() => work.connect())}
          >
            Connect to refresh
          </Button>
        </Note>
      )}
      {forbidden.length > 0 ? (
        <Note tone="warn">
          <span>
            These keys may not read {plural(forbidden.length, "table")}. The rest works without.
            Whoever gave you the keys can add what is missing; the policy to ask for stands below.
          </span>
        </Note>
      ) : null}
      <dl className={classes.purposes} aria-label="Purposes">
        {PURPOSES.map((purpose) => (
          <div key={purpose.value} style={{ display: "contents" }}>
            <dt>{purpose.label}</dt>
            <dd>{purpose.means}</dd>
          </div>
        ))}
      </dl>
      <SearchField
        label="Search tables"
        value={at?.search ?? ""}
        onChange={(search) => dispatch({ type: "search_typed", search })}
      />
      {at === null || at.refused === null ? null : (
        <p
          className={classes.error}
          role="alert"
          tabIndex={-1}
          data-first-error={chosen.size === 0 || undefined}
        >
          {at.refused}
        </p>
      )}
      <div className={classes.tableScroll}>
        <table className={classes.tables}>
          <caption className="ph-hidden-text">Tables to import</caption>
          <thead>
            <tr>
              <th scope="col">
                <Checkbox
                  aria-label={at?.search ? "Select all shown" : "Select all"}
                  checked={open.length > 0 && ticked === open.length}
                  indeterminate={ticked > 0 && ticked < open.length}
                  disabled={open.length === 0}
                  onChange={(event) =>
                    dispatch({
                      type: "tables_ticked",
                      tables: open.map((offer) => offer.table.id),
                      chosen: event.currentTarget.checked,
                    })
                  }
                />
              </th>
              <th scope="col">Source</th>
              <th scope="col">Table name</th>
              <th scope="col">Purpose</th>
              <th scope="col" className={classes.number}>
                Rows
              </th>
              <th scope="col" className={classes.number}>
                Time
              </th>
              <th scope="col" className={classes.number}>
                AWS calls
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((offer) => (
              <TableRow
                key={offer.table.id}
                offer={offer}
                answer={answerFor(answers, offer)}
                error={chosen.has(offer.table.id) ? (errors[offer.table.id] ?? null) : null}
                dispatch={dispatch}
              />
            ))}
          </tbody>
        </table>
      </div>
      {shown.length === 0 ? (
        <Text c="dimmed" role="status">
          No table matches “{at?.search.trim()}”.
        </Text>
      ) : null}
    </>
  );
}
