/**
 * Starting a run, from whichever place. Where the keychain has no secret, the window asks for it
 * once, for this run only: who asks is named by `app/`, which draws the dialog.
 */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { commands } from "./api";
import type { DataflowId, RunId, RunSnapshot } from "./bindings";
import { isUiError } from "./errors";
import { acceptSnapshot } from "./queries";

export type Secrets = Record<string, string>;
/** Resolves to what was typed, or to null when the person would rather not. */
export type AskForSecrets = (dataflow: DataflowId) => Promise<Secrets | null>;

let ask: AskForSecrets = async () => null;

/** Names who asks a person for secrets. Returns how to take it back. */
export function askForSecretsWith(asker: AskForSecrets): () => void {
  ask = asker;
  return () => {
    if (ask === asker) ask = async () => null;
  };
}

async function startRun(client: QueryClient, dataflow: DataflowId): Promise<RunSnapshot | null> {
  const begin = async (secrets: Secrets | null) => {
    const snapshot = await commands.startRun(dataflow, secrets);
    acceptSnapshot(client, snapshot);
    return snapshot;
  };
  try {
    return await begin(null);
  } catch (error) {
    if (!isUiError(error) || error.code !== "needs_secret") throw error;
    const secrets = await ask(dataflow);
    return secrets === null ? null : begin(secrets);
  }
}

/** Starts or resumes a dataflow's run; null when the person did not give the secret it needs. */
export function useStartRun(): (dataflow: DataflowId) => Promise<RunSnapshot | null> {
  const client = useQueryClient();
  return (dataflow) => startRun(client, dataflow);
}

/** Publishes an earlier version again, of all tables or of one. */
export function useRollBack(): (
  dataflow: DataflowId,
  to: RunId,
  table: string | null,
) => Promise<RunSnapshot> {
  const client = useQueryClient();
  return async (dataflow, to, table) => {
    const snapshot = await commands.rollBack(dataflow, to, table);
    acceptSnapshot(client, snapshot);
    return snapshot;
  };
}
