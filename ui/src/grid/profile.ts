/** What a profile says, in words. Pure. */
import { formatCount, plural } from "../components";
import type { ColumnProfile, ColumnType, PersonalData, StoredColumn } from "../ipc";

const kinds: Record<ColumnType, string> = {
  text: "text",
  number: "number",
  boolean: "yes or no",
  timestamp: "date and time",
  json: "JSON",
};

const classesOf: Record<PersonalData, string> = {
  none: "",
  identifier: "identifier",
  name: "name",
  email: "e-mail",
  phone: "phone",
  address: "address",
  birth_date: "birth date",
  ip_address: "IP address",
  free_text: "free text",
};

/** The type of a column and the class of its personal data. */
export function sortWords(column: StoredColumn): string {
  const personal = classesOf[column.personal];
  return personal === "" ? kinds[column.kind] : `${kinds[column.kind]}, ${personal}`;
}

/** A share in hundredths: never all nor nothing where it is only nearly so. */
export function share(part: number, whole: number): string {
  if (whole === 0) return "–";
  const hundredths = (part / whole) * 100;
  if (part > 0 && hundredths < 1) return "< 1 %";
  if (part < whole && hundredths > 99) return "> 99 %";
  return `${Math.round(hundredths)} %`;
}

/** What the ends of the values are called. */
export function endsOf(kind: ColumnType): { least: string; greatest: string } {
  if (kind === "timestamp") return { least: "Earliest", greatest: "Latest" };
  if (kind === "number") return { least: "Least", greatest: "Greatest" };
  return { least: "First in order", greatest: "Last in order" };
}

/** What is said of values that are not of the column's type; null where all are. */
export function misfitWords(profile: ColumnProfile, kind: ColumnType): string | null {
  const { misfits } = profile;
  if (misfits === 0) return null;
  const what = kind === "number" ? ["no number", "no numbers"] : ["no date", "no dates"];
  return misfits === 1
    ? `1 row has a value that is ${what[0]}. It is not in the chart.`
    : `${formatCount(misfits)} rows have values that are ${what[1]}. They are not in the chart.`;
}

/** Over which rows it was looked. */
export function overWords(profile: ColumnProfile, isFiltered: boolean): string {
  if (isFiltered)
    return `Over the ${plural(profile.rows, "row")} that the filters and the search want.`;
  return `Over all ${plural(profile.rows, "row")}.`;
}

/** What the most frequent values leave out. */
export function restWords(profile: ColumnProfile): string | null {
  const others = profile.distinct - profile.frequent.length;
  if (others <= 0) return null;
  const rows = profile.filled - profile.frequent.reduce((sum, each) => sum + each.rows, 0);
  return `${formatCount(others)} more ${others === 1 ? "value" : "values"}, on ${plural(rows, "row")}.`;
}

/** Whether every value stands on one row alone, so that none is more frequent than another. */
export function isEachOnce(profile: ColumnProfile): boolean {
  return profile.filled > 1 && profile.distinct === profile.filled;
}
