/** What the wizard's tests share: the window's providers around it, over the fake engine. */
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";
import { installApi, makeQueryClient } from "../../ipc";
import { type Fake, type FakeOptions, makeFake } from "../../ipc/fake";
import { Wizard, type WizardMode } from "./Wizard";
import type { SideHelp } from "./WizardForm";

export interface Opened {
  fake: Fake;
  user: ReturnType<typeof userEvent.setup>;
  /** The address now. */
  address: () => string;
  unmount: () => void;
  /** All that was handed to a command, in order. */
  asked: (command: string) => unknown[][];
}

/** Opens the wizard and waits until it shows. */
export async function open(
  mode: WizardMode = { kind: "new" },
  options: { fake?: Fake; state?: FakeOptions["state"]; help?: SideHelp; heading?: string } = {},
): Promise<Opened> {
  const fake =
    options.fake ?? makeFake(options.state === undefined ? {} : { state: options.state });
  installApi(fake);
  const { hook, history } = memoryLocation({ path: "/imports/new", record: true });
  const view = render(
    <QueryClientProvider client={makeQueryClient()}>
      <MantineProvider env="test">
        <Notifications />
        <Router hook={hook}>
          <Wizard mode={mode} {...(options.help === undefined ? {} : { help: options.help })} />
        </Router>
      </MantineProvider>
    </QueryClientProvider>,
  );
  await screen.findByRole("heading", { name: options.heading ?? "Name" });
  return {
    fake,
    user: userEvent.setup(),
    address: () => history.at(-1) ?? "",
    unmount: view.unmount,
    asked: (command) => fake.calls.filter((call) => call.name === command).map((call) => call.args),
  };
}

export const button = (name: string | RegExp) => screen.getByRole("button", { name });
export const field = (label: string | RegExp, options?: { selector: string }) =>
  screen.getByLabelText(label, options);

/** Walks to the Credentials of AWS Cognito. */
export async function toCredentials({ user }: Opened, name = "Customers") {
  await user.type(field("Name"), name);
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("radio", { name: /Cognito user pool/ }));
  await user.click(button("Next"));
  await screen.findByRole("heading", { name: "Details" });
  await user.click(button("Next"));
  await screen.findByRole("heading", { name: "Credentials" });
}

/** Fills in the Credentials as they should be, pasted as people do. */
export async function fillCredentials({ user }: Opened) {
  for (const [label, value] of [
    ["User Pool ID", "eu-west-1_AbCdEfGhI"],
    ["Access key ID", "AKIAIOSFODNN7EXAMPLE"],
    ["Secret access key", CANARY],
  ] as const) {
    await user.click(field(label));
    await user.paste(value);
  }
}

/** A secret that must be found nowhere but in the command that needs it. */
export const CANARY = "canary/K7MDENG+bPxRfiCYEXAMPLEKEY";
