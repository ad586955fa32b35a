import { Button, Skeleton } from "@mantine/core";
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { ErrorState, ForeignText, SearchField } from "../components";
import type { OpenTable, OpenTableState, StoredColumn } from "../ipc";
import { ColumnProfileView } from "./ColumnProfileView";
import classes from "./profile.module.css";
import { SidePanel } from "./SidePanel";
import { TableProfileView } from "./TableProfileView";
import { type Profiles, useProfiles } from "./useProfiles";

/** Columns above which there is a search for them. */
const MANY = 20;
/** Columns looked at before one asks for more. */
const LOOKED_AT = 100;

function OneColumn(props: {
  column: StoredColumn;
  profiles: Profiles;
  isFiltered: boolean;
  onFilter: (value: string) => void;
}) {
  const { column, profiles } = props;
  const looked = profiles.of(column.name);
  if (looked?.profile)
    return (
      <ColumnProfileView
        column={column}
        profile={looked.profile}
        isFiltered={props.isFiltered}
        onFilter={props.onFilter}
      />
    );
  if (looked?.error)
    return (
      <ErrorState
        title="The column cannot be looked at"
        message={looked.error.message}
        hint={looked.error.hint}
        detail={looked.error.detail}
        action={{ label: "Try again", run: profiles.goOn }}
      />
    );
  if (profiles.isStopped)
    return (
      <div className={classes.looking}>
        <span role="status" className={classes.dim}>
          You stopped it.
        </span>
        <Button variant="default" size="compact-xs" onClick={profiles.goOn}>
          Look again
        </Button>
      </div>
    );
  return (
    <div>
      <div className={classes.looking}>
        <span role="status" className={classes.dim}>
          Looking at the column …
        </span>
        <Button variant="default" size="compact-xs" onClick={profiles.stop}>
          Cancel
        </Button>
      </div>
      {[70, 45, 90, 60].map((width) => (
        <Skeleton key={width} height={14} width={`${width}%`} mt="sm" animate={false} />
      ))}
    </div>
  );
}

/** What the values of a column are like, or of each column, at the side of the grid. */
export function ProfilePanel(props: {
  table: OpenTable;
  state: OpenTableState;
  stored: StoredColumn[];
  /** One column; null for all of them. */
  column: string | null;
  isFiltered: boolean;
  /** Counts how often the keyboard is to go on here. */
  entered: number;
  onColumn: (column: string | null) => void;
  onFilter: (column: string, value: string) => void;
  onClose: () => void;
}) {
  const { stored } = props;
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(LOOKED_AT);
  const place = stored.findIndex(({ name }) => name === props.column);
  const column = stored[place] ?? null;
  const sought = search.trim().toLowerCase();
  const found = stored.filter(({ name }) => name.toLowerCase().includes(sought));
  const listed = found.slice(0, limit);
  const wanted = column ? [column.name] : listed.map(({ name }) => name);
  const profiles = useProfiles(props.table, props.state, wanted);
  const beside = (step: number) => {
    const other = stored[place + step];
    if (other) props.onColumn(other.name);
  };
  return (
    <SidePanel
      label={column ? `Profile of ${column.name}` : "Profile of the table"}
      title={column ? <ForeignText text={column.name} /> : "Profile"}
      steps={
        column
          ? [
              {
                label: "Previous column",
                icon: IconChevronLeft,
                disabled: place === 0,
                run: () => beside(-1),
              },
              {
                label: "Next column",
                icon: IconChevronRight,
                disabled: place === stored.length - 1,
                run: () => beside(1),
              },
            ]
          : []
      }
      closes="profile"
      entered={props.entered}
      of={props.column}
      onClose={props.onClose}
    >
      {column ? (
        <Button
          variant="subtle"
          size="compact-xs"
          className={classes.all}
          leftSection={<IconArrowLeft size={14} aria-hidden="true" />}
          onClick={() => props.onColumn(null)}
        >
          All columns
        </Button>
      ) : stored.length > MANY ? (
        <SearchField
          size="xs"
          label="Find a column to look at"
          value={search}
          onChange={setSearch}
        />
      ) : null}
      {column ? (
        <OneColumn
          column={column}
          profiles={profiles}
          isFiltered={props.isFiltered}
          onFilter={(value) => props.onFilter(column.name, value)}
        />
      ) : (
        <TableProfileView
          columns={listed}
          more={found.length - listed.length}
          profiles={profiles}
          isFiltered={props.isFiltered}
          onColumn={props.onColumn}
          onMore={() => setLimit(limit + LOOKED_AT)}
        />
      )}
    </SidePanel>
  );
}
