import { useCallbackRef } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { noticeDone, noticeFailure, plural } from "../components";
import { asUiError, type OpenTable } from "../ipc";
import { asJson, asTabs, MOST_COPIED } from "./copy";
import { type Selection, selectedRows } from "./selection";
import type { Columns } from "./useColumns";

export type CopyForm = "tabs" | "json";

/** Puts a text on the clipboard. One that is still to come must be promised while the key is down. */
async function put(text: string | Promise<string>): Promise<void> {
  if (typeof text === "string") return navigator.clipboard.writeText(text);
  const blob = text.then((whole) => new Blob([whole], { type: "text/plain" }));
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}

/**
 * Copies a cell, or rows in the columns that are shown. Where they are too many, `askForFile` is the way out:
 * it is offered for as long as the question is the same and one looks at its rows.
 */
export function useCopy(
  table: OpenTable,
  columns: Columns,
  question: string,
  askForFile: () => void,
) {
  const [isBusy, setBusy] = useState(false);
  const askNow = useCallbackRef(askForFile);
  const tooMany = useRef<{ question: string; hide: () => void } | null>(null);
  useEffect(() => {
    if (tooMany.current?.question !== question) tooMany.current?.hide();
  }, [question]);
  useEffect(() => () => tooMany.current?.hide(), []);

  const run = async (text: string | Promise<string>, what: string) => {
    setBusy(true);
    try {
      await put(text);
      noticeDone(`${what} copied`);
    } catch (error) {
      const { detail } = asUiError(error);
      noticeFailure(
        { message: `${what} could not be copied.`, hint: detail ?? "Try again." },
        { passes: true },
      );
    } finally {
      setBusy(false);
    }
  };

  const copyCell = (row: number, name: string) => {
    const column = columns.shown.find((each) => each.name === name);
    const cells = table.row(row);
    if (column && cells) void run(cells[column.place] ?? "", "Cell");
  };

  const copyRows = (selection: Selection, form: CopyForm) => {
    const { from, count } = selectedRows(selection);
    if (count > MOST_COPIED) {
      tooMany.current?.hide();
      const hide = noticeFailure(
        {
          message: `${plural(count, "row")} are too many to copy.`,
          hint: `Choose ${plural(MOST_COPIED, "row")} at most, or make a file of all that are found.`,
        },
        { wayOut: { label: "Export…", run: askNow } },
      );
      tooMany.current = { question, hide };
      return;
    }
    const format = form === "tabs" ? asTabs : asJson;
    const here = Array.from({ length: count }, (_, place) => table.row(from + place));
    const rows = here.filter((each) => each !== undefined);
    const text =
      rows.length === count
        ? format(columns.shown, rows)
        : table.fetch(from, count).then((fetched) => {
            if (fetched === null) throw new Error("The rows changed while they were read.");
            return format(columns.shown, fetched);
          });
    void run(text, plural(count, "row"));
  };

  return { isBusy, copyCell, copyRows };
}
