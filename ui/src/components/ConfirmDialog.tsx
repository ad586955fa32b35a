import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

/**
 * Asks once before something that cannot be taken back, or that starts work.
 */
export function ConfirmDialog(props: {
  opened: boolean;
  title: string;
  confirm: string;
  /** What the button that changes nothing says. */
  dismiss?: string;
  tone?: "normal" | "danger";
  size?: string;
  busy?: boolean;
  /** What it waits for while it is busy, one sentence. */
  waiting?: string | null;
  disabled?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      size={props.size ?? "md"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="md">
        {props.children}
        <div>
          {/* There before its words are: only what comes into a region is told. */}
          <div role="status">
            {props.busy && props.waiting ? (
              <Text size="sm" mb="md">
                {props.waiting}
              </Text>
            ) : null}
          </div>
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {props.dismiss ?? "Keep as it is"}
            </Button>
            <Button
              {...(props.tone === "danger" ? { color: "var(--ph-danger-fill)" } : {})}
              loading={props.busy ?? false}
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
