import classes from "../guide.module.css";

/** AWS's quotas as its guide has them; shared by all that runs in the same account and Region. */
const QUOTAS: [string, string, string][] = [
  ["Users and who is in which group", "30", "cannot be raised"],
  ["Sign-in methods of users", "120", "one call for each user"],
  ["Devices and sign-ins of users", "50", "one or more for each user"],
  ["The pool's own settings, and the list of pools", "15", ""],
  ["Groups and other parts of the pool", "20", "for one pool at most 5 of each kind"],
  ["App clients", "15", "for one pool at most 5 of each kind"],
];

const TIMES: [string, string, string, string][] = [
  ["10,000", "167", "17 s", "6 s"],
  ["100,000", "1,667", "2 min 50 s", "56 s"],
  ["1,000,000", "16,667", "28 min", "9 min 20 s"],
];

export function Calls() {
  return (
    <div className={classes.words}>
      <p>
        Poolhouse asks AWS page by page, and each page is one call. One call brings at most 60
        users. AWS limits the calls a second for the whole account in a Region, so a run shares that
        limit with your own apps.
      </p>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <caption className="ph-hidden-text">AWS's limits</caption>
          <thead>
            <tr>
              <th scope="col">What is read</th>
              <th scope="col" className={classes.number}>
                Calls a second
              </th>
              <th scope="col">Note</th>
            </tr>
          </thead>
          <tbody>
            {QUOTAS.map(([what, limit, note]) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td className={classes.number}>{limit}</td>
                <td className={classes.dim}>{note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h3 className={classes.heading}>How much of it Poolhouse takes</h3>
      <ul>
        <li>
          <strong>Gentle</strong>, the usual one: a third. Your apps keep two thirds.
        </li>
        <li>
          <strong>Balanced</strong>: two thirds.
        </li>
        <li>
          <strong>Full</strong>: all of it. For the night, or for a pool that no app uses.
        </li>
      </ul>
      <p>
        When AWS says that it is too fast, Poolhouse halves its pace for that kind of call, says so,
        and climbs back steadily. You lose nothing but time.
      </p>
      <h3 className={classes.heading}>How long the table “users” takes at best</h3>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <caption className="ph-hidden-text">Calls and time by number of users</caption>
          <thead>
            <tr>
              <th scope="col" className={classes.number}>
                Users
              </th>
              <th scope="col" className={classes.number}>
                Calls
              </th>
              <th scope="col" className={classes.number}>
                Gentle
              </th>
              <th scope="col" className={classes.number}>
                Full
              </th>
            </tr>
          </thead>
          <tbody>
            {TIMES.map(([users, calls, gentle, full]) => (
              <tr key={users}>
                <th scope="row" className={classes.number}>
                  {users}
                </th>
                <td className={classes.number}>{calls}</td>
                <td className={classes.number}>{gentle}</td>
                <td className={classes.number}>{full}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.tip}>
        Poolhouse never makes the call that reads one user by name (AdminGetUser): AWS would count
        that user as active this month, and your bill could grow. Tables that are filled from the
        same pages, such as users and user_attributes, share their calls.
      </p>
    </div>
  );
}
