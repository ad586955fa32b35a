/**
 * Places as hash addresses (`#/history?dataflow=3`): a page loaded from the app's own bundle has
 * no server to ask for paths. wouter's own hash hook keeps the search outside the hash, so that
 * an address could not be handed over whole; hence these two.
 */
import { useSyncExternalStore } from "react";

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

const whole = () => window.location.hash.replace(/^#/, "") || "/";
const path = () => whole().split("?")[0] || "/";
const search = () => whole().split("?")[1] ?? "";

function navigate(to: string, options?: { replace?: boolean }): void {
  if (whole() === to) return;
  if (options?.replace) {
    window.history.replaceState(null, "", `#${to}`);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    window.location.hash = to;
  }
}

/** wouter's location, from the hash. */
export function useHashPath(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, path), navigate];
}

/** wouter's search, from the hash. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, search);
}
