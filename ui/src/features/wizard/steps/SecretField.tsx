import { Button, PasswordInput, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { Field } from "../../../ipc";
import type { Action } from "../model";
import { cleanKey } from "../rules";
import type { SecretHolder } from "../secrets";
import classes from "../wizard.module.css";
import { afterPaste } from "./SettingField";

/**
 * A secret: masked, shown only on demand and only while it is held. The input is not React's
 * (no value, no default): what is typed goes to the holder and nowhere else.
 */
export function SecretField(props: {
  field: Field;
  presence: "given" | "stored" | null;
  /** The keychain holds one, and another is being typed. */
  replacing: boolean;
  error: string | null;
  holder: SecretHolder;
  dispatch: (action: Action) => void;
  onLeave: (key: string) => void;
}) {
  const { field, holder, dispatch } = props;
  const input = useRef<HTMLInputElement>(null);
  const asked = useRef(false);
  const stored = props.presence === "stored";

  useEffect(() => {
    holder.attach(field.key, input.current);
    if (asked.current && !stored) input.current?.focus();
    asked.current = false;
    return () => holder.attach(field.key, null);
  }, [holder, field.key, stored]);

  function put(value: string) {
    const before = holder.reveal([field.key])[field.key] ?? "";
    if (value === before) return;
    holder.put(field.key, value);
    dispatch({ type: "secret_changed", key: field.key, given: value !== "" });
  }

  if (stored) {
    return (
      <div data-field={field.key}>
        <Text size="sm" fw={600} component="div">
          {field.label}
        </Text>
        <div className={classes.stored}>
          <IconLock size="var(--ph-icon-small)" aria-hidden="true" />
          <Text size="sm">Stored in your keychain</Text>
          <Button
            variant="default"
            size="xs"
            aria-label={`Replace the ${field.label}`}
            onClick={() => {
              asked.current = true;
              dispatch({ type: "secret_replaced", key: field.key });
            }}
          >
            Replace
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div data-field={field.key}>
      <PasswordInput
        ref={input}
        label={field.required ? field.label : `${field.label} (optional)`}
        description={`${field.help} It stays on this computer, goes to AWS only, and is not shown again after saving.`}
        error={props.error}
        autoComplete="off"
        spellCheck={false}
        visibilityToggleButtonProps={{
          "aria-label": `Show or hide the ${field.label}`,
          "aria-hidden": false,
          tabIndex: 0,
        }}
        onInput={(event) => put(event.currentTarget.value)}
        onPaste={(event) => {
          event.preventDefault();
          put(afterPaste(event, cleanKey));
        }}
        onBlur={() => {
          const held = holder.reveal([field.key])[field.key];
          if (held !== undefined) put(cleanKey(held));
          props.onLeave(field.key);
        }}
      />
      {props.replacing ? (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            holder.put(field.key, "");
            dispatch({ type: "stored_secret_kept", key: field.key });
          }}
        >
          Keep the stored one
        </Button>
      ) : null}
    </div>
  );
}
