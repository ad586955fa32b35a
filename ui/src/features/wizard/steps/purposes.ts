import type { Purpose } from "../../../ipc";

/** What a table can be loaded for, each explained. */
export const PURPOSES: { value: Purpose; label: string; means: string }[] = [
  {
    value: "all",
    label: "All",
    means: "The rows, and a list of the columns with what is in them.",
  },
  { value: "customer_360", label: "Customer 360", means: "The rows only." },
  {
    value: "privacy_metadata",
    label: "Privacy-Metadata",
    means:
      "No row and no personal value: only the list of columns (name, type, kind of personal data, how full it is).",
  },
];
