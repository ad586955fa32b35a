import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { fakeError } from "../ipc/fake";
import { address, openWindow } from "./testing";

type Window = ReturnType<typeof openWindow>;

async function openMenu({ user }: Window, name: string) {
  await user.click(await screen.findByRole("button", { name: `Actions of ${name}` }));
  return screen.findByRole("menu");
}

async function choose(window: Window, name: string, item: string) {
  const menu = await openMenu(window, name);
  await window.user.click(within(menu).getByRole("menuitem", { name: item }));
}

const rowOf = async (name: string) => {
  const row = (await screen.findByRole("link", { name })).closest("tr");
  if (!row) throw new Error(`no row of ${name}`);
  return within(row);
};

describe("the list of dataflows", () => {
  it("offers the two next steps at first use", async () => {
    openWindow("/imports", { state: "first" });
    expect(await screen.findByRole("heading", { name: "No dataflows yet" })).toBeVisible();
    expect(screen.getByRole("link", { name: "New dataflow" })).toHaveAttribute(
      "href",
      "#/imports/new",
    );
    expect(screen.getByRole("link", { name: "Try it with sample data" })).toHaveAttribute(
      "href",
      "#/imports/new?sample=1",
    );
  });

  it("is a skeleton while it loads", async () => {
    openWindow("/imports", { state: "loading" });
    expect(await screen.findByRole("status", { name: "Loading the dataflows" })).toBeVisible();
  });

  it("keeps what was loaded in sight when loading it again fails, and says so", async () => {
    const { user, fake, happens } = openWindow("/imports");
    await screen.findByRole("link", { name: "Shop" });
    fake.fail("listDataflows", fakeError);
    await happens(() => fake.events.dataflowsChanged.emit(null));
    const notice = within(await screen.findByRole("alert"));
    expect(notice.getByText(fakeError.message, { exact: false })).toBeVisible();
    expect(screen.getByRole("link", { name: "Shop" })).toBeVisible();
    fake.mend("listDataflows");
    await user.click(notice.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  });

  it("shows the failure with its cause and one button", async () => {
    const { asked, user } = openWindow("/imports", { state: "error" });
    expect(await screen.findByText(fakeError.message)).toBeVisible();
    expect(screen.getByText(fakeError.hint)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(asked("listDataflows")).toHaveLength(2));
  });

  it("sorts by a header, and remembers it with the grouping", async () => {
    const { user, unmount } = openWindow("/imports");
    await user.click(await screen.findByRole("button", { name: "Name" }));
    expect(screen.getByRole("columnheader", { name: "Name" })).toHaveAttribute(
      "aria-sort",
      "descending",
    );
    await user.click(screen.getByRole("combobox", { name: "Group by" }));
    await user.click(await screen.findByRole("option", { name: "Organization" }));
    expect(await screen.findByRole("rowheader", { name: /No organization/ })).toBeVisible();
    unmount();
    openWindow("/imports");
    expect(await screen.findByRole("rowheader", { name: /Retail/ })).toBeVisible();
    expect(screen.getByRole("columnheader", { name: "Name" })).toHaveAttribute(
      "aria-sort",
      "descending",
    );
  });

  it("searches by any text, and says when nothing matches", async () => {
    const { user } = openWindow("/imports");
    await screen.findByRole("link", { name: "Shop" });
    await user.type(screen.getByRole("searchbox"), "wholesale failed");
    expect(screen.getByRole("link", { name: "Partners" })).toBeVisible();
    expect(screen.queryByRole("link", { name: "Shop" })).toBeNull();
    await user.type(screen.getByRole("searchbox"), "zzz");
    expect(screen.getByRole("heading", { name: "No dataflow matches" })).toBeVisible();
    await user.keyboard("{Escape}");
    expect(screen.getByRole("link", { name: "Shop" })).toBeVisible();
  });

  it("draws a part of a huge list and more on demand", async () => {
    const { user } = openWindow("/imports", { state: "huge" });
    expect(await screen.findByText("100 of 1,000 dataflows shown")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show more" }));
    expect(screen.getByText("200 of 1,000 dataflows shown")).toBeVisible();
  });

  it("shows a run as it goes, and cancels it", async () => {
    const { fake, user, asked, happens } = openWindow("/imports");
    const row = await rowOf("Shop");
    expect(row.getByText("4,320 rows · 35% · about 6 s left")).toBeVisible();
    const [snapshot] = fake.held.underWay;
    const run = snapshot?.run.id ?? 0;
    await happens(() => fake.progress(run, { percent: 90, secondsLeft: 2 }, 11_160));
    expect(row.getByText("11,160 rows · 90% · a few seconds left")).toBeVisible();
    await user.click(row.getByRole("button", { name: "Cancel the run of Shop" }));
    expect(asked("cancelRun")).toEqual([[run]]);
    expect(await row.findByText("Cancelled")).toBeVisible();
    expect(await screen.findByText("Shop was cancelled")).toBeVisible();
  });
});

describe("the menu of a dataflow", () => {
  it("has its items in their order", async () => {
    const window = openWindow("/imports");
    const items = within(await openMenu(window, "Loyalty")).getAllByRole("menuitem");
    expect(items.map((item) => item.getAttribute("aria-label") ?? item.textContent)).toEqual([
      "Edit",
      "Run",
      "Rollback",
      "Run history",
      "Open database",
      "Duplicate",
      "Remove",
    ]);
  });

  it("gets the focus back from a dialog that changed nothing", async () => {
    const window = openWindow("/imports");
    await choose(window, "Loyalty", "Duplicate");
    await screen.findByRole("dialog");
    await window.user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(screen.getByRole("button", { name: "Actions of Loyalty" })).toHaveFocus();
  });

  it("keeps what does not apply within reach, and says why", async () => {
    const window = openWindow("/imports");
    const menu = within(await openMenu(window, "Newsletter"));
    const rollback = menu.getByRole("menuitem", { name: "Rollback" });
    expect(rollback).toHaveAttribute("aria-disabled", "true");
    expect(rollback).toBeEnabled();
    expect(rollback).toHaveAccessibleDescription(/until it has run twice/);
    await window.user.click(rollback);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("leads to the history and the database", async () => {
    const window = openWindow("/imports");
    await choose(window, "Loyalty", "Run history");
    expect(address()).toBe("#/history?dataflow=2");
    expect(await screen.findByRole("heading", { name: "Run history of Loyalty" })).toBeVisible();
    expect(document.title).toBe("Poolhouse – Run history");
    expect(window.fake.windowTitle()).toBe("Poolhouse – Run history");
  });

  it("removes only after naming tables, rows and what else goes", async () => {
    const window = openWindow("/imports");
    await choose(window, "Loyalty", "Remove");
    const dialog = within(await screen.findByRole("dialog", { name: "Remove Loyalty?" }));
    expect(await dialog.findByText("12,468 rows", { exact: false })).toBeVisible();
    expect(dialog.getByText(/5 versions and 13 runs .* its secret in the keychain/)).toBeVisible();
    expect(window.asked("removeDataflow")).toEqual([]);
    await window.user.click(dialog.getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(screen.queryByRole("link", { name: "Loyalty" })).toBeNull());
    expect(window.asked("removeDataflow")).toEqual([[2]]);
  });

  it("says while a removal waits for another program", async () => {
    const window = openWindow("/imports");
    await choose(window, "Loyalty", "Remove");
    const dialog = within(await screen.findByRole("dialog", { name: "Remove Loyalty?" }));
    window.fake.commands.removeDataflow = () => new Promise(() => {});
    const confirm = dialog.getByRole("button", { name: "Delete" });
    await waitFor(() => expect(confirm).toBeEnabled());
    await window.user.click(confirm);
    const words = "Another program holds the database. Waiting for it to let go.";
    const waits = (dataflow: number, waiting: string | null) =>
      window.happens(() => window.fake.events.waitChanged.emit({ dataflow, waiting }));
    // What is told must come into a region that was there before.
    const told = dialog.getByRole("status");
    expect(told).toBeEmptyDOMElement();
    await waits(1, words);
    expect(dialog.queryByText(words), "another dataflow's").toBeNull();
    await waits(2, words);
    expect(told).toHaveTextContent(words);
    await waits(2, null);
    expect(told, "and it stays for the next").toBeInTheDocument();
    expect(dialog.queryByText(words)).toBeNull();
  });

  it("changes nothing when a removal is turned down", async () => {
    const window = openWindow("/imports");
    await choose(window, "Loyalty", "Remove");
    await screen.findByRole("dialog");
    await window.user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(window.asked("removeDataflow")).toEqual([]);
  });

  it("says what a rollback will do before it does it", async () => {
    const window = openWindow("/imports");
    await choose(window, "Loyalty", "Rollback");
    const dialog = within(await screen.findByRole("dialog", { name: "Rollback of Loyalty" }));
    const confirm = dialog.getByRole("button", { name: "Roll back" });
    expect(confirm).toBeDisabled();
    const [choice] = await dialog.findAllByRole("radio");
    if (!choice) throw new Error("no version to choose");
    expect(choice).toHaveAccessibleDescription(/^[\d,]+ rows$/);
    await window.user.click(choice);
    const preview = within(await dialog.findByRole("table", { name: "What will change" }));
    const users = preview.getByRole("rowheader", { name: /^users/ }).closest("tr");
    expect(users).toHaveTextContent(/14,294.*14,146.*4.*112.*37/);
    expect(within(users as HTMLElement).getByText(/Column custom_tier/)).toBeVisible();
    expect(within(users as HTMLElement).getByTitle("U+202E right-to-left override")).toBeVisible();
    expect(preview.queryByRole("rowheader", { name: "groups" }), "it has the same rows").toBeNull();
    expect(dialog.getByText("1 other table stays as it is.")).toBeVisible();
    expect(
      dialog.getByText(/nothing is deleted, and this rollback can itself be rolled back/),
    ).toBeVisible();
    expect(window.asked("rollBack"), "looking changes nothing").toEqual([]);
    await window.user.click(confirm);
    await waitFor(() => expect(window.asked("rollBack")).toEqual([[2, 58, null]]));
    await waitFor(() => expect(window.asked("cancelPreview")).toEqual([[2]]));
    expect((await rowOf("Loyalty")).getByText("Running")).toBeVisible();
  });

  async function chooseVersion(window: Window) {
    await choose(window, "Loyalty", "Rollback");
    const dialog = within(await screen.findByRole("dialog", { name: "Rollback of Loyalty" }));
    const [choice] = await dialog.findAllByRole("radio");
    await window.user.click(choice as HTMLElement);
    return dialog;
  }

  it("rolls one table back beside the others", async () => {
    const window = openWindow("/imports");
    const dialog = await chooseVersion(window);
    await window.user.click(dialog.getByRole("combobox", { name: "Tables" }));
    await window.user.click(await screen.findByRole("option", { name: "groups alone" }));
    expect(
      await dialog.findByText(/Nothing would change: the table has the same rows/),
    ).toBeVisible();
    expect(dialog.getByRole("button", { name: "Roll back" })).toBeDisabled();
    await window.user.click(dialog.getByRole("combobox", { name: "Tables" }));
    await window.user.click(await screen.findByRole("option", { name: "users alone" }));
    expect(
      await dialog.findByText(/The table users will show what run 58 published/),
    ).toBeVisible();
    await window.user.click(dialog.getByRole("button", { name: "Roll back" }));
    await waitFor(() => expect(window.asked("rollBack")).toEqual([[2, 58, "users"]]));
  });

  it("says afterwards which rows are seen", async () => {
    const window = openWindow("/imports");
    const dialog = await chooseVersion(window);
    await dialog.findByRole("table", { name: "What will change" });
    await window.user.click(dialog.getByRole("button", { name: "Roll back" }));
    await waitFor(() => expect(window.asked("rollBack")).toHaveLength(1));
    const underWay = await window.fake.commands.runsUnderWay();
    const back = underWay.find(({ run }) => run.kind === "rollback");
    if (!back) throw new Error("no rollback is under way");
    await window.happens(() => window.fake.finish(back.run.id));
    const row = await rowOf("Loyalty");
    expect(await row.findByText("Rolled back to run 58")).toBeVisible();
  });

  it("does not roll back what it could not preview, and says why", async () => {
    const window = openWindow("/imports");
    window.fake.fail("previewRollback", {
      ...fakeError,
      message: "This version is no longer kept.",
    });
    const dialog = await chooseVersion(window);
    expect(await dialog.findByRole("alert")).toHaveTextContent("This version is no longer kept.");
    expect(dialog.getByRole("button", { name: "Roll back" })).toBeDisabled();
  });

  it("keeps the dialog, and looks again at what is kept, when a version went meanwhile", async () => {
    const window = openWindow("/imports");
    const dialog = await chooseVersion(window);
    await dialog.findByRole("table", { name: "What will change" });
    window.fake.fail("rollBack", { ...fakeError, message: "Loyalty cannot go back to run 58." });
    await window.user.click(dialog.getByRole("button", { name: "Roll back" }));
    expect(await screen.findByText("Loyalty cannot go back to run 58.")).toBeVisible();
    await waitFor(() => expect(window.asked("versions")).toHaveLength(2));
    expect(screen.getByRole("dialog", { name: "Rollback of Loyalty" })).toBeVisible();
  });

  it("can be closed while it is done: it goes on, and closes nothing that was opened since", async () => {
    const window = openWindow("/imports");
    const dialog = await chooseVersion(window);
    await dialog.findByRole("table", { name: "What will change" });
    let end = () => {};
    const { rollBack } = window.fake.commands;
    window.fake.commands.rollBack = async (...args) => {
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      return rollBack(...args);
    };
    await window.user.click(dialog.getByRole("button", { name: "Roll back" }));
    expect(dialog.queryByRole("button", { name: "Keep as it is" })).toBeNull();
    const close = dialog
      .getAllByRole("button", { name: "Close" })
      .find((each) => each.textContent === "Close") as HTMLElement;
    expect(close).toHaveAccessibleDescription("It goes on when this is closed.");
    await window.user.click(close);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await choose(window, "Loyalty", "Duplicate");
    await window.happens(() => end());
    await waitFor(() => expect(window.asked("rollBack")).toHaveLength(1));
    expect((await rowOf("Loyalty")).getByText("Running")).toBeInTheDocument();
    expect(screen.getByRole("dialog", { name: "Duplicate Loyalty" })).toBeVisible();
  });

  it("checks the name of a copy", async () => {
    const window = openWindow("/imports");
    await choose(window, "Loyalty", "Duplicate");
    const dialog = within(await screen.findByRole("dialog", { name: "Duplicate Loyalty" }));
    const name = dialog.getByRole("textbox", { name: "Name of the copy" });
    await window.user.clear(name);
    await window.user.type(name, "shop{Enter}");
    expect(await dialog.findByText(/Another dataflow has this name/)).toBeVisible();
    expect(window.asked("duplicateDataflow")).toEqual([]);
    await window.user.type(name, "2{Enter}");
    expect(await screen.findByRole("link", { name: "shop2" })).toBeVisible();
  });

  it("asks for a secret that no keychain has, for this run only", async () => {
    const window = openWindow("/imports", { state: "no-keychain" });
    await choose(window, "Loyalty", "Run");
    const dialog = within(
      await screen.findByRole("dialog", { name: "Enter the secret for this run only" }),
    );
    const secret = await dialog.findByLabelText(/^Secret access key/);
    expect(secret).toHaveAttribute("type", "password");
    expect(dialog.queryByLabelText(/Session token/), "only with temporary keys").toBeNull();
    await window.user.type(secret, "canary");
    await window.user.click(dialog.getByRole("button", { name: "Run" }));
    await waitFor(() =>
      expect(window.asked("startRun")).toEqual([
        [2, null],
        [2, { secret_access_key: "canary" }],
      ]),
    );
    expect(await (await rowOf("Loyalty")).findByText("Running")).toBeVisible();
    expect(document.documentElement.outerHTML).not.toContain("canary");
  });

  it("does not run when the secret is not given", async () => {
    const window = openWindow("/imports", { state: "no-keychain" });
    await choose(window, "Loyalty", "Run");
    await window.user.click(await screen.findByRole("button", { name: "Do not run" }));
    expect(window.asked("startRun")).toEqual([[2, null]]);
  });

  it("tells a run that could not start", async () => {
    const window = openWindow("/imports");
    window.fake.fail("startRun", fakeError);
    await choose(window, "Loyalty", "Run");
    expect(await screen.findByText(fakeError.message)).toBeVisible();
  });
});
