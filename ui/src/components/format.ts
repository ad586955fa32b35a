/** Numbers, dates and times as the window writes them. The words are English, so are the forms. */

const numbers = new Intl.NumberFormat("en-US");
const moments = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const times = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const exactTimes = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const zones = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" });

/** 1204331 → `1,204,331`. */
export function formatCount(count: number): string {
  return numbers.format(count);
}

/** `1 row`, `2 rows`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Milliseconds as `under 0.1 s`, `0.4 s`, `42 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 0.05) return "under 0.1 s";
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0
    ? `${formatCount(hours)} h`
    : `${formatCount(hours)} h ${minutes % 60} min`;
}

/** Seconds of an estimate: a tenth of one would promise too much. */
export function formatSeconds(seconds: number): string {
  return seconds < 10
    ? `${Math.max(1, Math.round(seconds))} s`
    : formatDuration(Math.round(seconds) * 1000);
}

/** Seconds left as `about 20 s left`. */
export function formatLeft(seconds: number): string {
  if (seconds < 5) return "a few seconds left";
  return seconds < 60
    ? `about ${Math.round(seconds)} s left`
    : `about ${formatDuration(seconds * 1000)} left`;
}

/** Bytes as `512 bytes`, `4.2 MB` (thousands, as file managers count). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return plural(bytes, "byte");
  const units = ["kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = -1;
  do {
    size /= 1000;
    unit += 1;
  } while (size >= 999.5 && unit < units.length - 1);
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

/** A moment in the user's own zone. */
export function formatDate(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : moments.format(date);
}

/** A day of a calendar, `2026-11-21` → `21 Nov 2026`, whatever the zone. */
export function formatDay(day: string): string {
  const date = new Date(`${day}T00:00:00`);
  return Number.isNaN(date.getTime()) ? day : days.format(date);
}

/** `2026-11-21` of a moment, where the person is. */
export function dayOf(date: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The zone in which the person's days lie, by its IANA name. */
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A moment in the user's own zone, day and time apart so that a line can break between them. */
export function dateParts(iso: string): { day: string; time: string; exactTime: string } {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return { day: iso, time: "", exactTime: iso };
  return { day: days.format(date), time: times.format(date), exactTime: exactTimes.format(date) };
}

/** The short name of the user's zone, such as `CET`. */
export function zoneName(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  return zones.formatToParts(date).find((part) => part.type === "timeZoneName")?.value ?? "";
}

/** The exact moment in UTC: `2026-11-21 06:05:40.123 UTC`. */
export function formatUtc(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${date.toISOString().replace("T", " ").replace("Z", "")} UTC`;
}
