/** The whole window on a fake engine, for tests. */
import { notifications } from "@mantine/notifications";
import { act, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { installApi, makeQueryClient } from "../ipc";
import { type FakeOptions, makeFake } from "../ipc/fake";
import { App } from "./App";

export function openWindow(address: string, options: FakeOptions = {}) {
  const fake = makeFake(options);
  installApi(fake);
  window.location.hash = address;
  // Those of the window before would keep new ones waiting.
  notifications.clean();
  const user = userEvent.setup();
  const view = render(<App client={makeQueryClient()} />);
  return {
    ...view,
    user,
    fake,
    /** What the engine was asked to do, by name. */
    asked: (name: string) =>
      fake.calls.filter((call) => call.name === name).map((call) => call.args),
    /** Something that happens in the engine, and what the window makes of it. */
    happens: (what: () => void) => act(async () => what()),
  };
}

/** Where the window is. */
export const address = () => window.location.hash;
