import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { licences } from "./licences.ts";

export default defineConfig({
  plugins: [react(), licences()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    // WebKitGTK 2.50, WebView2 and the WKWebView of macOS 13 all know this.
    target: ["safari16", "chrome110"],
    chunkSizeWarningLimit: 1200,
    // Inlined fonts and images would need a wider content security policy.
    assetsInlineLimit: 0,
  },
  test: {
    environment: "jsdom",
    setupFiles: ["./src/test-setup.ts"],
    css: false,
    // Two cores are shared with the Rust build: one worker, and patience.
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
