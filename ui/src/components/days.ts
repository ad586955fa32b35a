/** Days of a calendar as `2026-11-21`, whatever the zone. Pure. */

const DAY = 86_400_000;
const FIRST = "0001-01-01";
const LAST = "9999-12-31";

/** The first moment of a day in UTC, where no clock goes forward or back. */
function begin(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayAt(moment: number): string {
  const day = new Date(Math.min(Math.max(moment, begin(FIRST)), begin(LAST)));
  return day.toISOString().slice(0, 10);
}

/** Whether there is such a day, and it is written as one. */
export function isInCalendar(day: string): boolean {
  const moment = begin(day);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(moment) && dayAt(moment) === day;
}

/** What is wrong with what was typed for a day; null where it is one. */
export function dayFault(text: string): string | null {
  if (isInCalendar(text)) return null;
  return /^\d{4}-\d{2}-\d{2}$/.test(text)
    ? "There is no such day."
    : "Write the day as 2026-11-21: year, month, day.";
}

export function addDays(day: string, count: number): string {
  return dayAt(begin(day) + count * DAY);
}

/** The same day of another month, or that month's last. */
export function addMonths(day: string, count: number): string {
  const [year = 1, month = 1, date = 1] = day.split("-").map(Number);
  const all = year * 12 + month - 1 + count;
  if (all < 12) return FIRST;
  if (all >= 10_000 * 12) return LAST;
  const first = `${String(Math.floor(all / 12)).padStart(4, "0")}-${String((all % 12) + 1).padStart(2, "0")}`;
  for (let wanted = date; wanted > 28; wanted -= 1) {
    const found = `${first}-${wanted}`;
    if (isInCalendar(found)) return found;
  }
  return `${first}-${String(Math.min(date, 28)).padStart(2, "0")}`;
}

/** From Monday, which is 0, to Sunday. */
export function weekdayOf(day: string): number {
  return (new Date(begin(day)).getUTCDay() + 6) % 7;
}

/** The weeks that a day's month lies in, each of seven days from Monday on, as far as there are days. */
export function weeksOf(day: string): string[][] {
  const first = `${day.slice(0, 7)}-01`;
  const next = addMonths(first, 1);
  const weeks: string[][] = [];
  for (let monday = addDays(first, -weekdayOf(first)); ; monday = addDays(monday, 7)) {
    if (weeks.length > 0 && (monday >= next || weeks.length === 6)) return weeks;
    weeks.push([...new Set([0, 1, 2, 3, 4, 5, 6].map((count) => addDays(monday, count)))]);
  }
}

const long = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const month = new Intl.DateTimeFormat("en-GB", {
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** `21 November 2026`. */
export const dayWords = (day: string) => long.format(begin(day));
/** `November 2026`. */
export const monthWords = (day: string) => month.format(begin(day));
