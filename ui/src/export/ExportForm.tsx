import { Button, Checkbox, Group, Radio, TextInput } from "@mantine/core";
import { IconFolderOpen } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { plural, Words } from "../components";
import { commands, type FileFormat, type UiError } from "../ipc";
import { ColumnsChoice } from "./ColumnsChoice";
import classes from "./export.module.css";
import { formats } from "./formats";
import { type Choices, isFiltered, type Offer, personalOf, type RowsOffer } from "./offer";
import { PersonalChoice } from "./PersonalChoice";

/** Excel's own limit, its head aside. */
const ROWS_OF_A_SHEET = 1_048_575;

/** What goes into the file, and where it is to lie. */
export function ExportForm(props: {
  offer: Offer;
  choices: Choices;
  error: UiError | null;
  onChange: (part: Partial<Choices>) => void;
  onBegin: () => void;
  onClose: () => void;
}) {
  const { offer, choices, error, onChange } = props;
  const { what } = offer;
  const beside = (field: string) =>
    error?.fields.find((each) => each.field === field)?.message ?? null;
  const isBeside = ["path", "format", "columns"].some((field) => beside(field) !== null);
  const isCancelled = error?.code === "cancelled";
  const isFolder = what.kind === "database" && choices.format !== "sqlite";
  const canBegin =
    choices.path.trim() !== "" && (choices.columns !== "chosen" || choices.chosen.length > 0);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (canBegin) props.onBegin();
      }}
    >
      <Radio.Group
        label="Format"
        value={choices.format}
        error={beside("format")}
        onChange={(value) => onChange({ format: value as FileFormat })}
      >
        <div className={classes.formats}>
          {formats.map(({ value, name, reader }) => (
            <Radio key={value} value={value} label={name} description={reader} />
          ))}
        </div>
      </Radio.Group>
      {what.kind === "rows" ? (
        <>
          <RowsChoice offer={what} choices={choices} onChange={onChange} />
          <ColumnsChoice
            offer={what}
            choices={choices}
            error={
              beside("columns") ??
              (choices.columns === "chosen" && choices.chosen.length === 0
                ? "Tick one column at least."
                : null)
            }
            onChange={onChange}
          />
        </>
      ) : (
        <p className={classes.dim}>
          {plural(what.tables.length, "table")},{" "}
          {plural(
            what.tables.reduce((sum, table) => sum + table.rows, 0),
            "row",
          )}
          {isFolder ? ": a folder with a file for each table." : ", in one file."}
        </p>
      )}
      <PersonalChoice
        columns={personalOf(offer, choices)}
        isByLine={what.kind === "rows" && what.subject.kind === "comparison"}
        value={choices.privacy}
        onChange={(privacy) => onChange({ privacy })}
      />
      <FilePlace
        isFolder={isFolder}
        choices={choices}
        error={error}
        message={beside("path")}
        onChange={onChange}
      />
      {isCancelled ? (
        <p role="status" className={classes.dim}>
          Cancelled: nothing of the file is left.
        </p>
      ) : null}
      {error && !isBeside && !isCancelled ? (
        <p role="alert" className={classes.bad}>
          <Words text={`${error.message} ${error.hint}`} />
        </p>
      ) : null}
      <Group justify="flex-end">
        <Button variant="default" onClick={props.onClose}>
          Close
        </Button>
        <Button type="submit" disabled={!canBegin}>
          Export
        </Button>
      </Group>
    </form>
  );
}

function RowsChoice(props: {
  offer: RowsOffer;
  choices: Choices;
  onChange: (part: Partial<Choices>) => void;
}) {
  const { offer, choices } = props;
  const counted = (rows: number | null) => (rows === null ? "" : ` (${plural(rows, "row")})`);
  const rows = choices.rows === "all" ? offer.total : offer.found;
  const sheets = rows === null ? 1 : Math.ceil(rows / ROWS_OF_A_SHEET);
  return (
    <div>
      {isFiltered(offer.query) ? (
        <Radio.Group
          label="Rows"
          value={choices.rows}
          onChange={(value) => props.onChange({ rows: value as Choices["rows"] })}
        >
          <div className={classes.line}>
            <Radio value="asked" label={`As filtered and searched${counted(offer.found)}`} />
            <Radio value="all" label={`All${counted(offer.total)}`} />
          </div>
        </Radio.Group>
      ) : (
        <p className={classes.dim}>
          {rows === null ? "All rows" : `All ${plural(rows, "row")}`}
          {(offer.query.sort?.length ?? 0) > 0 ? ", sorted as shown." : "."}
        </p>
      )}
      {choices.format === "xlsx" && sheets > 1 ? (
        <p className={classes.dim}>
          A sheet of Excel holds 1,048,576 rows: the workbook will have {plural(sheets, "sheet")}.
        </p>
      ) : null}
    </div>
  );
}

function FilePlace(props: {
  isFolder: boolean;
  choices: Choices;
  error: UiError | null;
  message: string | null;
  onChange: (part: Partial<Choices>) => void;
}) {
  const { choices, error, message } = props;
  const field = useRef<HTMLInputElement>(null);
  // Where the path is what failed, the keyboard goes on there.
  useEffect(() => {
    if (message === null) return;
    field.current?.focus();
    // With what is said of it below.
    field.current?.scrollIntoView({ block: "center" });
  }, [message]);
  const choose = async () => {
    const path = await commands.chooseFile(choices.path);
    // The system's own dialog has asked whether a file that is there is replaced.
    if (path !== null) props.onChange({ path, replace: !props.isFolder });
  };
  const isThere = error?.code === "file_there" && !props.isFolder;
  return (
    <div>
      <TextInput
        ref={field}
        classNames={{ input: classes.fileField ?? "" }}
        label={props.isFolder ? "Folder" : "File"}
        description="For you alone: others who use this computer cannot read it."
        // Beside the field itself, whatever stands above and below it.
        inputContainer={(input) => (
          <div className={classes.file}>
            {input}
            <Button
              variant="default"
              leftSection={<IconFolderOpen size="var(--ph-icon-small)" aria-hidden="true" />}
              onClick={() => void choose()}
            >
              Choose…
            </Button>
          </div>
        )}
        spellCheck={false}
        autoComplete="off"
        value={choices.path}
        error={message === null ? null : <Words text={`${message} ${error?.hint ?? ""}`.trim()} />}
        onChange={(event) => props.onChange({ path: event.currentTarget.value })}
      />
      {isThere ? (
        <Checkbox
          mt="xs"
          label="Replace it"
          checked={choices.replace}
          onChange={(event) => props.onChange({ replace: event.currentTarget.checked })}
        />
      ) : null}
    </div>
  );
}
