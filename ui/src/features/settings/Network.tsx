import { Button, FileButton, Group, Text, Textarea, TextInput } from "@mantine/core";
import { IconFileCertificate } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { Link } from "wouter";
import { noticeDone, noticeFailure, Panel, plural } from "../../components";
import { type AllPreferences, asUiError, useSavePreferences } from "../../ipc";
import classes from "./settings.module.css";

type Field = "proxy" | "noProxy" | "authorities";

/** All authorities of a system together are smaller than this. */
const LARGEST_BYTES = 1024 * 1024;

/** How many certificates a PEM text has. */
function certificatesIn(text: string): number {
  return text.split("-----BEGIN CERTIFICATE-----").length - 1;
}

/** How AWS is reached from inside a company: a proxy, and its own certificate authorities. */
export function Network(props: { preferences: AllPreferences }) {
  const { preferences } = props;
  const save = useSavePreferences();
  const [typed, setTyped] = useState<Partial<Record<Field, string>>>({});
  const [wrong, setWrong] = useState<Partial<Record<string, string>>>({});
  const [saving, setSaving] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const reset = useRef<() => void>(null);
  const value = (field: Field) => typed[field] ?? preferences[field];
  const changed = Object.entries(typed).some(
    ([field, text]) => text !== preferences[field as Field],
  );

  function type(field: Field, text: string) {
    setTyped({ ...typed, [field]: text });
    const { [field]: _, ...rest } = wrong;
    setWrong(rest);
  }

  async function takeFile(file: File | null) {
    if (file === null) return;
    const text = file.size > LARGEST_BYTES ? "" : await file.text().catch(() => null);
    if (text === null)
      setWrong({ ...wrong, authorities: "This file could not be read. Choose it once more." });
    else if (certificatesIn(text) === 0)
      setWrong({
        ...wrong,
        authorities: `${file.name} is no PEM file of certificates. Ask for one: its text has BEGIN CERTIFICATE in it.`,
      });
    else type("authorities", text);
    // The same file can be chosen again after it was changed.
    reset.current?.();
  }

  async function keep() {
    if (!changed || saving) return;
    setSaving(true);
    setWrong({});
    try {
      await save({ ...preferences, ...typed });
      setTyped({});
      noticeDone("Saved", "It applies from the next Connect and the next run.");
    } catch (thrown) {
      const error = asUiError(thrown);
      if (error.fields.length === 0) noticeFailure(error);
      else {
        setWrong(Object.fromEntries(error.fields.map(({ field, message }) => [field, message])));
        const first = error.fields[0]?.field;
        form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      }
    } finally {
      setSaving(false);
    }
  }

  const certificates = certificatesIn(value("authorities"));
  return (
    <Panel title="Network">
      <form
        ref={form}
        className={classes.network}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <Text size="sm" c="dimmed" className={classes.words ?? ""}>
          Most computers need nothing here. If yours reaches the internet through your company, the{" "}
          <Link href="/guide/network" className="ph-link">
            Setup guide
          </Link>{" "}
          says what to ask IT for.
        </Text>
        <TextInput
          name="proxy"
          label="Proxy"
          description="The address through which AWS is reached. Empty: the one that the system's HTTPS_PROXY names, if any."
          placeholder="http://proxy.example.com:8080"
          value={value("proxy")}
          error={wrong.proxy}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => type("proxy", event.currentTarget.value)}
        />
        <TextInput
          name="noProxy"
          label="Without the proxy"
          description="Hosts that are reached directly, separated by commas. It counts only with a proxy of your own above."
          placeholder="localhost, .intranet.example.com"
          value={value("noProxy")}
          error={wrong.noProxy}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => type("noProxy", event.currentTarget.value)}
        />
        <Textarea
          name="authorities"
          label="Certificate authorities"
          description="Trusted beside the system's own. Choose a PEM file, paste its text, or type where it lies: a file named so is read anew each time."
          placeholder={"-----BEGIN CERTIFICATE-----"}
          value={value("authorities")}
          error={wrong.authorities}
          classNames={{ input: classes.pem ?? "" }}
          rows={4}
          resize="vertical"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => type("authorities", event.currentTarget.value)}
        />
        <Group justify="space-between">
          <Group gap="sm">
            <FileButton
              accept=".pem,.crt,.cer,application/x-pem-file"
              resetRef={reset}
              inputProps={{ "aria-label": "PEM file", tabIndex: -1 }}
              onChange={(file) => void takeFile(file)}
            >
              {(button) => (
                <Button
                  variant="default"
                  leftSection={
                    <IconFileCertificate size="var(--ph-icon-small)" aria-hidden="true" />
                  }
                  {...button}
                >
                  Choose a PEM file
                </Button>
              )}
            </FileButton>
            <Text size="sm" c="dimmed" role="status">
              {certificates === 0 ? "" : plural(certificates, "certificate")}
            </Text>
          </Group>
          <Group gap="sm">
            {changed ? (
              <Button
                variant="default"
                onClick={() => {
                  setTyped({});
                  setWrong({});
                }}
              >
                Undo
              </Button>
            ) : null}
            <Button type="submit" disabled={!changed} loading={saving}>
              Save
            </Button>
          </Group>
        </Group>
      </form>
    </Panel>
  );
}
