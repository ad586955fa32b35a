import { Button, Group, type SelectProps } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { DateTime, formatCount, SearchedSelect, WarningNotice } from "../../components";
import type { Publication, RunId } from "../../ipc";
import classes from "./databases.module.css";
import { isVersionSought, keptVersions, versionLine, versionShort, wentBackTo } from "./versions";

/** Versions that a menu lists at once; of years of runs the others are found by typing. */
const LISTED = 200;

const olderWords = (count: number) =>
  `${formatCount(count)} older: type a run or a date to find them.`;

/**
 * What every menu of versions is like: the field has the run and its date, each line the rows too, and
 * versions are found by typing either, or a day as 2026-11-21. `others` stand before them; `publications` are all.
 */
export function versionMenu(
  table: string,
  versions: Publication[],
  publications: Publication[],
  wordOf: (publication: Publication) => string,
  others: { value: string; label: string }[] = [],
) {
  const byValue = new Map(versions.map((each) => [wordOf(each), each]));
  const data = [
    ...others,
    ...versions.map((each) => ({
      value: wordOf(each),
      label: versionShort(each, table, publications),
    })),
  ];
  return {
    size: "xs",
    limit: LISTED,
    nothingFoundMessage: "No version matches.",
    data,
    // The line that says so in the list is none that the arrow keys come to.
    title: data.length > LISTED ? olderWords(data.length - LISTED) : "",
    classNames: { option: classes.listed ?? "" },
    renderOption: ({ option }) => {
      const publication = byValue.get(option.value);
      return publication ? versionLine(publication, table, publications) : option.label;
    },
    filter: ({ options, search, limit }) => {
      const isSought = (value: string, label: string) => {
        const publication = byValue.get(value);
        return publication
          ? isVersionSought(publication, table, publications, search)
          : label.toLowerCase().includes(search.trim().toLowerCase());
      };
      const found = options
        .filter((option) => "value" in option)
        .filter(({ value, label }) => isSought(value, label));
      const more = found.length - limit;
      if (more <= 0) return found;
      return [
        ...found.slice(0, limit),
        { value: "older", label: olderWords(more), disabled: true },
      ];
    },
  } satisfies SelectProps;
}

/** Now, or any kept run. */
export function VersionSelect(props: {
  table: string;
  publications: Publication[];
  run: RunId | null;
  onRun: (run: RunId | null) => void;
}) {
  const { publications, table, run } = props;
  const current = publications.find((each) => each.current);
  const back = current ? wentBackTo(current, table, publications) : null;
  const versions = keptVersions(publications, table);
  const menu = versionMenu(table, versions, publications, (each) => String(each.run), [
    { value: "now", label: back === null ? "Now" : `Now, as run ${back}` },
  ]);
  return (
    <SearchedSelect
      {...menu}
      aria-label="Version"
      title={`Each version has the time at which its run started, as in Run history. ${menu.title}`.trim()}
      // The field has what is left over of its attributes, and its frame the class alone.
      className={(run === null && back === null ? classes.version : classes.older) ?? ""}
      comboboxProps={{ width: 320, position: "bottom-end" }}
      // A run and its date say what they are.
      leftSection={
        run === null ? <IconClock size="var(--ph-icon-small)" aria-hidden="true" /> : null
      }
      value={run === null ? "now" : String(run)}
      onChange={(value) => value && props.onRun(value === "now" ? null : Number(value))}
    />
  );
}

/** Says above the grid that what one sees is not what the database has now. */
export function NotNow(props: { publication: Publication; onNow: () => void }) {
  const { run, at } = props.publication;
  return (
    <WarningNotice
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
    </WarningNotice>
  );
}
