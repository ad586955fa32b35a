import { configure, fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { ExportRequest, UiError } from "../ipc";
import { fakeError } from "../ipc/fake";
import { openWindow } from "./testing";

// Two cores are shared with the build.
configure({ asyncUtilTimeout: 5_000 });

const DOWNLOADS = "/home/analyst/Downloads";

const named = (text: string) => screen.findByText(text, { selector: "button, button *" });
const closeDialog = async (user: UserEvent) => {
  const dialog = await screen.findByRole("dialog");
  await user.click(await within(dialog).findByText("Close"));
};

/** The dialog of a small table, with a place offered. */
async function openDialog() {
  const world = openWindow("/databases/1/groups");
  await screen.findByText("14 rows", { selector: "[role=status]" });
  await world.user.click(await named("Export…"));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByText("Export groups")).toBeVisible();
  const path = () => dialog.getByLabelText<HTMLInputElement>("File");
  await waitFor(() => expect(path().value).toBe(`${DOWNLOADS}/groups.xlsx`));
  /** What the engine was last asked to write. */
  const request = () => world.asked("exportFile").at(-1)?.[1] as ExportRequest;
  const begin = () => world.user.click(dialog.getByText("Export", { selector: "button *" }));
  return { ...world, dialog, path, request, begin };
}

