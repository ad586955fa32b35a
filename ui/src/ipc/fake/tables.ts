/** The commands of `fake.ts` that read tables. They honour the question as the engine does. */
import type { Api } from "../api";
import type { Filter, StoredColumn, TableQuery, UiError, ViewId } from "../bindings";
import { COMPARED, comparedColumns, comparedLines, comparedRow } from "./compare";
import { userColumns, userRows } from "./data";
import { filtersOf, peopleColumns, personRow } from "./people";

type Cells = (string | null)[];

/** Columns of the fake table that is as wide as any. */
const WIDE = 2_000;

const wideColumns: StoredColumn[] = Array.from({ length: WIDE }, (_, place) => ({
  name: `attribute_${place + 1}`,
  original: `attribute_${place + 1}`,
  kind: place === 1 ? "number" : "text",
  personal: "none",
}));

/** Columns by the table's name. */
export function fakeColumns(table: string): StoredColumn[] {
  if (table === COMPARED) return comparedColumns;
  if (table === "people") return peopleColumns;
  return table === "wide" ? wideColumns : userColumns;
}

function rowOf(table: string, place: number): Cells {
  if (table === COMPARED) return comparedRow(place);
  if (table === "people") return personRow(place);
  if (table === "wide")
    return wideColumns.map((_, column) =>
      column === 0 ? "🧵".repeat(2_048) : `${place + 1}.${column + 1}`,
    );
  return userRows(place, 1)[0] ?? [];
}

function refusal(place: number, message: string): UiError {
  return {
    code: "invalid_fields",
    message,
    hint: "Correct it and try again.",
    detail: null,
    fields: [{ field: `filters.${place}`, message }],
  };
}

/** Whether a value passes, NULL included. */
function tester(filter: Filter, place: number, kind: string): (value: string | null) => boolean {
  const { test } = filter;
  if (test.kind === "null") return (value) => value === null;
  if (test.kind === "empty") return (value) => value === "";
  if (test.kind === "between") {
    const { from, to } = test;
    for (const end of [from, to])
      if (kind === "number" && end !== null && Number.isNaN(Number(end)))
        throw refusal(place, `\`${end}\` is no number.`);
    const order = (value: string): string | number => (kind === "number" ? Number(value) : value);
    return (value) =>
      value !== null &&
      (from === null || order(value) >= order(from)) &&
      (to === null || order(value) <= order(to));
  }
  if (test.kind === "days") {
    const { from, to } = test;
    if (from !== null && to !== null && to < from)
      throw refusal(place, "The end lies before the beginning.");
    const dayAt = new Intl.DateTimeFormat("en-CA", {
      dateStyle: "short",
      ...(test.zone === null ? {} : { timeZone: test.zone }),
    });
    return (value) => {
      const moment = Date.parse(value ?? "");
      if (Number.isNaN(moment)) return false;
      const day = dayAt.format(moment);
      return (from === null || day >= from) && (to === null || day <= to);
    };
  }
  if (test.kind === "matches") {
    let pattern: RegExp;
    try {
      pattern = new RegExp(test.pattern, "iu");
    } catch {
      throw refusal(place, `\`${test.pattern}\` is no regular expression: unclosed group.`);
    }
    return (value) => value !== null && pattern.test(value);
  }
  if (test.kind === "oneOf") {
    const texts = test.texts.map((text) => text.toLowerCase());
    return (value) => value !== null && texts.includes(value.toLowerCase());
  }
  // What these two ask of other rows, the fake's rows answer by a digit.
  if (test.kind === "repeated" || test.kind === "alsoIn")
    return (value) => value?.includes("7") ?? false;
  if (test.kind === "kept") throw refusal(place, "What this filter looked for is no longer known.");
  const wanted = test.text.toLowerCase();
  const tests = {
    contains: (value: string) => value.includes(wanted),
    startsWith: (value: string) => value.startsWith(wanted),
    endsWith: (value: string) => value.endsWith(wanted),
    equals: (value: string) => value === wanted,
  };
  return (value) => value !== null && tests[test.kind](value.toLowerCase());
}

const folded = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();

/** The words of a search; a text in double quotes is one. */
const wordsOf = (search: string) =>
  [...search.matchAll(/"([^"]*)"?|\S+/g)]
    .map(([word, quoted]) => folded(quoted ?? word))
    .filter((word) => word !== "");

/** The places of the rows that a question wants, in its order; null for all as they are. */
function answer(table: string, rows: number, query: TableQuery): number[] | null {
  const { filters = [], search = "", sort = [] } = query;
  if (filters.length === 0 && search === "" && sort.length === 0) return null;
  const columns = fakeColumns(table);
  const at = (name: string) => columns.findIndex((column) => column.name === name);
  const tests = filters.map((filter, place) => {
    const column = at(filter.column);
    const passes = tester(filter, place, columns[column]?.kind ?? "text");
    return (row: Cells) => passes(row[column] ?? null) !== (filter.not ?? false);
  });
  const words = wordsOf(search);
  const found: { place: number; row: Cells }[] = [];
  for (let place = 0; place < rows; place += 1) {
    const row = rowOf(table, place);
    const isFound = words.every((word) =>
      row.some((value) => value && folded(value).includes(word)),
    );
    if (isFound && tests.every((passes) => passes(row))) found.push({ place, row });
  }
  for (const { column, descending } of [...sort].reverse()) {
    const place = at(column);
    found.sort((left, right) => {
      const [one, other] = [left.row[place] ?? null, right.row[place] ?? null];
      if (one === null || other === null) return Number(one === null) - Number(other === null);
      const order = one.toLowerCase() < other.toLowerCase() ? -1 : 1;
      return one.toLowerCase() === other.toLowerCase() ? 0 : descending ? -order : order;
    });
  }
  return found.map(({ place }) => place);
}

