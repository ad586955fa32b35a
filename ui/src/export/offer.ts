/** What there is to export, and the request that a person's choices come to. Pure. */
import type {
  DataflowId,
  ExportRequest,
  FileFormat,
  Handed,
  PersonalData,
  Privacy,
  StoredColumn,
  Subject,
  TableQuery,
  Version,
} from "../ipc";

/** Rows of anything, as somebody looks at them. */
export interface RowsOffer {
  kind: "rows";
  subject: Subject;
  /** What is asked of them now. */
  query: TableQuery;
  /** How many rows it brings, and how many there are; null where that is not known. */
  found: number | null;
  total: number | null;
  columns: StoredColumn[];
  /** The names of those that are shown, in their order. */
  shown: string[];
}

/** Every table of a database. */
export interface DatabaseOffer {
  kind: "database";
  dataflow: DataflowId;
  version: Version;
  tables: { name: string; rows: number; columns: StoredColumn[] }[];
}

export interface Offer {
  /** What it is called, in a word or two. */
  name: string;
  what: RowsOffer | DatabaseOffer;
  /** The sort of file that is asked for this time, in the place of the one that is remembered. */
  format?: FileFormat;
}

export interface Choices {
  format: FileFormat;
  /** Of rows: those that the question brings, or all. */
  rows: "asked" | "all";
  columns: "shown" | "all" | "chosen";
  /** The names that are ticked, for `chosen`. */
  chosen: string[];
  privacy: Privacy;
  path: string;
  replace: boolean;
}

/** Whether the question leaves rows out. */
export function isFiltered(query: TableQuery): boolean {
  return (query.filters?.length ?? 0) > 0 || (query.search ?? "") !== "";
}

/** The columns that go into the file, before personal data is left out. */
export function columnsOf(offer: RowsOffer, choices: Choices): string[] {
  switch (choices.columns) {
    case "shown":
      return offer.shown;
    case "all":
      return offer.columns.map(({ name }) => name);
    case "chosen": {
      // In the order in which they are shown; those that are hidden come after.
      const order = [...new Set([...offer.shown, ...offer.columns.map(({ name }) => name)])];
      return order.filter((name) => choices.chosen.includes(name));
    }
  }
}

export function handedOf(offer: Offer, choices: Choices): Handed {
  const { what } = offer;
  if (what.kind === "database")
    return { kind: "database", dataflow: what.dataflow, version: what.version };
  const query: TableQuery =
    choices.rows === "all" ? { ...what.query, filters: [], search: "" } : what.query;
  return { kind: "rows", subject: what.subject, query, columns: columnsOf(what, choices) };
}

/** How many rows there will be, where that is known for certain. */
export function expectedOf({ what }: Offer, choices: Choices): number | null {
  if (what.kind === "database") return what.tables.reduce((sum, table) => sum + table.rows, 0);
  const isAll = choices.rows === "all" || !isFiltered(what.query);
  return isAll ? (what.total ?? (isFiltered(what.query) ? null : what.found)) : what.found;
}

export function requestOf(offer: Offer, choices: Choices): ExportRequest {
  return {
    what: handedOf(offer, choices),
    privacy: choices.privacy,
    format: choices.format,
    path: choices.path,
    replace: choices.replace,
  };
}

const sorts: Record<PersonalData, string> = {
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

const isPersonal = (column: StoredColumn) => column.personal !== "none";

/** A column with its sort of personal data, where its name does not say it. */
function told({ name, personal }: StoredColumn): string {
  const sort = sorts[personal];
  const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, "");
  return letters(name).includes(letters(sort)) ? name : `${name} (${sort})`;
}

/** Names told of one table before the others are only counted. */
const TOLD = 4;

function shortly(names: string[]): string {
  const more = names.length - TOLD;
  return more > 0 ? `${names.slice(0, TOLD).join(", ")} and ${more} more` : names.join(", ");
}

/** The personal columns that would go into the file; of a database, by table. */
export function personalOf(offer: Offer, choices: Choices): string[] {
  const { what } = offer;
  if (what.kind === "database")
    return what.tables
      .map(({ name, columns }) => [name, columns.filter(isPersonal)] as const)
      .filter(([, columns]) => columns.length > 0)
      .map(([name, columns]) => `${name}: ${shortly(columns.map(told))}`);
  const wanted = new Set(columnsOf(what, choices));
  return what.columns.filter((column) => wanted.has(column.name) && isPersonal(column)).map(told);
}
