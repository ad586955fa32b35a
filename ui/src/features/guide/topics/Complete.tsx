import classes from "../guide.module.css";

export function Complete() {
  return (
    <div className={classes.words}>
      <p>
        Was everything read? Each run writes down what it asked for and what came, and keeps that
        with its record: its <strong>certificate</strong>. It stands on the run's page under{" "}
        <strong>Completeness</strong>, and <strong>Copy as JSON</strong> hands it on to an auditor.
      </p>
      <ul>
        <li>
          <strong>Parts</strong>: a table is read as one listing or in several, such as the members
          of each group. A run publishes only if every part was read to its end.
        </li>
        <li>
          <strong>Rows read and distinct keys</strong>: AWS may send somebody twice while people
          change. Each is kept once, so distinct keys is what the table has.
        </li>
        <li>
          <strong>Estimate and outcome</strong>: AWS's own count of users is an estimate, so a small
          difference is nothing to worry about.
        </li>
        <li>
          <strong>Did not fit</strong>: values that are not of their column's type. They are kept as
          they came.
        </li>
        <li>
          <strong>Tables that were not read</strong>, and why; and what the pool does not have, such
          as a sign-in page of its own. That is an empty table, and no failure.
        </li>
      </ul>
      <h3 className={classes.heading}>Reading in parts, and its proof</h3>
      <p>
        A large pool is read in sixteen parts side by side, by the first letter of each user's ID.
        AWS does not promise that these parts miss nobody. So the first run reads the whole listing
        beside them and compares: only if nobody is missing, later runs read in parts alone. Where
        the count strays from AWS's by more than 2 %, it is proved once more.
      </p>
      <p className={classes.tip}>
        A run that failed or was cancelled has a certificate too: it shows how far it came. It
        published nothing, and the tables are as they were.
      </p>
    </div>
  );
}
