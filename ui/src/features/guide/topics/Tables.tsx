import { Skeleton } from "@mantine/core";
import { ErrorState } from "../../../components";
import { asUiError, type PersonalData, useConnectors } from "../../../ipc";
import classes from "../guide.module.css";

const PERSONAL: Record<PersonalData, string> = {
  none: "",
  identifier: "identifies a person",
  name: "name",
  email: "e-mail address",
  phone: "phone number",
  address: "address",
  birth_date: "date of birth",
  ip_address: "IP address",
  free_text: "free text: may hold anything",
};

/** What each table holds, as the connectors themselves say it. */
export function Tables() {
  const connectors = useConnectors();
  if (connectors.isPending) {
    return (
      <div role="status" aria-label="Loading the tables">
        <Skeleton height={120} animate={false} />
      </div>
    );
  }
  if (connectors.isError) {
    const error = asUiError(connectors.error);
    return (
      <ErrorState
        title="The tables could not be listed"
        message={error.message}
        hint={error.hint}
        detail={error.detail}
        action={{ label: "Try again", run: () => void connectors.refetch() }}
      />
    );
  }
  // The sample brings the very same tables.
  const cards = connectors.data.filter((card) => card.shelf !== "samples");
  return (
    <div className={classes.words}>
      <p>
        Each table becomes a table of a local SQLite database. A user's own attributes become
        columns of <span className={classes.code}>users</span> as the pool defines them, so your
        pool may bring more columns than stand here.
      </p>
      {cards.map((card) => (
        <section key={card.id} className={classes.words} aria-label={card.name}>
          <h3 className={classes.heading}>{card.name}</h3>
          {card.tables.map((table) => (
            <details key={table.id}>
              <summary className={classes.summary}>
                <strong>{table.id}</strong> – {table.summary}
              </summary>
              <ul>
                {table.columns.map((column) => (
                  <li key={column.original}>
                    <span className={classes.code}>{column.original}</span>
                    {table.key.includes(column.original) ? " – key" : ""}
                    {PERSONAL[column.personal] === "" ? "" : ` – ${PERSONAL[column.personal]}`}
                  </li>
                ))}
              </ul>
            </details>
          ))}
        </section>
      ))}
    </div>
  );
}
