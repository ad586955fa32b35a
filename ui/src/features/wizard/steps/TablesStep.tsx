import { Button, Checkbox, Text } from "@mantine/core";
import { Fragment, type KeyboardEvent } from "react";
import { SearchField } from "../../../components/controls";
import { formatCount, plural } from "../../../components/format";
import type { Action, Offer, WizardState } from "../model";
import { Note } from "../Note";
import { tableErrors } from "../selectors";
import { answerFor, chosenTables, costsOf, grouped, offers, searched } from "../tables";
import type { WizardWork } from "../useWizard";
import classes from "../wizard.module.css";
import { DriftChoice } from "./DriftChoice";
import { PURPOSES } from "./purposes";
import { RunCost } from "./RunCost";
import { TableRow } from "./TableRow";
import styles from "./tables.module.css";

/** Up and down move from tick to tick, as fast as a list. */
function moveBetweenTicks(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const from = event.target;
  if (step === undefined || !(from instanceof HTMLInputElement) || from.type !== "checkbox") return;
  event.preventDefault();
  const ticks = [
    ...event.currentTarget.querySelectorAll<HTMLInputElement>("input[type=checkbox]:enabled"),
  ];
  ticks[ticks.indexOf(from) + step]?.focus();
}

/** Which tables to import, under which names, and what for. */
export function TablesStep(props: {
  work: WizardWork;
  state: WizardState;
  /** Leads to the policy that has what is missing. */
  onShowPolicy: () => void;
}) {
  const { work, state } = props;
  const { dispatch } = work;
  const at = state.at.step === "tables" ? state.at : null;
  const found = offers(state);
  const answers = state.answers.tables[state.answers.connector ?? ""] ?? {};
  const errors = tableErrors(state);
  const shown = searched(found, answers, at?.search ?? "");
  const chosen = new Set(chosenTables(state).map((table) => table.source));
  const forbidden = found.filter((offer) => offer.access === "forbidden");
  const groups = grouped(shown);
  const speed = costsOf(state)?.speed ?? "gentle";
  const known = state.connection.state === "done";

  return (
    <>
      {known ? null : (
        <Note tone="plain">
          <span>
            These are the tables that the connector knows. Connect shows which of them the keys may
            read, how large they are about, and what a run takes.
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
            Whoever gave you the keys can add what is missing: each table names it, and the policy
            to ask for stands under the tables.
          </span>
          <Button variant="default" size="xs" onClick={props.onShowPolicy}>
            Show the policy
          </Button>
        </Note>
      ) : null}
      <dl className={styles.purposes} aria-label="Purposes">
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
      <p className={styles.keysHint}>
        <kbd>↑</kbd> <kbd>↓</kbd> move between the ticks, <kbd>Space</kbd> ticks, <kbd>Ctrl</kbd>+
        <kbd>Enter</kbd> saves and runs. Figures are estimates; + means or more, – not known before.
      </p>
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
      <div className={styles.tableScroll}>
        <table className={styles.tables} onKeyDown={moveBetweenTicks}>
          <caption className="ph-hidden-text">Tables to import</caption>
          <thead>
            <tr>
              <th scope="col">
                <TickAll
                  label={at?.search ? "Select all shown" : "Select all"}
                  offers={shown}
                  chosen={chosen}
                  dispatch={dispatch}
                />
              </th>
              <th scope="col">Source</th>
              <th scope="col">Table name</th>
              <th scope="col">Purpose</th>
              <th scope="col" className={styles.number}>
                Rows
              </th>
              <th scope="col" className={styles.number}>
                Time
              </th>
              <th scope="col" className={styles.number}>
                AWS calls
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <Fragment key={group.title}>
                <tr className={styles.tableGroup}>
                  <td>
                    <TickAll
                      label={`Select all: ${group.title}`}
                      offers={group.offers}
                      chosen={chosen}
                      dispatch={dispatch}
                    />
                  </td>
                  <th scope="rowgroup" colSpan={6}>
                    {group.title}{" "}
                    <span className={classes.dim}>
                      {formatCount(
                        group.offers.filter((offer) => chosen.has(offer.table.id)).length,
                      )}{" "}
                      of {formatCount(group.offers.length)} ticked
                    </span>
                  </th>
                </tr>
                {group.offers.map((offer) => (
                  <TableRow
                    key={offer.table.id}
                    offer={offer}
                    answer={answerFor(answers, offer)}
                    speed={speed}
                    error={chosen.has(offer.table.id) ? (errors[offer.table.id] ?? null) : null}
                    dispatch={dispatch}
                  />
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length === 0 ? (
        <Text c="dimmed" role="status">
          No table matches “{at?.search.trim()}”.
        </Text>
      ) : null}
      <RunCost state={state} dispatch={dispatch} />
      <DriftChoice drift={state.answers.drift} dispatch={dispatch} />
    </>
  );
}

/** Ticks all of some tables that may be read, or none. */
function TickAll(props: {
  label: string;
  offers: Offer[];
  chosen: Set<string>;
  dispatch: (action: Action) => void;
}) {
  const open = props.offers.filter((offer) => offer.access === "allowed");
  const ticked = open.filter((offer) => props.chosen.has(offer.table.id)).length;
  return (
    <Checkbox
      aria-label={props.label}
      checked={open.length > 0 && ticked === open.length}
      indeterminate={ticked > 0 && ticked < open.length}
      disabled={open.length === 0}
      onChange={(event) =>
        props.dispatch({
          type: "tables_ticked",
          tables: open.map((offer) => offer.table.id),
          chosen: event.currentTarget.checked,
        })
      }
    />
  );
}
