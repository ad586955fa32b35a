/** What the rest of the window knows of the engine. */

export { type Api, commands, events, installApi, setTitle } from "./api";
export type * from "./bindings";
export { asUiError, isUiError } from "./errors";
export * from "./queries";
export { hasEnded } from "./snapshots";
