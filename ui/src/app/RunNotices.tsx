import { useEffect } from "react";
import { formatCount, noticeDone, noticeFailure, noticeStopped, plural } from "../components";
import { events, hasEnded, type Run } from "../ipc";

/** What is said in the window when a run ends, wherever one is. */
export function tellEnd(run: Run): void {
  const name = run.dataflowName;
  if (run.status === "succeeded" && run.kind === "rollback")
    noticeDone(`${name} was rolled back`, `It shows again what run ${run.to} published.`);
  else if (run.status === "succeeded")
    noticeDone(
      `${name} succeeded`,
      `${plural(run.rows, "row")}: ${formatCount(run.added)} added, ${formatCount(run.changed)} changed, ${formatCount(run.removed)} removed.`,
    );
  else if (run.status === "cancelled") noticeStopped(`${name} was cancelled`, "Nothing changed.");
  else if (run.failure)
    noticeFailure({ message: `${name}: ${run.failure.message}`, hint: run.failure.hint });
}

/** Tells the end of every run. Draws nothing itself. */
export function RunNotices() {
  useEffect(() => {
    const stop = events.runChanged.listen(({ payload }) => {
      if (hasEnded(payload)) tellEnd(payload.run);
    });
    return () => {
      void stop.then((unlisten) => unlisten());
    };
  }, []);
  return null;
}
