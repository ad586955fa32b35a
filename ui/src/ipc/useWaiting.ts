import { useEffect, useState } from "react";
import { events } from "./api";
import type { DataflowId } from "./bindings";
import { hasEnded } from "./snapshots";

/** What is done to a dataflow waits for: one sentence, while another program has its file locked; else null. */
export function useWaiting(dataflow: DataflowId): string | null {
  const [waiting, setWaiting] = useState<string | null>(null);
  useEffect(() => {
    const waits = events.waitChanged.listen(({ payload }) => {
      if (payload.dataflow === dataflow) setWaiting(payload.waiting);
    });
    // A rollback is a run.
    const runs = events.runChanged.listen(({ payload }) => {
      if (payload.run.dataflow === dataflow) setWaiting(hasEnded(payload) ? null : payload.waiting);
    });
    return () => {
      for (const listening of [waits, runs]) void listening.then((stop) => stop());
    };
  }, [dataflow]);
  return waiting;
}
