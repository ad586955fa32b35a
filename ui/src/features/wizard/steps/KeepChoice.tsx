import { Button, Checkbox, Text } from "@mantine/core";
import type { Action, Keep } from "../model";
import { Note } from "../Note";

/** There is no keychain to keep the secret in: says so, and offers to go on without. */
export function KeepChoice(props: {
  message: string;
  keep: Keep;
  missing: boolean;
  dispatch: (action: Action) => void;
  onLookAgain: () => void;
}) {
  return (
    <Note tone="warn">
      <Text size="sm" fw={600}>
        The secret cannot be kept on this computer
      </Text>
      <Text size="sm">{props.message}</Text>
      <Checkbox
        label="Enter for this run only"
        description="Poolhouse uses the secret while this window is open and asks for it again at each run."
        checked={props.keep === "this_run_only"}
        error={
          props.missing
            ? "Tick this to go on without a keychain, or unlock the keychain and look again."
            : null
        }
        onChange={(event) =>
          props.dispatch({
            type: "keep_chosen",
            keep: event.currentTarget.checked ? "this_run_only" : "keychain",
          })
        }
      />
      <Button variant="default" size="xs" onClick={props.onLookAgain}>
        Look for the keychain again
      </Button>
    </Note>
  );
}
