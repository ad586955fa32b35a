import { act, render, renderHook, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { useHashPath, useHashSearch } from "./hash";

it("tells the path and the search of an address together, though a browser draws between listeners", () => {
  const listeners = vi.spyOn(window, "addEventListener");
  const drawn: string[] = [];
  function Below() {
    drawn.push(useHashSearch());
    return null;
  }
  function Place() {
    const [path] = useHashPath();
    return path === "/one" ? <Below /> : null;
  }
  window.history.replaceState(null, "", "#/one?search=x");
  const { unmount } = render(<Place />);
  const added = listeners.mock.calls.filter(([name]) => name === "hashchange");
  expect(added, "one listener for all that hear it").toHaveLength(1);
  act(() => {
    window.history.replaceState(null, "", "#/two");
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  });
  expect(new Set(drawn)).toEqual(new Set(["search=x"]));
  const removed = vi.spyOn(window, "removeEventListener");
  unmount();
  expect(removed.mock.calls.filter(([name]) => name === "hashchange")).toHaveLength(1);
});

it("tells of another address at once, and goes back from it", async () => {
  window.history.replaceState(null, "", "#/one");
  const { result } = renderHook(() => [useHashPath(), useHashSearch()] as const);
  const now = () => `${result.current[0][0]}?${result.current[1]}`;
  const goTo = result.current[0][1];
  act(() => goTo("/one?search=n"));
  expect(now(), "what is typed next is not lost").toBe("/one?search=n");
  act(() => goTo("/one?search=no", { replace: true }));
  expect(now()).toBe("/one?search=no");
  act(() => window.history.back());
  await waitFor(() => expect(now()).toBe("/one?"));
});
