import { Button } from "@mantine/core";
import { IconFilterX, IconHandStop, IconSearchOff, IconTable } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { EmptyState, ErrorState, plural } from "../components";
import type { OpenTableState } from "../ipc";

/** What stands where the rows would: none there, none found, stopped, or failed. */
export function InsteadOfRows(props: {
  name: string;
  state: OpenTableState;
  isFiltered: boolean;
  /** Whether what is wrong stands beside a filter already. */
  hasFault: boolean;
  onClear: () => void;
  onRetry: () => void;
  empty?: ReactNode;
}) {
  const { state, isFiltered } = props;
  const clear = (
    <Button variant="default" onClick={props.onClear}>
      Clear all
    </Button>
  );
  if (state.status === "stopped")
    return (
      <EmptyState
        icon={IconHandStop}
        title="You stopped the search"
        actions={
          <>
            <Button onClick={props.onRetry}>Search again</Button>
            {isFiltered ? clear : null}
          </>
        }
      >
        {plural(state.found, "row")} had been found by then.
      </EmptyState>
    );
  if (state.status === "failed" && props.hasFault)
    return (
      <EmptyState icon={IconFilterX} title="A filter needs another look" actions={clear}>
        What is wrong stands beside it, above. Choose the filter to change it.
      </EmptyState>
    );
  if (state.status === "failed" && state.error)
    return (
      <ErrorState
        title="The rows cannot be shown"
        message={state.error.message}
        hint={state.error.hint}
        detail={state.error.detail}
        action={{ label: "Try again", run: props.onRetry }}
      />
    );
  if (isFiltered)
    return (
      <EmptyState icon={IconSearchOff} title="Nothing found" actions={clear}>
        No row of {props.name} passes all that is asked of it.
      </EmptyState>
    );
  return (
    props.empty ?? (
      <EmptyState icon={IconTable} title={`${props.name} has no rows`}>
        There is nothing to show.
      </EmptyState>
    )
  );
}
