/** What a rollback would do, in words and rows. Pure. */
import { plural } from "../../components";
import type { Publication, PublishedTable, RollbackPreview, TableRollback } from "../../ipc";

/** The tables of a version. A column catalogue goes with its table, and is not told beside it. */
function tablesOf(version: Publication): PublishedTable[] {
  const sources = version.tables.map((table) => table.source);
  const isCatalogue = (source: string) =>
    source.endsWith("_columns") && sources.includes(source.slice(0, -"_columns".length));
  return version.tables.filter((table) => !isCatalogue(table.source));
}

/** How many rows a version has, in words: what going back to it would change is the preview's to say. */
export function versionWords(version: Publication): string {
  return plural(
    tablesOf(version).reduce((sum, table) => sum + table.rows, 0),
    "row",
  );
}

/** The names of the tables that can be gone back with alone: those that they have now. */
export function tableChoices(versions: Publication[], version: Publication): string[] {
  const now = versions.find((each) => each.current)?.tables ?? [];
  const nameNow = (then: PublishedTable) =>
    now.find((table) => table.source === then.source)?.target ?? then.target;
  return tablesOf(version).map(nameNow);
}

/** Whether going back would change anything that a reader of this table sees. */
export function changes(table: TableRollback): boolean {
  return (
    table.rowsNow === null ||
    table.rowsThen === null ||
    table.added + table.changed + table.removed > 0 ||
    table.columnsAdded.length + table.columnsRemoved.length > 0
  );
}

/** What becomes of a table beside its rows; null where nothing does. */
export function remark(table: TableRollback): string | null {
  if (table.rowsThen === null) return "It was not there then: it is no longer shown.";
  if (table.rowsNow === null) return "It is not shown now: it comes back.";
  const columns = (names: string[], verb: string) =>
    names.length === 0
      ? []
      : [`${names.length === 1 ? "Column" : "Columns"} ${names.join(", ")} ${verb}.`];
  const one = (names: string[]) => names.length === 1;
  const words = [
    ...columns(table.columnsAdded, one(table.columnsAdded) ? "comes" : "come"),
    ...columns(table.columnsRemoved, one(table.columnsRemoved) ? "goes" : "go"),
  ];
  return words.length === 0 ? null : words.join(" ");
}

/** How many tables of a preview stay as they are, in words; null where none does. */
export function staying(preview: RollbackPreview): string | null {
  const count = preview.tables.filter((table) => !changes(table)).length;
  if (count === 0) return null;
  if (count === preview.tables.length)
    return count === 1
      ? "Nothing would change: the table has the same rows now."
      : "Nothing would change: all tables have the same rows now.";
  return `${plural(count, "other table")} ${count === 1 ? "stays as it is" : "stay as they are"}.`;
}
