/** The sorts of file, and who reads each. */
import type { FileFormat } from "../ipc";

export interface Format {
  value: FileFormat;
  name: string;
  ending: string;
  /** One line. */
  reader: string;
}

export const formats: readonly Format[] = [
  {
    value: "xlsx",
    name: "Excel workbook",
    ending: "xlsx",
    reader: "For Excel and LibreOffice. Every text stays a text, to the last digit.",
  },
  {
    value: "csv_for_excel",
    name: "CSV for Excel",
    ending: "csv",
    reader: "What Excel would run or change gets an apostrophe before it.",
  },
  {
    value: "csv",
    name: "CSV for programs",
    ending: "csv",
    reader: "For scripts and other databases: every value exactly as it is.",
  },
  {
    value: "json_lines",
    name: "JSON Lines",
    ending: "jsonl",
    reader: "For programs: an object a line, with numbers and NULL as such.",
  },
  {
    value: "parquet",
    name: "Parquet",
    ending: "parquet",
    reader: "For DuckDB, pandas and Power BI: small, with types.",
  },
  {
    value: "sqlite",
    name: "SQLite database",
    ending: "sqlite",
    reader: "For all that opens SQLite: plain tables and nothing of ours.",
  },
];

/** The same path with the ending of this format in place of another format's. */
export function withEnding(path: string, format: FileFormat): string {
  const ending = formats.find((each) => each.value === format)?.ending ?? "";
  const known = formats.map((each) => each.ending).join("|");
  return path.replace(new RegExp(`\\.(${known})$`, "i"), `.${ending}`);
}
