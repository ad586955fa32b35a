/** Everybody, as the fake engine has them: the users of three dataflows, some of them in two. */
import type { Filter, StoredColumn, Subject } from "../bindings";
import { userRows } from "./data";

const names = [
  "organization",
  "database",
  "given_name",
  "family_name",
  "email",
  "phone_number",
  "active",
  "username",
  "sub",
  "groups",
  "also_in",
  "custom_tier",
];

export const peopleColumns: StoredColumn[] = names.map((name) => ({
  name,
  original: name === "custom_tier" ? "custom:tier" : name,
  kind: "text",
  personal: ["given_name", "family_name", "email"].includes(name) ? "name" : "none",
}));

const homes = [
  [1, "Shop", "Retail"],
  [2, "Loyalty", "Retail"],
  [3, "Partners", "Wholesale"],
] as const;

const families = ["Sample", "Ångström", "O'Neill", "de la Cruz", "佐藤", "حداد"];

export function personRow(place: number): (string | null)[] {
  const [sub, username, email, , phone, tier, active] = userRows(place, 1)[0] ?? [];
  const [, database, organization] = homes[place % homes.length] ?? homes[0];
  const groups = [
    place % 40 === 0 ? "admins" : null,
    place % 6 === 0 ? "editors" : null,
    place % 90 === 0 ? "Sales, north" : null,
  ].filter((group) => group !== null);
  const other = homes[(place + 1) % homes.length]?.[1] ?? null;
  return [
    organization,
    database,
    `Sam ${place}`,
    families[place % families.length] ?? null,
    place % 11 === 10 ? null : (email ?? null),
    phone ?? null,
    active ?? null,
    username ?? null,
    sub ?? null,
    groups.length > 0 ? groups.join(", ") : null,
    place % 5 === 0 ? other : null,
    tier ?? null,
  ];
}

/** What a choice of people asks of the rows, as filters. */
export function filtersOf(subject: Subject): Filter[] {
  if (subject.kind !== "people") return [];
  const is = (column: string, text: string): Filter => ({
    column,
    test: { kind: "equals", text },
    not: false,
  });
  const filters: Filter[] = [];
  if (subject.organization !== null) filters.push(is("organization", subject.organization));
  if (subject.dataflow !== null)
    filters.push(is("database", homes.find(([id]) => id === subject.dataflow)?.[1] ?? "nobody"));
  if (subject.group !== null)
    filters.push({ column: "groups", test: { kind: "contains", text: subject.group }, not: false });
  return filters;
}
