import { useExport } from "../export";
import type { Subject } from "../ipc";
import type { Asking } from "./useAsking";
import type { Rows } from "./useRows";

/** Asks for an export of the rows that are asked for, with the columns that are shown. */
export function useExportRows(
  subject: Subject,
  name: string,
  asking: Asking,
  rows: Rows,
): () => void {
  const askForExport = useExport();
  const { state, stored, columns } = rows;
  return () =>
    askForExport({
      name,
      what: {
        kind: "rows",
        subject,
        query: { ...asking.asked, sort: rows.sort },
        found: state.done ? state.found : null,
        total: state.total,
        columns: stored,
        shown: columns.shown.map(({ name }) => name),
      },
    });
}
