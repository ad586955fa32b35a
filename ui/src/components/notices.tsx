import { Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck, IconHandStop } from "@tabler/icons-react";
import { Words } from "./Words";

/** Milliseconds for which a notice stays that asks for nothing; longer while it is pointed at. */
const PASSING = 10_000;

/**
 * Says at the window's corner what failed and what to try. Stays until it is closed, or that is done; where
 * nothing was lost and nothing need be done it `passes` by itself, as it may cover something. What is answered
 * takes it away.
 */
export function noticeFailure(
  failure: { message: string; hint: string },
  { wayOut, passes }: { wayOut?: { label: string; run: () => void }; passes?: true } = {},
): () => void {
  const hide = () => void notifications.hide(id);
  const id = notifications.show({
    role: "alert",
    title: <Words text={failure.message} />,
    message: (
      <Text size="sm">
        <Words text={failure.hint} />
        {wayOut ? (
          <Button
            variant="default"
            size="compact-sm"
            mt="xs"
            display="block"
            onClick={() => {
              hide();
              wayOut.run();
            }}
          >
            {wayOut.label}
          </Button>
        ) : null}
      </Text>
    ),
    color: "var(--ph-danger-fill)",
    icon: <IconAlertTriangle size="var(--ph-icon)" aria-hidden="true" />,
    autoClose: passes ? PASSING : false,
    closeButtonProps: { "aria-label": "Close" },
  });
  return hide;
}

/** Says at the window's corner what was done. */
export function noticeDone(title: string, message = ""): void {
  notifications.show({
    role: "status",
    title,
    message,
    color: "water",
    icon: <IconCheck size="var(--ph-icon)" aria-hidden="true" />,
    closeButtonProps: { "aria-label": "Close" },
  });
}

/** Says at the window's corner what was stopped as somebody wished: neither done nor failed. */
export function noticeStopped(title: string, message: string): void {
  notifications.show({
    role: "status",
    title,
    message,
    color: "var(--ph-border-strong)",
    icon: <IconHandStop size="var(--ph-icon)" aria-hidden="true" />,
    closeButtonProps: { "aria-label": "Close" },
  });
}
