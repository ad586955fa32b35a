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

/** The words for a sort of personal data; null where there is none. */
export function personalWords(personal: PersonalData): string | null {
  if (personal === "none") return null;
  return sorts.find(({ value }) => value === personal)?.words ?? null;
}