/** What axe finds in front of the page; the page itself has tests of its own. */
const findings = async (role = "dialog", name?: string) => {
  const rules = { "color-contrast": { enabled: false } };
  const { violations } = await axe.run(screen.getByRole(role, name ? { name } : {}), { rules });
  return violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.html}`));
};

it("exports what is shown: its rows, its columns in their order, to the offered place", async () => {
  const { user, dialog, request, begin } = await openDialog();
  expect(dialog.getByText("All 14 rows.")).toBeVisible();
  await begin();
  expect(request()).toMatchObject({
    what: {
      kind: "rows",
      subject: { kind: "table", dataflow: 1, table: "groups", version: { kind: "now" } },
      query: { filters: [], search: "", sort: [] },
    },
    privacy: "keep",
    format: "xlsx",
    path: `${DOWNLOADS}/groups.xlsx`,
    replace: false,
  });
  const done = within(
    (await screen.findByText("groups exported")).closest("[role=dialog]") as HTMLElement,
  );
  expect(done.getByText("1,204,331 rows, 267 MB")).toBeVisible();
  expect(done.getByText(/2 values were longer than a cell of Excel/)).toBeVisible();
  await user.click(done.getByText("Show in folder"));
  await user.click(done.getByText("Copy path"));
  expect(await navigator.clipboard.readText()).toBe(`${DOWNLOADS}/groups.xlsx`);
  await closeDialog(user);
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("has no fault that axe can find, with its choices and at its end", async () => {
  const { begin } = await openDialog();
  expect(await findings()).toEqual([]);
  await begin();
  await screen.findByText("groups exported");
  expect(await findings()).toEqual([]);
});

it("exports what was filtered, in the columns that are shown", async () => {
  const world = openWindow("/databases/1/groups");
  const { user } = world;
  await screen.findByText("14 rows", { selector: "[role=status]" });
  await user.click(screen.getByLabelText("Search in all columns"));
  await user.paste("ann");
  await user.click(await named("Columns"));
  await user.click(await screen.findByLabelText("username"));
  await user.keyboard("{Escape}");
  await waitFor(() =>
    expect(world.asked("openTable").at(-1)?.[1]).toMatchObject({ search: "ann" }),
  );
  await user.click(await named("Export…"));
  const dialog = within(await screen.findByRole("dialog"));
  const rows = (place: number) => {
    const [, request] = world.asked("exportFile")[place] as [string, ExportRequest];
    return request.what as Extract<ExportRequest["what"], { kind: "rows" }>;
  };
  expect(dialog.getByLabelText(/^As filtered and searched/)).toBeChecked();
  await waitFor(() => expect(dialog.getByLabelText("File")).not.toHaveValue(""));
  await user.click(dialog.getByText("Export", { selector: "button *" }));
  expect(rows(0).query.search).toBe("ann");
  expect(rows(0).columns).not.toContain("username");
  await closeDialog(user);
  await user.click(await named("Export…"));
  const again = within(await screen.findByRole("dialog"));
  await user.click(again.getByLabelText(/^All \(/));
  await user.click(again.getByLabelText("All 8"));
  await waitFor(() => expect(again.getByLabelText("File")).not.toHaveValue(""));
  await user.click(again.getByText("Export", { selector: "button *" }));
  expect(rows(1).query.search).toBe("");
  expect(rows(1).columns).toContain("username");
});

it("remembers the format, keeps a path that was typed, and leaves personal data out", async () => {
  const { user, dialog, path, request, begin } = await openDialog();
  await user.click(path());
  await user.clear(path());
  await user.paste("/tmp/mine.xlsx");
  await user.click(dialog.getByLabelText("CSV for programs"));
  expect(path()).toHaveValue("/tmp/mine.csv");
  await user.click(dialog.getByLabelText("Leave out"));
  await begin();
  expect(request()).toMatchObject({ privacy: "leave_out", path: "/tmp/mine.csv", format: "csv" });
  await screen.findByText("groups exported");
  await closeDialog(user);
  await user.click(await named("Export…"));
  expect(await screen.findByLabelText("CSV for programs")).toBeChecked();
});

it("lets one tick columns, and wants one at least", async () => {
  const { user, dialog, request, begin } = await openDialog();
  await user.click(dialog.getByRole("radio", { name: "Some" }));
  const ticks = within(dialog.getByRole("list", { name: "Columns to export" }));
  for (const tick of ticks.getAllByRole("checkbox")) fireEvent.click(tick);
  expect(dialog.getByText("Tick one column at least.")).toBeVisible();
  expect(dialog.getByRole("button", { name: "Export" })).toBeDisabled();
  expect(dialog.getByText("None of these columns is marked as personal data.")).toBeVisible();
  await user.click(ticks.getByRole("checkbox", { name: "email" }));
  expect(dialog.getByText("In email.")).toBeVisible();
  await begin();
  expect(request().what).toMatchObject({ columns: ["email"] });
});

it("asks before it replaces a file", async () => {
  const { user, dialog, path, request, begin } = await openDialog();
  await user.clear(path());
  await user.click(path());
  await user.paste("/home/analyst/taken.csv");
  await begin();
  await dialog.findByText(/\/home\/analyst\/taken.csv is there already/);
  await waitFor(() => expect(path()).toHaveFocus());
  expect(path()).toHaveAccessibleDescription(/is there already/);
  await user.click(dialog.getByLabelText("Replace it"));
  await begin();
  await screen.findByText("groups exported");
  expect(request().replace).toBe(true);
});

it("takes the system's own dialog as an answer", async () => {
  const { user, dialog, path, request, begin } = await openDialog();
  await user.click(dialog.getByText("Choose…"));
  await waitFor(() => expect(path()).toHaveValue("/media/stick/chosen.csv"));
  await begin();
  expect(request()).toMatchObject({ path: "/media/stick/chosen.csv", replace: true });
});

it("says beside the path what is wrong with it, and beside the format what is too wide", async () => {
  const { user, dialog, fake, path, begin } = await openDialog();
  const full: UiError = {
    ...fakeError,
    message: "The disk is full, so the file was not written.",
    hint: "Make room or choose another disk.",
    fields: [{ field: "path", message: "The disk is full, so the file was not written." }],
  };
  fake.fail("exportFile", full);
  await begin();
  await dialog.findByText(/The disk is full/);
  expect(path()).toHaveAccessibleDescription(/Make room/);
  const wide = "The table has 20,000 columns, and a sheet has 16,384 at most.";
  fake.fail("exportFile", { ...fakeError, fields: [{ field: "format", message: wide }] });
  await begin();
  await dialog.findByText(wide);
  expect(screen.queryByText(/The disk is full/)).toBeNull();
  fake.mend("exportFile");
  await user.click(dialog.getByRole("radio", { name: "Parquet" }));
  await waitFor(() => expect(path()).toHaveValue(`${DOWNLOADS}/groups.parquet`));
  await begin();
  await screen.findByText("groups exported");
});

it("is cancelled, and nothing is left", async () => {
  const { user, dialog, begin, asked, fake } = await openDialog();
  fake.holdExports();
  await begin();
  await dialog.findByRole("progressbar", { name: "Export of groups" });
  expect(await findings()).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Cancel" }));
  await dialog.findByText("Cancelled: nothing of the file is left.");
  expect(asked("cancelExport")).toEqual([asked("exportFile").at(-1)?.slice(0, 1)]);
  expect(dialog.getByRole("button", { name: "Export" })).toBeEnabled();
});

it("goes on without the dialog: a notice shows how far it is, and tells the end", async () => {
  const { user, dialog, begin, fake, happens } = await openDialog();
  const letGo = fake.holdExports();
  await begin();
  await user.click(await dialog.findByRole("button", { name: "Go on in the background" }));
  expect(screen.queryByRole("dialog")).toBeNull();
  const notice = within(await screen.findByRole("group", { name: "Export of groups" }));
  await notice.findByText(/of 1,204,331 rows/);
  expect(await findings("group", "Export of groups")).toEqual([]);
  await happens(letGo);
  await screen.findByText("groups exported");
  await waitFor(() => expect(screen.queryByRole("group", { name: "Export of groups" })).toBeNull());
  expect(screen.getByText(`${DOWNLOADS}/groups.xlsx`)).toBeVisible();
});

it("exports a whole database as a file, or as a folder of files", async () => {
  const world = openWindow("/databases/1/users");
  await world.user.click(await named("Export database…"));
  const dialog = within(await screen.findByRole("dialog", { name: "Export Shop" }));
  expect(dialog.getByRole("radio", { name: "SQLite database" })).toBeChecked();
  await waitFor(() =>
    expect(dialog.getByRole("textbox", { name: "File" })).toHaveValue(
      `${DOWNLOADS}/database-1.sqlite`,
    ),
  );
  await world.user.click(dialog.getByRole("radio", { name: "Parquet" }));
  await waitFor(() =>
    expect(dialog.getByRole("textbox", { name: "Folder" })).toHaveValue(`${DOWNLOADS}/database-1`),
  );
  expect(dialog.getByText(/users: .*email/)).toBeVisible();
  await world.user.click(dialog.getByRole("radio", { name: "Mask" }));
  await world.user.click(dialog.getByRole("button", { name: "Export" }));
  expect(world.asked("exportFile").at(-1)?.[1]).toMatchObject({
    what: { kind: "database", dataflow: 1, version: { kind: "now" } },
    privacy: "mask",
    format: "parquet",
  });
});

/** The dialog that hands over what a run changed of `users`. */
async function changesToExport() {
  const { user, asked } = openWindow("/history/run/62");
  await user.click(await named("Export…"));
  const dialog = within(await screen.findByRole("dialog", { name: "Export changes of users" }));
  await waitFor(() => expect(dialog.getByRole("textbox", { name: "File" })).not.toHaveValue(""));
  return { user, asked, dialog };
}

it("exports what a run changed, as a comparison with the version before", async () => {
  const { user, asked, dialog } = await changesToExport();
  await user.click(dialog.getByRole("button", { name: "Export" }));
  const request = asked("exportFile").at(-1)?.[1] as ExportRequest;
  expect(request.what).toMatchObject({
    subject: { kind: "comparison", table: "users", to: { kind: "asOf", run: 62 } },
  });
  expect(asked("closeTable").length).toBeGreaterThan(0);
});

it("says what is left of a comparison without personal data, and how much was left out", async () => {
  const { user, asked, dialog } = await changesToExport();
  expect(dialog.getByText(/empty where the line is of such a column/)).toBeVisible();
  await user.click(dialog.getByLabelText("Leave out"));
  await user.click(dialog.getByRole("button", { name: "Export" }));
  expect(asked("exportFile").at(-1)?.[1]).toMatchObject({ privacy: "leave_out" });
  expect(await screen.findByText(/^3 values of personal columns left out/)).toBeVisible();
});

it("shows how other programs open the file, and copies the lines", async () => {
  const { user } = openWindow("/databases/1/users");
  await user.click(await named("Open in…"));
  const dialog = within(await screen.findByRole("dialog"));
  await dialog.findByText("DB Browser for SQLite");
  expect(await findings()).toEqual([]);
  await user.click(await screen.findByText("Python"));
  expect(screen.getByLabelText("Lines for Python")).toHaveTextContent("Shop.db");
  const lines = within(await screen.findByRole("dialog"));
  await user.click(lines.getByText("Copy"));
  expect(await navigator.clipboard.readText()).toBe("import pandas\n# Shop.db, users");
});

it("says that other programs read what is now, and exports the version on screen", async () => {
  const { user, asked } = openWindow("/databases/2/users?version=58");
  await screen.findByText(/Not now/);
  await user.click(await named("Open in…"));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByRole("note")).toHaveTextContent(
    /^These lines read what the database has now, and not run 58, /,
  );
  await user.click(dialog.getByRole("button", { name: "Export run 58 as SQLite…" }));
  const choices = within(await screen.findByRole("dialog", { name: /^Export .* as of run 58$/ }));
  expect(choices.getByRole("radio", { name: "SQLite database" })).toBeChecked();
  await waitFor(() => expect(choices.getByLabelText(/^File/)).not.toHaveValue(""));
  await user.click(choices.getByRole("button", { name: "Export" }));
  await waitFor(() =>
    expect(asked("exportFile").at(-1)?.[1]).toMatchObject({
      what: { kind: "database", dataflow: 2, version: { kind: "asOf", run: 58 } },
      format: "sqlite",
    }),
  );
});

describe("the file of a database", () => {
  const button = async (name: string) => (await named(name)).closest("button") as HTMLElement;
  const exported = async (user: UserEvent) => {
    await user.click(await button("Export database…"));
    const dialog = within(await screen.findByRole("dialog"));
    await waitFor(() => expect(dialog.getByLabelText(/^File/)).not.toHaveValue(""));
    await user.click(dialog.getByRole("button", { name: "Export" }));
  };

  it("is not handed on in place of a version that is not there", async () => {
    const { user } = openWindow("/databases/2/users?version=9999");
    await screen.findByText("Not in this version");
    for (const name of ["Open in…", "Export database…"]) {
      expect(await button(name)).toHaveAttribute("aria-disabled", "true");
      expect(await button(name)).toHaveAccessibleDescription(/version .* is not shown/);
      await user.click(await button(name));
      expect(screen.queryByRole("dialog")).toBeNull();
    }
    await user.click(screen.getByText("Show now"));
    await screen.findByRole("grid");
    expect(await button("Export database…")).not.toHaveAttribute("aria-disabled");
  });

  it("nor while the history, which says what it is, is on its way", async () => {
    const { fake, happens } = openWindow("/imports");
    await screen.findByText("Imports", { selector: "h1" });
    fake.commands.versions = () => new Promise(() => {});
    await happens(() => {
      window.location.hash = "/databases/2/users?version=58";
    });
    await screen.findByLabelText("Loading the versions");
    expect(await button("Export database…")).toHaveAttribute("aria-disabled", "true");
  });

  it("is that of now beside a comparison, whatever one looked at before", async () => {
    const { user, asked } = openWindow("/databases/2/users?version=58");
    await screen.findByText(/Not now/);
    await user.click(await screen.findByText("Compare…"));
    await screen.findByText(/^What became of users/);
    await user.click(await button("Open in…"));
    const dialog = within(await screen.findByRole("dialog"));
    await dialog.findByText("Python");
    expect(dialog.queryByRole("note")).toBeNull();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await exported(user);
    expect(asked("exportFile").at(-1)?.[1]).toMatchObject({
      what: { kind: "database", version: { kind: "now" } },
    });
  });

  it("is that of now where the address names the run that is current", async () => {
    const { user, fake, asked } = openWindow("/databases/2/users");
    await screen.findByRole("grid");
    const current = (await fake.commands.versions(2)).find((each) => each.current)?.run;
    window.location.hash = `/databases/2/users?version=${current}`;
    await waitFor(() => expect(asked("openTable").length).toBeGreaterThan(0));
    await user.click(await button("Open in…"));
    const dialog = within(await screen.findByRole("dialog"));
    await dialog.findByText("Python");
    expect(dialog.queryByRole("note"), "it is what is on screen").toBeNull();
  });
});

it("says what of everybody is not in the file, in the dialog and without it", async () => {
  const { fake, user } = openWindow("/directory");
  fake.leaveOut(["Archive: The database file is damaged."], 3);
  await screen.findByText("900 rows", { selector: "[role=status]" });
  await user.click(await named("Export…"));
  const dialog = within(await screen.findByRole("dialog"));
  await waitFor(() => expect(dialog.getByLabelText("File")).not.toHaveValue(""));
  await user.click(dialog.getByText("Export", { selector: "button *" }));
  await screen.findByText("Everyone exported in part");
  expect(dialog.getByText("Archive: The database file is damaged.")).toBeVisible();
  expect(dialog.getByText(/^3 columns are not in the file/)).toBeVisible();
  await closeDialog(user);
  const letGo = fake.holdExports();
  await user.click(await named("Export…"));
  const again = within(await screen.findByRole("dialog"));
  await waitFor(() => expect(again.getByLabelText("File")).not.toHaveValue(""));
  await user.click(again.getByLabelText("JSON Lines"));
  await user.click(again.getByText("Export", { selector: "button *" }));
  await user.click(await again.findByRole("button", { name: "Go on in the background" }));
  letGo();
  const notice = (await screen.findByText("Everyone exported in part")).closest("[role=status]");
  expect(notice).toHaveTextContent("Archive: The database file is damaged.");
}, 30_000);

it("masks personal data in a file where it is masked on screens", async () => {
  const { fake, user } = openWindow("/databases/1/groups");
  await user.click(await screen.findByRole("switch", { name: "Mask personal data" }));
  await waitFor(async () =>
    expect((await fake.commands.preferences()).maskPersonalData).toBe(true),
  );
  await user.click(await screen.findByRole("button", { name: "Export…" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(await dialog.findByRole("radio", { name: "Mask" })).toBeChecked();
});
