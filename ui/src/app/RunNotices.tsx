import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { formatCount, noticeDone, noticeFailure, noticeStopped, plural } from "../components";
import { events, hasEnded, type Run } from "../ipc";

/** What is said in the window when a run ends, wherever one is. What stays comes with what takes it away. */
function tellEnd(run: Run): (() => void) | undefined {
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
    return noticeFailure({ message: `${name}: ${run.failure.message}`, hint: run.failure.hint });
  return undefined;
}

/** Tells the end of every run; not of one that failed on its own page, which says all of it. Draws nothing itself. */
export function RunNotices() {
  const [place] = useLocation();
  const here = useRef(place);
  const staying = useRef(new Map<string, () => void>());
  useEffect(() => {
    here.current = place;
    staying.current.get(place)?.();
    staying.current.delete(place);
  }, [place]);
  useEffect(() => {
    const stop = events.runChanged.listen(({ payload }) => {
      if (!hasEnded(payload)) return;
      const { run } = payload;
      const page = `/history/run/${run.id}`;
      if (run.status === "failed" && here.current === page) return;
      const hide = tellEnd(run);
      if (hide) staying.current.set(page, hide);
    });
    return () => {
      void stop.then((unlisten) => unlisten());
    };
  }, []);
  return null;
}
