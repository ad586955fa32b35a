/**
 * Where a half-filled wizard waits for its person. A new dataflow's is kept by Rust and outlives the
 * app. An edited one's stays in this window's memory: a draft on disk would outlive its dataflow's
 * Remove, which promises to leave nothing behind.
 */
import { commands } from "../../ipc";
import type { WizardState } from "./model";

const memory = new Map<string, string>();

/** One write after the other, so that a late one never brings a dropped draft back. */
let last: Promise<unknown> = Promise.resolve();

function afterwards<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(work, work);
  // A draft that cannot be kept is no reason to disturb what is being typed.
  last = done.catch(() => undefined);
  return done;
}

function place(purpose: WizardState["purpose"]): string {
  return purpose.kind === "edit" ? `edit ${purpose.dataflow.id}` : purpose.kind;
}

export async function keptDraft(purpose: WizardState["purpose"]): Promise<string | null> {
  if (purpose.kind !== "new") return memory.get(place(purpose)) ?? null;
  return afterwards(() => commands.wizardDraft());
}

export function keepDraft(purpose: WizardState["purpose"], text: string): void {
  if (purpose.kind !== "new") memory.set(place(purpose), text);
  else void afterwards(() => commands.keepWizardDraft(text)).catch(() => undefined);
}

export function dropDraft(purpose: WizardState["purpose"]): void {
  if (purpose.kind !== "new") memory.delete(place(purpose));
  else void afterwards(() => commands.dropWizardDraft()).catch(() => undefined);
}
