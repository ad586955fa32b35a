import type { PersonalData } from "../ipc";

/** What a column holds of a person, in the order in which one chooses. */
export const sorts: readonly { value: PersonalData; words: string }[] = [
  { value: "none", words: "Nothing about a person" },
  { value: "name", words: "A person's name" },
  { value: "email", words: "E-mail addresses" },
  { value: "phone", words: "Telephone numbers" },
  { value: "address", words: "Postal addresses" },
  { value: "birth_date", words: "Dates of birth" },
  { value: "ip_address", words: "IP addresses" },
  { value: "identifier", words: "Identifies a person by way of the pool" },
  { value: "free_text", words: "Free text, in which anything may stand" },
];

/** What stands for what is hidden. */
const MASK = "•••";
/** As the engine masks: the first character stays where more than so many follow it. */
const SHORT = 3;

/** A value as others see it. What the engine answers is masked already: this is for what was typed. */
export function masked(value: string): string {
  const [first = "", ...others] = value;
  return others.length >= SHORT && /[\p{L}\p{N}]/u.test(first) ? `${first}${MASK}` : MASK;
}

/** The words for a sort of personal data; null where there is none. */
export function personalWords(personal: PersonalData): string | null {
  if (personal === "none") return null;
  return sorts.find(({ value }) => value === personal)?.words ?? null;
}
