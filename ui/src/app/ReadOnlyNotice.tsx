import { Button, Group, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { LiveRegion, WarningNotice } from "../components";
import { useReadOnly } from "../ipc";

/** Stands above every place while nothing can be written. */
export function ReadOnlyNotice() {
  const readOnly = useReadOnly();
  const words = readOnly.data ?? null;
  return (
    <LiveRegion>
      {words === null ? null : (
        <WarningNotice
          mb="md"
          title={words.message}
          icon={<IconLock size="var(--ph-icon)" aria-hidden="true" />}
        >
          <Group justify="space-between">
            <Text size="sm">{words.hint}</Text>
            <Button
              variant="default"
              size="xs"
              loading={readOnly.isFetching}
              onClick={() => void readOnly.refetch()}
            >
              Look again
            </Button>
          </Group>
        </WarningNotice>
      )}
    </LiveRegion>
  );
}
