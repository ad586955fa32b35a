import { Group, Select } from "@mantine/core";
import { formatCount, plural, SearchedSelect, visibleText } from "../../components";
import type { ChangeCount, ChangeKind, ChangeQuery, Run } from "../../ipc";
import { columnsOf, kindsOf, linesOf, tablesOf } from "./changes";
import classes from "./runs.module.css";

const still = { transitionProps: { duration: 0 } };

/** Narrows what changed by table, kind and column, and says how much there is of each. */
export function ChangeFilters(props: {
  run: Run;
  /** Null while they are counted, which may take a moment for a million cells. */
  counts: ChangeCount[] | null;
  asked: ChangeQuery;
  onChange: (asked: ChangeQuery) => void;
}) {
  const { counts, asked, onChange } = props;
  const tables = counts ? tablesOf(counts) : props.run.tables.map((table) => table.target);
  const kinds = counts ? kindsOf(counts, asked) : null;
  const columns = counts ? columnsOf(counts, asked) : [];
  const counted = (name: string, lines: number | null) =>
    lines === null ? name : `${name} (${formatCount(lines)})`;
  const rows = (kind: ChangeKind) => kinds?.[kind] ?? null;
  if (counts !== null && counts.length === 0) return null;
  return (
    <Group className={classes.changeFilters} align="flex-end">
      <Select
        label="Table"
        size="xs"
        className={classes.filter ?? ""}
        data={[
          { value: "", label: "All tables" },
          ...tables.map((table) => ({
            value: table,
            label: counted(table, counts && linesOf(counts, { table, kind: null, column: null })),
          })),
        ]}
        value={asked.table ?? ""}
        allowDeselect={false}
        comboboxProps={still}
        onChange={(value) => onChange({ ...asked, table: value || null, column: null })}
      />
      <Select
        label="What"
        size="xs"
        className={classes.filter ?? ""}
        data={[
          { value: "", label: "All changes" },
          { value: "added", label: counted("Rows added", rows("added")) },
          { value: "changed", label: counted("Cells changed", rows("changed")) },
          { value: "removed", label: counted("Rows removed", rows("removed")) },
        ]}
        value={asked.kind ?? ""}
        allowDeselect={false}
        comboboxProps={still}
        onChange={(value) => {
          const kind = (value || null) as ChangeKind | null;
          onChange({ ...asked, kind, column: kind === "changed" ? asked.column : null });
        }}
      />
      <SearchedSelect
        label="Column"
        size="xs"
        className={classes.column ?? ""}
        data={[
          {
            value: "",
            label:
              columns.length === 0 ? "No column" : `Any of ${plural(columns.length, "column")}`,
          },
          ...columns.map(({ column, lines }) => ({
            value: `=${column}`,
            label: counted(visibleText(column), lines),
          })),
        ]}
        value={asked.column === null ? "" : `=${asked.column}`}
        disabled={columns.length === 0 || asked.kind === "added" || asked.kind === "removed"}
        comboboxProps={still}
        onChange={(value) =>
          onChange(
            value
              ? { ...asked, kind: "changed", column: value.slice(1) }
              : { ...asked, column: null },
          )
        }
      />
    </Group>
  );
}
