import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type Cost, commands } from "../../ipc";
import type { WizardState } from "./model";
import { chosenTables, costsOf } from "./tables";

/** What one run of the ticked tables takes; null before Connect. Worked out by the engine, which
 * alone knows what tables share. */
export function useEstimate(state: WizardState): Cost | null {
  const costs = costsOf(state);
  const tables = chosenTables(state).map((table) => table.source);
  const estimate = useQuery({
    // Never stale: the same question has the same answer.
    queryKey: ["estimate", costs, tables],
    queryFn: () => (costs === null ? null : commands.estimate(costs, tables)),
    placeholderData: keepPreviousData,
  });
  return costs === null ? null : (estimate.data ?? null);
}
