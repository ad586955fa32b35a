import { Button, FileButton } from "@mantine/core";
import { IconCheck, IconFileText } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { type KeyFile, readKeyFile } from "../keyFile";
import classes from "../wizard.module.css";

/** An access-key file is a line or two; anything longer is something else. */
const LARGEST_BYTES = 64 * 1024;

const UNREADABLE: KeyFile = {
  found: false,
  why: "This file could not be read. Choose it again, or paste both keys.",
};

/** Takes the access-key file that AWS offers for download, dropped or chosen. */
export function KeyFileDrop(props: { onRead: (file: Extract<KeyFile, { found: true }>) => void }) {
  const [over, setOver] = useState(false);
  const [told, setTold] = useState<{ name: string; error: string | null } | null>(null);
  const reset = useRef<() => void>(null);

  async function take(file: File | null | undefined) {
    if (!file) return;
    const read: KeyFile =
      file.size > LARGEST_BYTES
        ? { found: false, why: "This file is too large for an access-key file from AWS." }
        : await file.text().then(readKeyFile, () => UNREADABLE);
    setTold({ name: file.name, error: read.found ? null : read.why });
    if (read.found) props.onRead(read);
    // The same file can be chosen again after it was changed.
    reset.current?.();
  }

  return (
    <section
      aria-label="Access-key file"
      className={classes.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
      }}
    >
      <IconFileText size="var(--ph-icon)" aria-hidden="true" />
      <div className={classes.dropWords}>
        <div>Did AWS give you an access-key file (.csv)? Drop it here: it fills in both keys.</div>
        <div aria-live="polite">
          {told === null ? null : told.error === null ? (
            <>
              <IconCheck size="var(--ph-icon-small)" aria-hidden="true" /> Both keys were read from{" "}
              {told.name}.
            </>
          ) : (
            <span className={classes.error}>{told.error}</span>
          )}
        </div>
      </div>
      <FileButton
        accept=".csv,text/csv"
        resetRef={reset}
        inputProps={{ "aria-label": "Access-key file", tabIndex: -1 }}
        onChange={(file) => void take(file)}
      >
        {(button) => (
          <Button variant="default" size="xs" {...button}>
            Choose the file
          </Button>
        )}
      </FileButton>
    </section>
  );
}
