import { useEffect, useRef } from "react";
import { differs, draftText } from "./draft";
import { dropDraft, keepDraft } from "./drafts";
import type { Answers, WizardState } from "./model";

/** Typing settles for so long before the draft is written. */
const SETTLED_MS = 400;

/** Keeps the draft up to date while the wizard is open and when it is left. Returns what to call
 * once all is saved: nothing is kept from then on. */
export function useDraft(state: WizardState, pristine: Answers): () => void {
  const latest = useRef(state);
  const settled = useRef(false);
  const written = useRef<string | null>(null);
  latest.current = state;

  const write = useRef(() => {
    const now = latest.current;
    if (settled.current || !differs(now, pristine)) return;
    const text = draftText(now);
    if (text === written.current) return;
    written.current = text;
    keepDraft(now.purpose, text);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: these two are what a draft holds.
  useEffect(() => {
    const timer = window.setTimeout(() => write.current(), SETTLED_MS);
    return () => window.clearTimeout(timer);
  }, [state.answers, state.at.step]);

  useEffect(() => {
    const flush = write.current;
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, []);

  return () => {
    settled.current = true;
    dropDraft(latest.current.purpose);
  };
}
