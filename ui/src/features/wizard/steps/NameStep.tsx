import { TextInput } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import type { Action } from "../model";
import classes from "../wizard.module.css";

/** What the dataflow is called. The rule stands there before it can be broken. */
export function NameStep(props: {
  name: string;
  error: string | null;
  fixed: boolean;
  dispatch: (action: Action) => void;
}) {
  if (props.fixed) {
    return (
      <div className={classes.fields}>
        <TextInput
          label="Name"
          value={props.name}
          readOnly
          variant="filled"
          rightSection={<IconLock size="var(--ph-icon-small)" aria-hidden="true" />}
          inputWrapperOrder={["label", "input", "description", "error"]}
          description="The name is fixed once a dataflow is created: it is the file name of its database, which other tools may have open. What you see in lists can be changed under Details, as Display name."
        />
      </div>
    );
  }
  return (
    <div className={classes.fields}>
      <TextInput
        label="Name"
        value={props.name}
        error={props.error}
        autoComplete="off"
        spellCheck={false}
        inputWrapperOrder={["label", "input", "description", "error"]}
        description="Start with a letter. Letters and numbers only, no spaces. Each name is used once, whether in capital or small letters. It becomes the file name of the database."
        onChange={(event) =>
          props.dispatch({ type: "name_typed", name: event.currentTarget.value })
        }
        onBlur={() => props.dispatch({ type: "name_left" })}
      />
    </div>
  );
}
