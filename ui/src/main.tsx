import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./styles/tokens.css";
import "./styles/global.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { installApi, keys, makeQueryClient, type Theme } from "./ipc";

async function begin(): Promise<void> {
  const client = makeQueryClient();
  // Replaced by `undefined` in the shipped window, so the fake is not in its bundle.
  if (import.meta.env.VITE_FAKE === "1") {
    const { makeFake } = await import("./ipc/fake");
    const wanted = new URLSearchParams(window.location.search);
    installApi(
      makeFake({
        state: (wanted.get("state") ?? "normal") as "normal",
        pace: Number(wanted.get("pace") ?? 600),
      }),
    );
    const theme = wanted.get("theme") as Theme | null;
    if (theme)
      client.setQueryData(keys.preferences, {
        theme,
        versionsKept: 5,
        proxy: "",
        noProxy: "",
        authorities: "",
      });
  }
  const root = document.getElementById("root");
  if (!root) throw new Error("BUG: index.html has no root");
  createRoot(root).render(
    <StrictMode>
      <App client={client} />
    </StrictMode>,
  );
}

void begin();
