/** How the history is narrowed: by what stands in its address, so that it can be gone back to. Pure. */
import { dayOf, type Status, statuses } from "../../components";
import type { DataflowId, HistoryQuery, RunStatus, Trigger } from "../../ipc";

export interface Filters {
  dataflow: DataflowId | null;
  status: RunStatus | null;
  trigger: Trigger | null;
  /** The first and the last day, as `2026-11-21`, or as far as they are typed. */
  from: string;
  to: string;
  search: string;
}

export const noFilters: Filters = {
  dataflow: null,
  status: null,
  trigger: null,
  from: "",
  to: "",
  search: "",
};

export const triggers: Trigger[] = ["manual", "schedule", "command_line"];

const isStatus = (word: string | null): word is RunStatus =>
  word !== null && word !== "never_run" && statuses.includes(word as Status);

/** The filters of an address; what it should not hold is left out. */
export function readFilters(address: URLSearchParams): Filters {
  const dataflow = Number(address.get("dataflow"));
  const status = address.get("status");
  const trigger = triggers.find((each) => each === address.get("trigger"));
  return {
    dataflow: Number.isSafeInteger(dataflow) && dataflow > 0 ? dataflow : null,
    status: isStatus(status) ? status : null,
    trigger: trigger ?? null,
    from: address.get("from") ?? "",
    to: address.get("to") ?? "",
    search: address.get("search") ?? "",
  };
}

/** The same as an address holds them: those that are set. */
export function writeFilters(filters: Filters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters)
      .filter(([, value]) => value !== null && value !== "")
      .map(([name, value]) => [name, String(value)]),
  );
}

/** The filters as a question, with the zone in which its days are meant. */
export function queryOf(filters: Filters, zone: string): HistoryQuery {
  const or = (text: string) => (text.trim() === "" ? null : text.trim());
  return {
    dataflow: filters.dataflow,
    status: filters.status,
    trigger: filters.trigger,
    from: or(filters.from),
    to: or(filters.to),
    zone,
    text: or(filters.search),
  };
}

/** Whether anything narrows the history of what it is of. */
export function narrows(filters: Filters): boolean {
  return Object.keys(writeFilters({ ...filters, dataflow: null })).length > 0;
}

export type Range = "any" | "today" | "week" | "month" | "year" | "between";

export const ranges: { value: Range; label: string }[] = [
  { value: "any", label: "Any date" },
  { value: "today", label: "Today" },
  { value: "week", label: "Last 7 days" },
  { value: "month", label: "Last 30 days" },
  { value: "year", label: "Last 12 months" },
  { value: "between", label: "Between two days" },
];

const back: Record<Exclude<Range, "any" | "between">, number> = {
  today: 0,
  week: 6,
  month: 29,
  year: 364,
};

/** The first day of a range that ends today. */
export function firstDay(range: Exclude<Range, "any" | "between">, now: Date): string {
  return dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - back[range]));
}

/** Which of the ranges the days of the filters are. */
export function rangeOf({ from, to }: Filters, now: Date): Range {
  if (from === "" && to === "") return "any";
  if (to !== "") return "between";
  const names = Object.keys(back) as (keyof typeof back)[];
  return names.find((range) => firstDay(range, now) === from) ?? "between";
}

/** The part of two stretches of days that is in both. */
export function within(filters: Filters, first: string, last: string): Filters {
  return {
    ...filters,
    from: filters.from > first ? filters.from : first,
    to: filters.to !== "" && filters.to < last ? filters.to : last,
  };
}
