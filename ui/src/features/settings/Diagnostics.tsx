import { Button, Modal, Skeleton, Text } from "@mantine/core";
import { IconReport } from "@tabler/icons-react";
import { useState } from "react";
import { CopyButton, ErrorState, ForeignText, Panel, useFocusBack } from "../../components";
import { asUiError, useDiagnostics } from "../../ipc";
import classes from "./diagnostics.module.css";

/** The report for somebody who is to help: read first, then copied. */
export function Diagnostics() {
  const [shown, setShown] = useState(false);
  return (
    <Panel
      title="Diagnostics"
      actions={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconReport size="var(--ph-icon-small)" aria-hidden="true" />}
          onClick={() => setShown(true)}
        >
          Show the report
        </Button>
      }
    >
      <Text size="sm" c="dimmed" className={classes.words ?? ""}>
        For somebody who is to help: the version, this system, the dataflows and what failed last.
        No secret and no imported value is in it; what AWS said of a failure may name the pool and
        whose keys they are. Nothing is sent.
      </Text>
      {shown ? <Report onClose={() => setShown(false)} /> : null}
    </Panel>
  );
}

function Report(props: { onClose: () => void }) {
  useFocusBack();
  const report = useDiagnostics();
  return (
    <Modal
      opened
      onClose={props.onClose}
      title="Report for somebody who is to help"
      size="xl"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {report.isError ? (
        <ErrorState
          title="The report cannot be made"
          {...asUiError(report.error)}
          action={{ label: "Try again", run: () => void report.refetch() }}
        />
      ) : report.data === undefined || report.isFetching ? (
        <Skeleton height={220} animate={false} role="status" aria-label="Making the report" />
      ) : (
        <div className={classes.report}>
          <section
            className={classes.text}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
            tabIndex={0}
            aria-label="The report"
          >
            {report.data.split("\n").map((line, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines never move
              <span key={place}>
                <ForeignText text={line} />
                {"\n"}
              </span>
            ))}
          </section>
          <CopyButton text={report.data} label="Copy the report" />
        </div>
      )}
    </Modal>
  );
}