interface View {
  table: string;
  places: number[] | null;
  count: number;
}

/** How a listing goes: `listed` rows of it are known, all where it is null. */
export interface Listing {
  listed: number | null;
}

/** As the engine masks. */
export function masked(value: string): string {
  const [first = ""] = value;
  return `${[...value].length > 3 && /[\p{L}\p{N}]/u.test(first) ? first : ""}•••`;
}

export function fakeReading(
  rowsOf: (table: string, run: number | null) => number,
  privacy: {
    isMasked: () => boolean;
    columnsOf: (table: string) => StoredColumn[];
  },
  missing: { leftOut: () => string[]; columnsLeftOut: () => number },
) {
  const shown = (table: string, row: Cells): Cells =>
    privacy.isMasked()
      ? row.map((value, place) =>
          value !== null && privacy.columnsOf(table)[place]?.personal !== "none"
            ? masked(value)
            : value,
        )
      : row;
  const open = new Map<ViewId, View>();
  const listing: Listing = { listed: null };
  let last = 0;
  /** Values kept for filters. */
  const values: string[] = [];
  const asked = (query: TableQuery): TableQuery => ({
    ...query,
    filters: (query.filters ?? []).map((filter) => {
      const text = filter.test.kind === "kept" ? values[filter.test.value] : undefined;
      return text === undefined ? filter : { ...filter, test: { kind: "equals", text } };
    }),
  });
  const commands: Pick<
    Api["commands"],
    "openTable" | "tableRows" | "closeTable" | "keepValue" | "keptValue"
  > = {
    openTable: async (subject, question) => {
      const query = asked(question);
      const isCompared = subject.kind === "comparison";
      const table = isCompared ? COMPARED : subject.kind === "people" ? "people" : subject.table;
      const run =
        subject.kind === "table" && subject.version.kind === "asOf" ? subject.version.run : null;
      const rows = isCompared ? comparedLines(subject.table) : rowsOf(table, run);
      const chosen = filtersOf(subject);
      const filters = [...chosen, ...(query.filters ?? [])];
      const places = answer(table, rows, { ...query, filters });
      const all =
        chosen.length > 0 ? (answer(table, rows, { filters: chosen })?.length ?? rows) : rows;
      // How many lines a comparison has is known once it is made.
      const isCounted = !isCompared && !(subject.kind === "people" && subject.group !== null);
      last += 1;
      open.set(last, { table, places, count: places?.length ?? rows });
      return {
        view: last,
        columns: privacy.columnsOf(table),
        rows: isCounted ? all : null,
        compared: isCompared ? { key: 1, names: 2 } : null,
        leftOut: subject.kind === "people" ? missing.leftOut() : [],
        columnsLeftOut: subject.kind === "people" ? missing.columnsLeftOut() : 0,
      };
    },
    tableRows: async (id, from, count) => {
      const view = open.get(id);
      if (!view)
        throw {
          code: "other",
          message: "This table was put away to make room for others.",
          hint: "Open it again.",
          detail: null,
          fields: [],
        } satisfies UiError;
      const found = Math.min(view.count, listing.listed ?? view.count);
      const done = found === view.count;
      // As the engine has it: what is not listed yet is waited for, a while.
      if (!done && from + count > found) await new Promise((resolve) => setTimeout(resolve, 20));
      const rows: Cells[] = [];
      for (let place = from; place < Math.min(from + count, found); place += 1)
        rows.push(shown(view.table, rowOf(view.table, view.places?.[place] ?? place)));
      return { rows, found, done };
    },
    keepValue: async (id, row, column) => {
      const view = open.get(id);
      const place = view
        ? privacy.columnsOf(view.table).findIndex(({ name }) => name === column)
        : 0;
      const cells = view ? rowOf(view.table, view.places?.[row] ?? row) : [];
      const value = cells[place] ?? null;
      if (view === undefined || value === null) return null;
      values.push(value);
      return { value: values.length - 1, shown: shown(view.table, cells)[place] ?? "" };
    },
    keptValue: async (value) => {
      const text = values[value];
      if (text === undefined) return null;
      return { value, shown: privacy.isMasked() ? masked(text) : text };
    },
    closeTable: async (id) => {
      open.delete(id);
      return null;
    },
  };
  return {
    commands,
    listing,
    open,
    columnsOf: (view: ViewId) => privacy.columnsOf(open.get(view)?.table ?? ""),
  };
}
