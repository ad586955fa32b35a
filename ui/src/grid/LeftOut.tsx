import { IconAlertTriangle } from "@tabler/icons-react";
import { LiveRegion, plural, WarningNotice, Words } from "../components";
import classes from "./view.module.css";

/** What is not among the rows: databases that could not be read, columns without room. */
export function LeftOut(props: { databases: readonly string[]; columns: number }) {
  const databases = [...new Set(props.databases)];
  const what = [
    databases.length > 0 ? plural(databases.length, "database") : null,
    props.columns > 0 ? plural(props.columns, "column") : null,
  ].filter((each) => each !== null);
  if (what.length === 0) return <LiveRegion>{null}</LiveRegion>;
  return (
    <LiveRegion>
      <WarningNotice
        p="xs"
        title={`${what.join(" and ")} left out`}
        icon={<IconAlertTriangle size="var(--ph-icon)" aria-hidden="true" />}
      >
        <ul className={classes.leftOut}>
          {databases.map((each) => (
            <li key={each}>
              <Words text={each} />
            </li>
          ))}
          {props.columns > 0 ? (
            <li>
              The columns of all databases side by side are more than a table can have. Each table
              in Databases has all of its own.
            </li>
          ) : null}
        </ul>
      </WarningNotice>
    </LiveRegion>
  );
}
