/** What a person reads of a row: its cells, and whom or what it is of. Pure. */
import type { Cells, ColumnType, StoredColumn } from "../ipc";

/** What stands in the table for yes and for no. */
export const YES = "1";
export const NO = "0";

/** A cell as it is read: yes and no in words. What is copied or exported is what the table has. */
export function shownAs<T extends string | null>(
  value: T,
  kind: ColumnType | undefined,
): T | "yes" | "no" {
  if (kind !== "boolean") return value;
  if (value === YES) return "yes";
  return value === NO ? "no" : value;
}

/** Columns of which the first with a value names a row, by their names at the source. */
const NAMING = [
  "email",
  "preferred_username",
  "username",
  "phone_number",
  "client_name",
  "group_name",
  "group",
  "identity_id",
];

/** The name of what a row is about, where one of its columns has one; empty otherwise. */
export function nameOf(columns: readonly StoredColumn[], cells: Cells): string {
  const value = (original: string, ofAPerson = false) => {
    const place = columns.findIndex(
      (each) => each.original === original && (!ofAPerson || each.personal !== "none"),
    );
    return cells[place] ?? "";
  };
  const whole = `${value("given_name")} ${value("family_name")}`.trim();
  // What is called so may also be an attribute's name, or a setting's.
  const named = whole || value("name", true);
  return named || (NAMING.map((each) => value(each)).find((each) => each !== "") ?? "");
}
