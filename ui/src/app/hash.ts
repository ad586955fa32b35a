/**
 * Places as hash addresses (`#/history?dataflow=3`): a page loaded from the app's own bundle has
 * no server to ask for paths. wouter's own hash hook keeps the search outside the hash, so that
 * an address could not be handed over whole; hence these two.
 */
import { useSyncExternalStore } from "react";

const heard = new Set<() => void>();
const tell = () => {
  for (const hear of heard) hear();
};

/**
 * One listener for all: between two of them a browser lets React draw, and what is drawn then would
 * have the search of the new place at the old one.
 */
function subscribe(changed: () => void): () => void {
  if (heard.size === 0) window.addEventListener("hashchange", tell);
  heard.add(changed);
  return () => {
    heard.delete(changed);
    if (heard.size === 0) window.removeEventListener("hashchange", tell);
  };
}

const whole = () => window.location.hash.replace(/^#/, "") || "/";
const path = () => whole().split("?")[0] || "/";
const search = () => whole().split("?")[1] ?? "";

/** Told at once: of an address that is set a browser tells later, and what is typed meanwhile would be lost. */
function navigate(to: string, options?: { replace?: boolean }): void {
  if (whole() === to) return;
  if (options?.replace) window.history.replaceState(null, "", `#${to}`);
  else window.history.pushState(null, "", `#${to}`);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

/** wouter's location, from the hash. */
export function useHashPath(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, path), navigate];
}

/** wouter's search, from the hash. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, search);
}
