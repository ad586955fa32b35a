import { Button, Group, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import {
  askForSecretsWith,
  type DataflowId,
  type Field,
  keys,
  type Secrets,
  type Settings,
  useConnectors,
  useDataflows,
} from "../ipc";

interface Asked {
  dataflow: DataflowId;
  answer: (secrets: Secrets | null) => void;
}

/** The secrets that a connector asks for with these settings. */
export function secretFields(fields: Field[], settings: Settings): Field[] {
  return fields.filter((field) => {
    if (field.kind.type !== "secret") return false;
    if (field.shownWhen === null) return true;
    const { key, anyOf } = field.shownWhen;
    const other = fields.find((each) => each.key === key);
    return anyOf.includes(settings[key] ?? other?.default ?? "");
  });
}

/**
 * Asks for a secret for one run. What is typed stays in the form's own fields and goes to the
 * engine from there: never into React's state.
 */
export function SecretPrompt() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const client = useQueryClient();
  useEffect(
    () => askForSecretsWith((dataflow) => new Promise((answer) => setAsked({ dataflow, answer }))),
    [],
  );
  const row = useDataflows().data?.find((each) => each.dataflow.id === asked?.dataflow)?.dataflow;
  const connector = useConnectors().data?.find((each) => each.id === row?.connector);
  const close = (secrets: Secrets | null) => {
    asked?.answer(secrets);
    setAsked(null);
    if (secrets !== null) void client.invalidateQueries({ queryKey: keys.dataflows });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    close(Object.fromEntries([...typed].map(([key, value]) => [key, String(value)])));
    event.currentTarget.reset();
  };
  return (
    <Modal
      opened={asked !== null}
      onClose={() => close(null)}
      title="Enter the secret for this run only"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit} autoComplete="off">
        <Stack gap="md">
          <Text size="sm">
            The secret of {row?.name ?? "this dataflow"} is not in a keychain. It is used for this
            run, kept in memory while the run needs it, and then forgotten.
          </Text>
          {secretFields(connector?.fields ?? [], row?.settings ?? {}).map((field, index) => (
            <PasswordInput
              key={field.key}
              name={field.key}
              label={field.label}
              description={field.help}
              required={field.required}
              autoComplete="off"
              data-autofocus={index === 0 || undefined}
              visibilityToggleButtonProps={{ "aria-label": `Show or hide ${field.label}` }}
            />
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => close(null)}>
              Do not run
            </Button>
            <Button type="submit">Run</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
