/** What the rest of the window knows of the engine. */

export { type Api, commands, events, installApi, setTitle } from "./api";
export type * from "./bindings";

/** The settings of a dataflow, by the key of their field. Never a secret. */
export type Settings = Record<string, string>;

export { asUiError, isUiError } from "./errors";
export type { Cells, OpenTable, OpenTableState, TableAsk } from "./openTable";
export * from "./queries";
export { useRecipes } from "./recipes";
export {
  type AskForSecrets,
  askForSecretsWith,
  type Secrets,
  useRollBack,
  useStartRun,
} from "./runs";
export { hasEnded } from "./snapshots";
export { useOpenTable } from "./useOpenTable";
export { useWaiting } from "./useWaiting";
