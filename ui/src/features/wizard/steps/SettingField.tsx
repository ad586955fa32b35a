import { NativeSelect, Radio, Stack, TextInput } from "@mantine/core";
import type { ClipboardEvent } from "react";
import type { Field } from "../../../ipc";
import type { Action } from "../model";
import { cleanKey, isKey } from "../rules";

/** More choices than this are a list, fewer are all seen at once. */
const SEEN_AT_ONCE = 5;

/** The value of an input after a paste, with the pasted part made clean. */
export function afterPaste(
  event: ClipboardEvent<HTMLInputElement>,
  clean: (text: string) => string,
): string {
  const input = event.currentTarget;
  const from = input.selectionStart ?? input.value.length;
  const to = input.selectionEnd ?? from;
  const pasted = clean(event.clipboardData.getData("text"));
  return input.value.slice(0, from) + pasted + input.value.slice(to);
}

/** One plain setting, drawn from what the connector says of it. */
export function SettingField(props: {
  field: Field;
  value: string;
  error: string | null;
  dispatch: (action: Action) => void;
  onLeave: (key: string) => void;
}) {
  const { field, value, error, dispatch, onLeave } = props;
  const label = field.required ? field.label : `${field.label} (optional)`;
  const type = (next: string) => dispatch({ type: "setting_typed", key: field.key, value: next });
  if (field.kind.type === "choice" && field.kind.choices.length <= SEEN_AT_ONCE) {
    return (
      <div data-field={field.key}>
        <Radio.Group
          label={field.label}
          description={field.help}
          value={value}
          error={error}
          onChange={type}
        >
          <Stack gap="xs" pt="xs">
            {field.kind.choices.map((choice) => (
              <Radio
                key={choice.value}
                value={choice.value}
                label={choice.label}
                description={choice.help === "" ? undefined : choice.help}
              />
            ))}
          </Stack>
        </Radio.Group>
      </div>
    );
  }
  if (field.kind.type === "choice") {
    return (
      <div data-field={field.key}>
        <NativeSelect
          label={label}
          description={field.help}
          error={error}
          value={value}
          data={[
            ...(value === "" ? [{ value: "", label: `Choose the ${field.label}` }] : []),
            ...field.kind.choices.map((choice) => ({
              value: choice.value,
              label: choice.help === "" ? choice.label : `${choice.label} – ${choice.help}`,
            })),
          ]}
          onChange={(event) => type(event.currentTarget.value)}
          onBlur={() => onLeave(field.key)}
        />
      </div>
    );
  }
  return (
    <div data-field={field.key}>
      <TextInput
        label={label}
        description={field.help}
        error={error}
        value={value}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => type(event.currentTarget.value)}
        onPaste={(event) => {
          event.preventDefault();
          type(afterPaste(event, isKey(field) ? cleanKey : (text) => text.trim()));
        }}
        onBlur={() => {
          const tidy = isKey(field) ? cleanKey(value) : value.trim();
          if (tidy !== value) type(tidy);
          onLeave(field.key);
        }}
      />
    </div>
  );
}
