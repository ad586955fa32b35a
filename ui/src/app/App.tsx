import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect } from "react";
import { Router } from "wouter";
import { ExportsProvider } from "../export";
import { ForgettingProvider, LastAskedProvider } from "../grid";
import { usePreferences, wireEvents } from "../ipc";
import { theme, variables } from "../styles/theme";
import { Frame } from "./Frame";
import { FindPeople } from "./find";
import { useHashPath, useHashSearch } from "./hash";
import { LeaveDialog } from "./LeaveDialog";
import { Places } from "./Places";
import { ReadOnlyNotice } from "./ReadOnlyNotice";
import { RunNotices } from "./RunNotices";
import { SecretPrompt } from "./SecretPrompt";

function Themed() {
  const chosen = usePreferences().data?.theme ?? "system";
  return (
    // The scheme comes from the preferences: Mantine's own inline script is barred by the policy.
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      // Without a layout Mantine takes every menu's button for out of sight, and hides the menu.
      env={import.meta.env.MODE === "test" ? "test" : "default"}
      {...(chosen === "system"
        ? { defaultColorScheme: "auto" as const }
        : { forceColorScheme: chosen })}
    >
      <Notifications position="bottom-right" autoClose={8000} />
      <Router hook={useHashPath} searchHook={useHashSearch} hrefs={(href) => `#${href}`}>
        <ExportsProvider>
          <LastAskedProvider>
            <FindPeople>
              <ForgettingProvider>
                <Frame>
                  <ReadOnlyNotice />
                  <Places />
                </Frame>
              </ForgettingProvider>
            </FindPeople>
          </LastAskedProvider>
        </ExportsProvider>
        <SecretPrompt />
        <LeaveDialog />
        <RunNotices />
      </Router>
    </MantineProvider>
  );
}

/** The whole window. */
export function App(props: { client: QueryClient }) {
  const { client } = props;
  useEffect(() => wireEvents(client), [client]);
  return (
    <QueryClientProvider client={client}>
      <Themed />
    </QueryClientProvider>
  );
}
