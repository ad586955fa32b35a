import classes from "../guide.module.css";

export function Columns() {
  return (
    <div className={classes.words}>
      <p>
        A pool changes: somebody adds an attribute to it, another is no longer used. Each run
        compares the columns with those of the run before, and its page says what is other than it
        was.
      </p>
      <h3 className={classes.heading}>A new column</h3>
      <p>
        What becomes of it is yours to say, in the step <strong>Tables</strong> of each dataflow:
      </p>
      <ul>
        <li>
          <strong>Take it</strong>, the usual one: the next run brings it.
        </li>
        <li>
          <strong>Ask me</strong>: it is left out, and the page of the run that found it asks. After{" "}
          <strong>Take these columns</strong> the next run brings them, for everybody in the table.
        </li>
        <li>
          <strong>Keep the columns as they are</strong>: it is left out. For a table that another
          program reads and that must not change its shape.
        </li>
      </ul>
      <h3 className={classes.heading}>A column that is gone</h3>
      <p>
        It stays in the table, empty from then on, so that what reads the table goes on working.
        Earlier versions keep its values.
      </p>
      <h3 className={classes.heading}>A column of another type</h3>
      <p>
        A number that is a text now, say, becomes a column of text, which holds both. No value is
        lost or changed. A single value that does not fit its column's type is kept as it came, and
        counted on the run's page.
      </p>
      <p className={classes.tip}>
        Whether columns are taken or left out, the run reads the same pages: it costs no more calls.
      </p>
    </div>
  );
}
