import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";

/** Says at the window's corner what failed and what to try. Stays until it is closed. */
export function noticeFailure(failure: { message: string; hint: string }): void {
  notifications.show({
    role: "alert",
    title: failure.message,
    message: <Text size="sm">{failure.hint}</Text>,
    color: "var(--ph-danger-fill)",
    icon: <IconAlertTriangle size="var(--ph-icon)" aria-hidden="true" />,
    autoClose: false,
    closeButtonProps: { "aria-label": "Close" },
  });
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
