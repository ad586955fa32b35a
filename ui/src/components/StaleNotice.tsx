import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";

/** Stands above what was loaded before, when loading it again failed. */
export function StaleNotice(props: { message: string; hint: string; onRetry: () => void }) {
  return (
    <Alert
      mb="md"
      role="alert"
      color="var(--ph-bad)"
      variant="outline"
      title="This may be out of date"
      icon={<IconAlertTriangle size="var(--ph-icon)" aria-hidden="true" />}
    >
      <Group justify="space-between">
        <Text size="sm">
          {props.message} {props.hint}
        </Text>
        <Button variant="default" size="xs" onClick={props.onRetry}>
          Try again
        </Button>
      </Group>
    </Alert>
  );
}
