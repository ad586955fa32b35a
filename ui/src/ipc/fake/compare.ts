/** Two versions compared, and profiles of columns, for `fake.ts`. */
import type { ColumnProfile, StoredColumn } from "../bindings";

/** Stands for the comparison among the fake tables. */
export const COMPARED = "a comparison";

const column = (name: string, personal: StoredColumn["personal"] = "none"): StoredColumn => ({
  name,
  original: name,
  kind: "text",
  personal,
});

export const comparedColumns: StoredColumn[] = [
  column("change"),
  column("sub", "identifier"),
  column("name", "name"),
  column("email", "email"),
  column("column"),
  column("before", "free_text"),
  column("after", "free_text"),
];

/** Lines of each sort, one after the other; what changed lies in two columns in turn. */
const ADDED = 37;
const CHANGED = 112;
const REMOVED = 4;

/** Of the users alone something became. */
export function comparedLines(table: string): number {
  return table === "users" ? ADDED + CHANGED + REMOVED : 0;
}

export function comparedRow(place: number): (string | null)[] {
  const key = `00000000-0000-4000-8000-${String(place).padStart(12, "0")}`;
  // Of who went nothing is known where the version before is not kept.
  const names =
    place >= ADDED + CHANGED ? [null, null] : [`Sam ${place}`, `sam${place}@example.com`];
  if (place < ADDED) return ["added", key, ...names, null, null, null];
  if (place >= ADDED + CHANGED) return ["removed", key, ...names, null, null, null];
  const isTier = place % 2 === 0;
  return [
    "changed",
    key,
    ...names,
    isTier ? "custom_tier" : "name",
    isTier ? null : `Sam Sample ${place}`,
    isTier ? "gold 🥇" : `evil\u202Egnp.exe ${place}`,
  ];
}

const compared: Record<string, [string, number][]> = {
  change: [
    ["changed", CHANGED],
    ["added", ADDED],
    ["removed", REMOVED],
  ],
  column: [
    ["custom_tier", CHANGED / 2],
    ["name", CHANGED / 2],
  ],
};

export function profileOf(name: string): ColumnProfile {
  const counted = compared[name];
  const values =
    counted ??
    Array.from({ length: 12 }, (_, place): [string, number] => [
      place === 1 ? "evil\u202Egnp.exe" : `${name} ${place + 1}`,
      240 - place * 20,
    ]);
  const months = Array.from({ length: 12 }, (_, place) => ({
    from: `2026-${String(place + 1).padStart(2, "0")}`,
    rows: 20 + ((place * 37) % 90),
  }));
  return {
    rows: counted ? ADDED + CHANGED + REMOVED : 12_468,
    filled: values.reduce((sum, [, rows]) => sum + rows, 0),
    distinct: values.length,
    frequent: values.map(([value, rows]) => ({ value, rows })),
    shortest: `${name} 1`,
    longest: `${name} ${"long ".repeat(60)}`,
    least: `${name} 1`,
    greatest: `${name} 9`,
    misfits: name === "created_at" ? 4 : 0,
    spread: name === "created_at" ? months : [],
  };
}
