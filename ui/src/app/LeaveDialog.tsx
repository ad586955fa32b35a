import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { commands, events } from "../ipc";

/** Asks what becomes of the runs under way when the window is closed. */
export function LeaveDialog() {
  const [runs, setRuns] = useState(0);
  useEffect(() => {
    const listening = events.closeAsked.listen(({ payload }) => setRuns(payload));
    return () => {
      void listening.then((stop) => stop());
    };
  }, []);
  const stay = () => setRuns(0);
  return (
    <Modal
      opened={runs > 0}
      onClose={stay}
      title={runs === 1 ? "A run is under way" : `${runs} runs are under way`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="md">
        <Text size="sm">
          They can go on without the window; Poolhouse then ends with the last of them. Or they stop
          now: what was read is kept, and Run goes on where it stood.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={stay}>
            Keep the window open
          </Button>
          <Button variant="default" onClick={() => void commands.leave("runs_stop")}>
            Stop and close
          </Button>
          <Button data-autofocus onClick={() => void commands.leave("runs_go_on")}>
            Go on in the background
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
