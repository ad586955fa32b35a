/** What can be said about what was typed without asking anybody. Pure. */
import type { ConnectorCard, Field, FieldError, Settings } from "../../ipc";

/** The setting that says how fast a run may go. */
export const SPEED = "speed";

/** A field that names a pool, and the words for it. */
export interface PoolField {
  key: string;
  noun: string;
  /** The noun with its article. */
  one: string;
  /** Of what its size is counted, one and many. */
  sized: [string, string];
}

const POOLS: PoolField[] = [
  { key: "user_pool_id", noun: "user pool", one: "a user pool", sized: ["user", "users"] },
  {
    key: "identity_pool_id",
    noun: "identity pool",
    one: "an identity pool",
    sized: ["identity", "identities"],
  },
];

/** The field that names the pool, where there is one. */
export function poolOf(card: ConnectorCard): PoolField | null {
  return POOLS.find((pool) => card.fields.some((field) => field.key === pool.key)) ?? null;
}

/** `eu-west-1_AbC` and `eu-west-1:0a1b…` → `eu-west-1`; null while no Region can be read from it. */
export function regionOfPool(poolId: string): string | null {
  return /^\s*([a-z]{2}(?:-[a-z]+)+-\d+)[_:]/.exec(poolId)?.[1] ?? null;
}

/** What is wrong with a Region that contradicts the pool's ID. While the right Region is still
 * being typed, its beginning is no contradiction. */
export function regionProblem(settings: Settings, left: boolean): string | null {
  const pool = POOLS.find(({ key }) => settings[key] !== undefined);
  const expected = pool === undefined ? null : regionOfPool(settings[pool.key] ?? "");
  const region = (settings.region ?? "").trim();
  if (expected === null || region === "" || region === expected) return null;
  if (!left && expected.startsWith(region)) return null;
  return `This ${pool?.noun} is in ${expected}: its ID begins with that. Change the Region to ${expected}, or check the ID.`;
}

/** Keys as pasted from a mail, a table or a console: no white space, no quotes around them. */
export function cleanKey(text: string): string {
  return text
    .replace(/[\s\u200b-\u200d\u2060\ufeff]+/g, "")
    .replace(/^["'`“”„‘’«»]+|["'`“”„‘’«»]+$/g, "");
}

/** Whether a pasted value is a key: then stray spaces and quotes go. */
export function isKey(field: Field): boolean {
  return field.kind.type === "secret" || field.key === "access_key_id";
}

/** The settings with what stands in a form at first. */
export function withDefaults(card: ConnectorCard, settings: Settings): Settings {
  const filled: Settings = { ...settings };
  for (const field of card.fields) {
    if (field.default !== null && filled[field.key] === undefined)
      filled[field.key] = field.default;
  }
  return filled;
}

/** The fields that the form shows for these settings. */
export function shownFields(card: ConnectorCard, settings: Settings): Field[] {
  const filled = withDefaults(card, settings);
  return card.fields.filter(({ shownWhen }) =>
    shownWhen === null ? true : shownWhen.anyOf.includes(filled[shownWhen.key] ?? ""),
  );
}

/** The settings to hand over: what the form shows and what was filled in. Never a secret. */
export function settingsToSend(card: ConnectorCard, settings: Settings): Settings {
  const filled = withDefaults(card, settings);
  const sent: Settings = {};
  for (const field of shownFields(card, filled)) {
    const value = (filled[field.key] ?? "").trim();
    if (field.kind.type !== "secret" && value !== "") sent[field.key] = value;
  }
  return sent;
}

/** The settings without anything that a connector calls a secret. */
export function withoutSecrets(card: ConnectorCard | undefined, settings: Settings): Settings {
  const secret = new Set(
    card?.fields.filter((field) => field.kind.type === "secret").map((field) => field.key),
  );
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !secret.has(key)));
}

/** The required fields that are still empty. */
export function missing(
  card: ConnectorCard,
  settings: Settings,
  secrets: Record<string, "given" | "stored">,
): FieldError[] {
  const filled = withDefaults(card, settings);
  return shownFields(card, filled)
    .filter((field) => {
      if (!field.required) return false;
      if (field.kind.type === "secret") return secrets[field.key] === undefined;
      return (filled[field.key] ?? "").trim() === "";
    })
    .map((field) => ({
      field: field.key,
      message:
        field.kind.type === "choice"
          ? `Choose the ${field.label}.`
          : `Fill in the ${field.label}: it cannot be left empty.`,
    }));
}

/** The settings after one was typed: a pool's ID brings its Region along, unless another Region
 * was typed by hand. */
export function typed(
  card: ConnectorCard,
  settings: Settings,
  key: string,
  value: string,
): Settings {
  const next: Settings = { ...settings, [key]: value };
  const hasRegion = card.fields.some((field) => field.key === "region");
  const region = POOLS.some((pool) => pool.key === key) && hasRegion ? regionOfPool(value) : null;
  if (region === null) return next;
  const before = regionOfPool(settings[key] ?? "");
  const current = (settings.region ?? "").trim();
  const standard = card.fields.find((field) => field.key === "region")?.default ?? "";
  if (current === "" || current === before || current === standard) next.region = region;
  return next;
}
