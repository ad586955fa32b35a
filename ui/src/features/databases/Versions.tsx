import { Alert, Button, Group, Select } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { DateTime, formatDate, plural } from "../../components";
import type { Publication, RunId } from "../../ipc";
import classes from "./databases.module.css";

/** What readers saw once a run had published: the versions of a table that are kept. */
export function keptVersions(publications: Publication[], table: string): Publication[] {
  return publications.filter(
    (each) => each.kept && !each.current && each.tables.some(({ target }) => target === table),
  );
}

function rowsIn(publication: Publication, table: string): number {
  return publication.tables.find(({ target }) => target === table)?.rows ?? 0;
}

/** Now, or any kept run. */
export function VersionSelect(props: {
  table: string;
  versions: Publication[];
  run: RunId | null;
  onRun: (run: RunId | null) => void;
}) {
  const { versions, table } = props;
  return (
    <Select
      aria-label="Version"
      title="Each version has the time at which its run started, as in Run history."
      size="xs"
      w={112}
      // Dates, runs and rows on one line, however short the field is.
      comboboxProps={{ width: 320, position: "bottom-end" }}
      allowDeselect={false}
      leftSection={<IconClock size="var(--ph-icon-small)" aria-hidden="true" />}
      data={[
        { value: "now", label: "Now" },
        ...versions.map((each) => ({
          value: String(each.run),
          label: `Run ${each.run} · ${formatDate(each.at)} · ${plural(rowsIn(each, table), "row")}`,
        })),
      ]}
      value={props.run === null ? "now" : String(props.run)}
      onChange={(value) => value && props.onRun(value === "now" ? null : Number(value))}
    />
  );
}

/** Says above the grid that what one sees is not what the database has now. */
export function NotNow(props: { publication: Publication; onNow: () => void }) {
  const { run, at } = props.publication;
  return (
    <Alert
      role="status"
      color="var(--ph-warn)"
      variant="outline"
      p="xs"
      classNames={{ wrapper: classes.notNow ?? "" }}
      icon={<IconClock size="var(--ph-icon)" aria-hidden="true" />}
    >
      <Group justify="space-between" gap="xs">
        <span>
          Not now: these are the rows as of run {run}, <DateTime value={at} />.
        </span>
        <Button variant="default" size="xs" onClick={props.onNow}>
          Show now
        </Button>
      </Group>
    </Alert>
  );
}
