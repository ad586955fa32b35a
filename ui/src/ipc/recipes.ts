/** How other programs open a database. The same for as long as it is there. */
import { useQuery } from "@tanstack/react-query";
import { commands } from "./api";
import type { DataflowId } from "./bindings";

export const useRecipes = (dataflow: DataflowId, table: string) =>
  useQuery({
    queryKey: ["recipes", dataflow, table],
    queryFn: () => commands.recipes(dataflow, table),
  });
