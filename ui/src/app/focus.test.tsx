/** Where the keyboard goes on when what has the focus goes away. */
import { screen, waitFor, within } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";
import { openWindow } from "./testing";

// By their words and not by their role: roles are worked out for every cell of the grid.
const button = async (words: string) =>
  (await screen.findByText(words)).closest("button") as HTMLElement;
const dialogOf = async (title: string) =>
  (await screen.findByText(title)).closest<HTMLElement>("[role=dialog]") as HTMLElement;
const noDialog = () =>
  waitFor(() => expect(document.querySelector("[aria-modal=true]")).not.toBeInTheDocument());
const firstCell = () =>
  document.querySelector<HTMLElement>("[aria-rowindex='2'] [role=gridcell][aria-colindex='1']");
const main = () => document.getElementById("main");

const open = async (address: string) => {
  const world = openWindow(address);
  await screen.findByRole("grid");
  return world;
};

// It is loaded when it is first asked for, which the first test need not wait for.
beforeAll(() => import("../features/directory"), 60_000);

describe("a dialog that is closed", () => {
  it("gives the focus back to the button that it was opened by", async () => {
    const { user } = await open("/databases/1/users");
    for (const [words, title] of [
      ["Open in…", /^Open users of Shop in…/],
      ["Export database…", /^Export Shop/],
    ] as const) {
      await user.click(await button(words));
      await waitFor(() =>
        expect(document.querySelector("[aria-modal=true]")).toHaveTextContent(title),
      );
      await user.keyboard("{Escape}");
      await noDialog();
      expect(await button(words)).toHaveFocus();
    }
  });

  it("gives it back where another dialog led on to it", async () => {
    const { user } = await open("/databases/2/users?version=58");
    await screen.findByText(/Not now/);
    await user.click(await button("Open in…"));
    await user.click(await button("Export run 58 as SQLite…"));
    await dialogOf("Export Loyalty as of run 58");
    await user.keyboard("{Escape}");
    await noDialog();
    expect(await button("Open in…")).toHaveFocus();
  });

  it("gives it back to the header whose menu it was opened from", async () => {
    const { user } = await open("/databases/1/users");
    await user.click(screen.getByLabelText("Menu of column email"));
    await user.click(await screen.findByText("What it holds…"));
    await dialogOf("Say what this column holds");
    await user.keyboard("{Escape}");
    await noDialog();
    const header = document.querySelector("[role=columnheader][aria-label^=email]");
    expect(header?.contains(document.activeElement)).toBe(true);
  });

  it("gives it back to the card that it was opened from, in both places", async () => {
    for (const at of ["/databases/1/users", "/directory"]) {
      const { user, unmount } = await open(at);
      await user.click(await screen.findByText("noor@example.com", { selector: "[role=grid] *" }));
      await user.click(await button("Forget this person…"));
      await dialogOf("Forget this person?");
      await user.keyboard("{Escape}");
      await noDialog();
      expect(await button("Forget this person…"), at).toHaveFocus();
      unmount();
    }
  });

  it("leaves the keyboard in the page where its opener is gone", async () => {
    const { user } = openWindow("/imports");
    await user.click(await screen.findByLabelText("Actions of Loyalty"));
    await user.click(await screen.findByText("Remove"));
    await dialogOf("Remove Loyalty?");
    const remove = await button("Delete");
    await waitFor(() => expect(remove).toBeEnabled());
    await user.click(remove);
    await noDialog();
    await waitFor(() => expect(screen.queryByLabelText("Actions of Loyalty")).toBeNull());
    await waitFor(() => expect(main()).toHaveFocus());
  });
});

describe("a dialog that is open", () => {
  it("keeps the keyboard, whatever key leads to a search", async () => {
    const { user } = await open("/databases/1/users");
    await user.click(await button("Export database…"));
    const dialog = await dialogOf("Export Shop");
    await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true));
    for (const keys of ["{Control>}f{/Control}", "{Control>}k{/Control}"]) {
      await user.keyboard(keys);
      expect(dialog.contains(document.activeElement), keys).toBe(true);
    }
  });
});

describe("a button that goes away when it is pressed", () => {
  it("leaves the keyboard in the rows: Show now", async () => {
    const { user } = await open("/databases/2/users?version=58");
    await user.click(await button("Show now"));
    await waitFor(() => expect(screen.queryByText(/Not now/)).toBeNull());
    await waitFor(() => expect(firstCell()).toHaveFocus());
  });

  it("leaves it there in place of words about no rows", async () => {
    const { user } = openWindow("/databases/2/users?version=9999");
    await user.click(await button("Show now"));
    await screen.findByRole("grid");
    await waitFor(() => expect(firstCell()).toHaveFocus());
  });

  it("leaves it there: Forget it, of a question that nobody knows", async () => {
    const { user } = await open("/databases/1/users?question=What");
    await user.click(await screen.findByText("Forget it"));
    await waitFor(() => expect(screen.queryByText("Forget it")).toBeNull());
    await waitFor(() => expect(firstCell()).toHaveFocus());
  });

  it("leaves it there: Clear all, and the cross of the last filter", async () => {
    const { user } = await open("/databases/1/users?where=sub&not-null&where=email&not-null");
    const chips = within(await screen.findByLabelText("Filters"));
    await user.click(chips.getByLabelText("Remove the filter on email"));
    await waitFor(() => expect(screen.getByLabelText("Filters").children).toHaveLength(2));
    await waitFor(() => expect(firstCell()).toHaveFocus());
    await user.click(screen.getByLabelText("Remove the filter on sub"));
    await waitFor(() => expect(screen.queryByLabelText("Filters")).toBeNull());
    await waitFor(() => expect(firstCell()).toHaveFocus());
    window.location.hash = "/databases/1/users?where=sub&not-null";
    await user.click(await button("Clear all"));
    await waitFor(() => expect(screen.queryByLabelText("Filters")).toBeNull());
    await waitFor(() => expect(firstCell()).toHaveFocus());
  });

  it("leaves it in the page where that has no rows: Look again", async () => {
    const { fake, user } = openWindow("/imports", { state: "full-disk" });
    const again = await button("Look again");
    fake.makeRoom();
    await user.click(again);
    await waitFor(() => expect(screen.queryByText("Look again")).toBeNull());
    await waitFor(() => expect(main()).toHaveFocus());
  });
});

it("a button that can do nothing for now is the same, and keeps the focus, once it can", async () => {
  const { happens } = openWindow("/databases/2/users?version=9999");
  await screen.findByText("Not in this version");
  const exports = await button("Export database…");
  expect(exports).toHaveAttribute("aria-disabled", "true");
  expect(exports).toHaveAttribute("aria-haspopup", "dialog");
  exports.focus();
  await happens(() => {
    window.location.hash = "/databases/2/users";
  });
  await screen.findByRole("grid");
  expect(exports).not.toHaveAttribute("aria-disabled");
  expect(exports).toHaveFocus();
});
