/** Dialogs whose work goes on when they are closed, or when one goes elsewhere. */
import { notifications } from "@mantine/notifications";
import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { openWindow } from "./testing";

// What failed is said until it is closed; too many such notices wait for each other.
afterEach(() => notifications.clean());

type World = ReturnType<typeof openWindow>;

const dialogOf = async (title: string) =>
  (await screen.findByText(title)).closest<HTMLElement>("[role=dialog]") as HTMLElement;
const noDialog = () =>
  waitFor(() => expect(document.querySelector("[aria-modal=true]")).not.toBeInTheDocument());

/** Holds the answer to a command until the test lets it go. */
function hold<Name extends keyof World["fake"]["commands"]>({ fake }: World, name: Name) {
  const run = fake.commands[name] as (...args: unknown[]) => Promise<unknown>;
  let letGo = () => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  fake.commands[name] = (async (...args: unknown[]) => {
    await until;
    return run(...args);
  }) as World["fake"]["commands"][Name];
  return () => letGo();
}

const close = async ({ user }: World, dialog: HTMLElement) =>
  user.click(within(dialog).getByText("Close", { selector: "button *" }));

it("what a column holds: one that was closed does not close the next", async () => {
  const world = openWindow("/databases/1/users");
  const { user, asked } = world;
  await screen.findByRole("grid");
  const ask = async () => {
    await user.click(screen.getByLabelText("Menu of column email"));
    await user.click(await screen.findByText("What it holds…"));
    return dialogOf("Say what this column holds");
  };
  const end = hold(world, "classColumn");
  const dialog = await ask();
  await user.click(await within(dialog).findByLabelText("Telephone numbers"));
  await user.click(within(dialog).getByText("Say so"));
  await close(world, dialog);
  await noDialog();
  // Of the same column, even.
  const next = await ask();
  await world.happens(() => end());
  await waitFor(() => expect(asked("classColumn")).toHaveLength(1));
  await waitFor(() => expect(within(next).getByLabelText("Telephone numbers")).toBeChecked());
  expect(next).toBeInTheDocument();
});

describe("a copy of a dataflow", () => {
  const refused = {
    code: "other" as const,
    message: "The disk is full.",
    hint: "Make room.",
    detail: null,
    fields: [],
  };
  const begin = async (world: World) => {
    await world.user.click(await screen.findByLabelText("Actions of Loyalty"));
    await world.user.click(await screen.findByText("Duplicate", { selector: "[role=menuitem] *" }));
    const dialog = await dialogOf("Duplicate Loyalty");
    await world.user.click(within(dialog).getByText("Duplicate", { selector: "button *" }));
    return dialog;
  };

  it("that fails once its dialog is closed is told of", async () => {
    const world = openWindow("/imports");
    world.fake.fail("duplicateDataflow", refused);
    const end = hold(world, "duplicateDataflow");
    await close(world, await begin(world));
    await noDialog();
    await world.happens(() => end());
    const notice = (await screen.findByText("Loyalty was not duplicated.")).closest("[role=alert]");
    expect(notice).toHaveTextContent("The disk is full. Make room.");
  });

  it("is told of at its field for as long as that is there", async () => {
    const world = openWindow("/imports");
    world.fake.fail("duplicateDataflow", refused);
    const dialog = await begin(world);
    expect(await within(dialog).findByText("The disk is full. Make room.")).toBeVisible();
    expect(screen.queryByText("Loyalty was not duplicated.")).toBeNull();
  });
});

describe("forgetting a person", () => {
  const ask = async (world: World) => {
    await world.user.click(
      await screen.findByText("noor@example.com", { selector: "[role=grid] *" }),
    );
    await world.user.click(await screen.findByText("Forget this person…"));
    return dialogOf("Forget this person?");
  };
  const elsewhere = (world: World) =>
    world.happens(() => {
      window.location.hash = "/settings";
    });

  it("says that it is done, and goes on though one goes elsewhere", async () => {
    const world = openWindow("/databases/1/users");
    const dialog = await ask(world);
    const end = hold(world, "forgetPerson");
    await world.user.type(
      await within(dialog).findByLabelText("Type forget to confirm"),
      "forget{Enter}",
    );
    const words = await within(dialog).findByText("Forgetting them, and writing the file anew …");
    expect(words.closest("[role=status]")).not.toBeNull();
    await elsewhere(world);
    await screen.findByText("Settings", { selector: "h1" });
    expect(dialog).toBeInTheDocument();
    await world.happens(() => end());
    const next = await dialogOf("Forget them in Loyalty too?");
    await world.user.click(within(next).getByText("Leave it"));
    await noDialog();
  });

  it("is asked no longer once one has gone elsewhere before it began", async () => {
    const world = openWindow("/databases/1/users");
    await ask(world);
    await elsewhere(world);
    await screen.findByText("Settings", { selector: "h1" });
    await noDialog();
    expect(world.asked("forgetPerson")).toEqual([]);
  });
});
