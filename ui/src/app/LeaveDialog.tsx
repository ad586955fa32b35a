import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { commands, events } from "../ipc";

const nothing = { runs: 0, exports: 0 };

/** "A run and 2 exports are under way" */
function title(runs: number, exports: number): string {
  const parts = [
    runs === 0 ? null : runs === 1 ? "a run" : `${runs} runs`,
    exports === 0 ? null : exports === 1 ? "an export" : `${exports} exports`,
  ].filter((part) => part !== null);
  const what = parts.join(" and ");
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} ${runs + exports === 1 ? "is" : "are"} under way`;
}

/** Asks what becomes of the runs and exports under way when the window is closed. */
export function LeaveDialog() {
  const [{ runs, exports }, setUnderWay] = useState(nothing);
  useEffect(() => {
    const listening = events.closeAsked.listen(({ payload }) => setUnderWay(payload));
    return () => {
      void listening.then((stop) => stop());
    };
  }, []);
  const all = runs + exports;
  const stay = () => setUnderWay(nothing);
  return (
    <Modal
      opened={all > 0}
      onClose={stay}
      title={all > 0 ? title(runs, exports) : ""}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="md">
        <Text size="sm">
          {all === 1 ? "It can" : "They can"} go on without the window; Poolhouse then ends with{" "}
          {all === 1 ? "it" : "the last of them"}. Or {all === 1 ? "it stops" : "they stop"} now
          {runs > 0 ? ": what was read is kept, and Run goes on where it stood" : ""}
          {exports > 0
            ? runs > 0
              ? "; of an export nothing is left"
              : ": nothing of it is left"
            : ""}
          .
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={stay}>
            Keep the window open
          </Button>
          <Button variant="default" onClick={() => void commands.leave("stop")}>
            Stop and close
          </Button>
          <Button data-autofocus onClick={() => void commands.leave("go_on")}>
            Go on in the background
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
