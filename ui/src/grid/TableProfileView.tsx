import { Button, Progress, Table, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ClippedText, Count, formatCount, plural } from "../components";
import type { StoredColumn } from "../ipc";
import { overWords, share, sortWords } from "./profile";
import classes from "./profile.module.css";
import type { Looked, Profiles } from "./useProfiles";

function Figures(props: { looked: Looked | undefined }) {
  const { looked } = props;
  if (looked === undefined)
    return (
      <>
        <Table.Td>
          <span className={classes.coming} />
        </Table.Td>
        <Table.Td>
          <span className={classes.coming} />
        </Table.Td>
      </>
    );
  if (looked.profile === null)
    return (
      <Table.Td colSpan={2}>
        <IconAlertTriangle size="var(--ph-icon-small)" aria-hidden="true" /> {looked.error.message}
      </Table.Td>
    );
  const { filled, rows, distinct } = looked.profile;
  return (
    <>
      <Table.Td className={classes.right}>{share(filled, rows)}</Table.Td>
      <Table.Td className={classes.right}>
        <Count value={distinct} />
      </Table.Td>
    </>
  );
}

/** Every column with how filled it is; each leads to its profile. */
export function TableProfileView(props: {
  columns: StoredColumn[];
  /** How many there are beyond those listed. */
  more: number;
  profiles: Profiles;
  isFiltered: boolean;
  onColumn: (name: string) => void;
  onMore: () => void;
}) {
  const { columns, profiles } = props;
  const looked = columns.map(({ name }) => profiles.of(name)).filter((each) => each !== undefined);
  const first = looked.find((each) => each.profile !== null)?.profile ?? null;
  const hasFailed = looked.some((each) => each.error !== null);
  const isLooking = profiles.current !== null;
  return (
    <>
      <p className={classes.dim}>
        {first ? overWords(first, props.isFiltered) : "Each column, as it is looked at."}
      </p>
      {isLooking ? (
        <div className={classes.looking}>
          <Progress
            value={(looked.length / columns.length) * 100}
            aria-label="Columns looked at"
            className={classes.progress}
          />
          <span className={classes.dim}>
            {formatCount(looked.length)} of {plural(columns.length, "column")} …
          </span>
          <Button variant="default" size="compact-xs" onClick={profiles.stop}>
            Cancel
          </Button>
        </div>
      ) : null}
      {profiles.isStopped || (hasFailed && !isLooking) ? (
        <div className={classes.looking}>
          <span role="status" className={classes.dim}>
            {profiles.isStopped ? "You stopped it." : "Some columns could not be looked at."}
          </span>
          <Button variant="default" size="compact-xs" onClick={profiles.goOn}>
            Look again
          </Button>
        </div>
      ) : null}
      <Table className={classes.table} aria-label="Columns" aria-busy={isLooking || undefined}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Column</Table.Th>
            <Table.Th className={classes.right}>Filled</Table.Th>
            <Table.Th className={classes.right}>Distinct</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map((column) => (
            <Table.Tr key={column.name}>
              <Table.Th scope="row" className={classes.nameCell}>
                <UnstyledButton
                  className={classes.name}
                  onClick={() => props.onColumn(column.name)}
                >
                  <ClippedText text={column.name} />
                </UnstyledButton>
                <span className={classes.dim}>{sortWords(column)}</span>
              </Table.Th>
              <Figures looked={profiles.of(column.name)} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {columns.length === 0 ? <p className={classes.dim}>No column has this name.</p> : null}
      {props.more > 0 ? (
        <Button variant="default" size="xs" onClick={props.onMore}>
          Show more
        </Button>
      ) : null}
    </>
  );
}
