import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck, IconFileExport } from "@tabler/icons-react";
import { CopyButton, ForeignText, formatBytes, noticeFailure, plural, Words } from "../components";
import { ProgressLine } from "../components/controls";
import { asUiError, commands, type Exported } from "../ipc";
import classes from "./export.module.css";
import type { ExportState } from "./state";

/** Rows written, and of how many; then the file is brought to an end. */
export function progressOf(state: ExportState): { percent: number | null; words: string } {
  const { rows } = state;
  // What its columns hold is looked at before the first row is written.
  if (rows === 0) return { percent: null, words: state.isSorting ? "Sorting …" : "Beginning …" };
  // Meanwhile there may have come more than were found.
  const of = state.of ?? (rows > (state.expected ?? 0) ? null : state.expected);
  if (of === null) return { percent: null, words: `${plural(rows, "row")} written` };
  // The last of it, bringing the file to its end, is no row.
  if (rows >= of) return { percent: 99, words: `All ${plural(of, "row")}: finishing the file` };
  return {
    percent: Math.floor((rows / of) * 99),
    words: `${rows.toLocaleString("en-US")} of ${plural(of, "row")}`,
  };
}

/** Says at the window's corner how far an export is that no dialog shows. */
export function noticeProgress(state: ExportState, isShown: boolean): void {
  const { percent, words } = progressOf(state);
  const notice = {
    id: `export-${state.id}`,
    role: "group",
    "aria-label": `Export of ${state.name}`,
    title: `Exporting ${state.name}`,
    message: (
      <div className={classes.corner}>
        <ProgressLine label={`Export of ${state.name}`} percent={percent} words={words} />
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => void commands.cancelExport(state.id)}
        >
          Cancel
        </Button>
      </div>
    ),
    color: "water",
    icon: <IconFileExport size="var(--ph-icon)" aria-hidden="true" />,
    autoClose: false as const,
    withCloseButton: false,
  };
  if (isShown) notifications.update(notice);
  else notifications.show(notice);
}

/** Whether something that was wanted is not in the file. */
function isInPart(exported: Exported): boolean {
  return exported.leftOut.length > 0 || exported.columnsLeftOut > 0;
}

export function exportedTitle(name: string, exported: Exported): string {
  return isInPart(exported) ? `${name} exported in part` : `${name} exported`;
}

/** Says at the window's corner that a file is there. Stays until it is closed. */
export function noticeExported(name: string, exported: Exported): void {
  notifications.show({
    role: "status",
    title: exportedTitle(name, exported),
    message: (
      <div className={classes.corner}>
        <ExportedWords exported={exported} />
        <FileActions path={exported.path} />
      </div>
    ),
    ...(isInPart(exported)
      ? {
          color: "var(--ph-warn)",
          icon: <IconAlertTriangle size="var(--ph-icon)" aria-hidden="true" />,
        }
      : { color: "water", icon: <IconCheck size="var(--ph-icon)" aria-hidden="true" /> }),
    autoClose: false,
    closeButtonProps: { "aria-label": "Close" },
  });
}

export function ExportedWords(props: { exported: Exported }) {
  const { exported } = props;
  return (
    <div>
      <p className={classes.fact}>
        {plural(exported.rows, "row")}, {formatBytes(exported.bytes)}
      </p>
      <p className={classes.path}>
        <ForeignText text={exported.path} />
      </p>
      {exported.cellsLeftOut > 0 ? (
        <p className={classes.fact}>
          {plural(exported.cellsLeftOut, "value")} of personal columns left out: those cells of
          before and after are empty.
        </p>
      ) : null}
      {exported.leftOut.length > 0 ? (
        <div className={classes.warn}>
          Not in the file, as they could not be read:
          <ul>
            {exported.leftOut.map((each) => (
              <li key={each}>
                <Words text={each} />
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {exported.columnsLeftOut > 0 ? (
        <p className={classes.warn}>
          {plural(exported.columnsLeftOut, "column")} {exported.columnsLeftOut === 1 ? "is" : "are"}{" "}
          not in the file: the columns of all databases side by side are more than a table can have.
          Each table in Databases has all of its own.
        </p>
      ) : null}
      {exported.shortened > 0 ? (
        <p className={classes.warn}>
          {plural(exported.shortened, "value was", "values were")} longer than a cell of Excel can
          hold and {exported.shortened === 1 ? "was" : "were"} cut at 32,767 characters. The other
          formats keep {exported.shortened === 1 ? "it" : "them"} whole.
        </p>
      ) : null}
    </div>
  );
}

/** What can be done with a file that is there. */
export function FileActions(props: { path: string }) {
  const show = async () => {
    try {
      await commands.showInFolder(props.path);
    } catch (error) {
      noticeFailure(asUiError(error), { passes: true });
    }
  };
  return (
    <Group gap="xs">
      <Button variant="default" size="xs" onClick={() => void show()}>
        Show in folder
      </Button>
      <CopyButton text={props.path} label="Copy path" />
    </Group>
  );
}
