import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";

// jsdom has no layout: these are what Mantine asks a browser for.
window.matchMedia = (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
    dispatchEvent: () => false,
  }) as MediaQueryList;
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
// What a virtual list measures: room for about twenty rows.
Object.defineProperty(window.Element.prototype, "clientHeight", { value: 700 });
Object.defineProperty(window.Element.prototype, "clientWidth", { value: 1000 });
window.HTMLElement.prototype.scrollIntoView = () => {};

beforeEach(() => {
  window.location.hash = "";
  window.localStorage.clear();
});
afterEach(cleanup);
