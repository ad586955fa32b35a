import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { useFocusBack } from "./focus";
import { LiveRegion } from "./LiveRegion";

/**
 * Asks once before something that cannot be taken back, or that starts work. It is open for as long as it is
 * there.
 */
export function ConfirmDialog(props: {
  title: string;
  confirm: string;
  /** What the button that changes nothing says, until it is confirmed. */
  dismiss?: string;
  tone?: "normal" | "danger";
  size?: string;
  busy?: boolean;
  /** Whether it cannot be closed while it is busy, as it leads on when that is done. */
  staysBusy?: true;
  /** What it waits for while it is busy, one sentence. */
  waiting?: string | null;
  disabled?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  useFocusBack();
  const goesOn = useId();
  const busy = props.busy ?? false;
  const isHeld = busy && props.staysBusy === true;
  const close = () => {
    if (!isHeld) props.onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={props.title}
      size={props.size ?? "md"}
      closeButtonProps={{ "aria-label": "Close", disabled: isHeld }}
    >
      <Stack gap="md">
        {props.children}
        <div>
          <LiveRegion>
            {busy && props.waiting ? (
              <Text size="sm" mb="md">
                {props.waiting}
              </Text>
            ) : null}
          </LiveRegion>
          <Group justify="flex-end">
            {busy && !isHeld ? (
              <Text size="sm" mr="auto" id={goesOn}>
                It goes on when this is closed.
              </Text>
            ) : null}
            <Button
              variant="default"
              disabled={isHeld}
              aria-describedby={busy && !isHeld ? goesOn : undefined}
              onClick={close}
            >
              {busy ? "Close" : (props.dismiss ?? "Keep as it is")}
            </Button>
            <Button
              {...(props.tone === "danger" ? { color: "var(--ph-danger-fill)" } : {})}
              loading={busy}
              disabled={props.disabled ?? false}
              onClick={props.onConfirm}
            >
              {props.confirm}
            </Button>
          </Group>
        </div>
      </Stack>
    </Modal>
  );
}
