import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { noticeDone, noticeFailure } from "../../components";
import { asUiError, type DataflowId, useFinishForgetting, useWaiting } from "../../ipc";
import classes from "./databases.module.css";

/** Somebody was deleted, and the file could not be written anew at once. */
export function RewriteNotice(props: { dataflow: DataflowId }) {
  const finish = useFinishForgetting();
  const waiting = useWaiting(props.dataflow);
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    try {
      await finish(props.dataflow);
      noticeDone("Nothing of them is left in the file");
    } catch (error) {
      noticeFailure(asUiError(error));
    }
    setBusy(false);
  };
  return (
    <Alert
      color="var(--ph-bad)"
      variant="outline"
      className={classes.rewrite ?? ""}
      title="A person was forgotten, and traces may be left in the file"
      icon={<IconAlertTriangle size="var(--ph-icon)" aria-hidden="true" />}
    >
      <Group justify="space-between">
        <Text size="sm" role="status">
          {(busy ? waiting : null) ??
            "The file could not be written anew. The next run tries it again."}
        </Text>
        <Button variant="default" size="xs" loading={busy} onClick={() => void again()}>
          Finish forgetting
        </Button>
      </Group>
    </Alert>
  );
}
