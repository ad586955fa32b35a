import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { fakeError } from "../ipc/fake";
import { placeName } from "./Frame";
import { openWindow } from "./testing";

describe("Databases", () => {
  it("says what they are before there is one", async () => {
    openWindow("/databases", { state: "first" });
    expect(await screen.findByRole("heading", { name: "No databases yet" })).toBeVisible();
  });

  it("shows tables with their rows, and values that cannot mislead", async () => {
    openWindow("/databases/1/users");
    const list = within(await screen.findByRole("navigation", { name: "Databases and tables" }));
    expect(list.getByRole("link", { name: "users 12,468 rows" })).toHaveAttribute(
      "aria-current",
      "page",
    );
    const grid = within(await screen.findByRole("grid", { name: "Rows of users" }));
    expect(await grid.findByTitle("U+202E right-to-left override")).toHaveTextContent("U+202E");
    expect(grid.getByTitle("U+0000 NUL")).toHaveTextContent("␀");
    expect(grid.getAllByText("NULL").length).toBeGreaterThan(0);
    expect(grid.getAllByText("empty").length).toBeGreaterThan(0);
    expect(grid.getByText("<script>alert(1)</script>")).toBeVisible();
    expect(grid.getByRole("img", { name: "Personal data: E-mail addresses" })).toBeVisible();
    expect(screen.getByText("12,468 rows", { selector: "[role=status]" })).toBeVisible();
  });

  it("names why a database cannot be read", async () => {
    openWindow("/databases/5");
    expect(await screen.findByText(/held by another program/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Try again" })).toBeEnabled();
  });

  it("says so when a table or database is gone", async () => {
    const { unmount } = openWindow("/databases/1/gone");
    expect(await screen.findByRole("heading", { name: "No such table" })).toBeVisible();
    unmount();
    openWindow("/databases/99");
    expect(
      await screen.findByRole("heading", { name: "This database is not there" }),
    ).toBeVisible();
  });
});

const STANDARD = {
  theme: "system",
  maskPersonalData: false,
  versionsKept: 5,
  proxy: "",
  noProxy: "",
  authorities: "",
};
const PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

describe("Settings › Network", () => {
  async function opened() {
    const window = openWindow("/settings");
    const panel = within(await screen.findByRole("region", { name: "Network" }));
    return { ...window, panel, save: panel.getByRole("button", { name: "Save" }) };
  }

  it("saves how AWS is reached, by keyboard, and shows what was stored", async () => {
    const { user, panel, save, asked } = await opened();
    expect(save).toBeDisabled();
    await user.type(panel.getByLabelText("Without the proxy"), "localhost");
    await user.type(panel.getByLabelText("Proxy"), " http://proxy.example.com:8080 {Enter}");
    expect(await screen.findByText("Saved")).toBeVisible();
    expect(asked("savePreferences")).toEqual([
      [{ ...STANDARD, proxy: " http://proxy.example.com:8080 ", noProxy: "localhost" }],
    ]);
    expect(panel.getByLabelText("Proxy")).toHaveValue("http://proxy.example.com:8080");
    expect(save).toBeDisabled();
  });

  it("says at the field what the engine has against it, and keeps what was typed", async () => {
    const { user, panel, save } = await opened();
    await user.type(panel.getByLabelText("Proxy"), "proxy:8080");
    await user.click(save);
    const proxy = panel.getByLabelText("Proxy");
    await waitFor(() => expect(proxy).toHaveAccessibleDescription(/Write the proxy as http/));
    expect(proxy).toHaveFocus();
    expect(proxy).toHaveValue("proxy:8080");
    await user.type(proxy, "x");
    expect(proxy).not.toHaveAttribute("aria-invalid", "true");
    await user.click(panel.getByRole("button", { name: "Undo" }));
    expect(proxy).toHaveValue("");
  });

  it("takes certificate authorities from a file, and counts them", async () => {
    const { user, panel, save, asked } = await opened();
    // jsdom's files cannot be read as text.
    const file = Object.assign(new File([PEM], "ca.pem"), { text: async () => PEM + PEM });
    await user.upload(panel.getByLabelText("PEM file", { selector: "input" }), file);
    expect(await panel.findByText("2 certificates")).toBeVisible();
    expect(panel.getByLabelText("Certificate authorities")).toHaveValue(PEM + PEM);
    await user.click(save);
    await waitFor(() =>
      expect(asked("savePreferences")).toEqual([[{ ...STANDARD, authorities: PEM + PEM }]]),
    );
  });

  it("takes them pasted", async () => {
    const { user, panel } = await opened();
    await user.click(panel.getByLabelText("Certificate authorities"));
    await user.paste(PEM);
    expect(panel.getByText("1 certificate")).toBeVisible();
  });

  it.each([
    ["far too large", "x".repeat(1024 * 1024 + 1)],
    ["something else", "-----BEGIN PRIVATE KEY-----"],
  ])("refuses a file that is %s, in words", async (_, text) => {
    const { user, panel, save } = await opened();
    const file = Object.assign(new File([text], "film.pem"), { text: async () => text });
    await user.upload(panel.getByLabelText("PEM file", { selector: "input" }), file);
    expect(await panel.findByText(/film.pem is no PEM file of certificates/)).toBeVisible();
    expect(save).toBeDisabled();
  });
});

vi.mock("virtual:licences", () => ({
  default: {
    packages: [
      { name: "left", version: "1.0.0", from: "npm", licence: "MIT", texts: [0] },
      {
        name: "serde",
        version: "1.0.0",
        from: "crates.io",
        licence: "MIT OR Apache-2.0",
        texts: [],
      },
    ],
    texts: ["Permission is hereby granted to everybody"],
  },
}));

describe("Settings", () => {
  it("lists the packages it is built on, each with the words of its licence", async () => {
    const { user } = openWindow("/settings");
    await user.click(
      await screen.findByRole("button", { name: "All packages and their licences" }),
    );
    const dialog = within(
      await screen.findByRole("dialog", { name: "Packages and their licences" }),
    );
    expect(await dialog.findByText("2 packages")).toBeVisible();
    await user.type(dialog.getByRole("textbox", { name: "Search" }), "LEFT");
    expect(dialog.getByText("1 package")).toBeVisible();
    expect(dialog.queryByText("serde")).toBeNull();
    await user.click(dialog.getByText("left"));
    expect(await dialog.findByText("Permission is hereby granted to everybody")).toBeVisible();
    await user.clear(dialog.getByRole("textbox", { name: "Search" }));
    await user.click(dialog.getByText("serde"));
    expect(await dialog.findByText(/brings no text of its licence along/)).toBeVisible();
  });

  it("turns the theme at once and keeps it", async () => {
    const { user, asked } = openWindow("/settings");
    await user.click(await screen.findByRole("radio", { name: "Dark" }));
    await waitFor(() =>
      expect(document.documentElement).toHaveAttribute("data-mantine-color-scheme", "dark"),
    );
    expect(asked("savePreferences")).toEqual([[{ ...STANDARD, theme: "dark" }]]);
  });

  it("takes no number of versions that means nothing", async () => {
    const { user, asked } = openWindow("/settings");
    const versions = await screen.findByRole("textbox", {
      name: "Versions of each database to keep",
    });
    const panel = within(screen.getByRole("region", { name: "Versions" }));
    const save = panel.getByRole("button", { name: "Save" });
    await user.clear(versions);
    expect(save).toBeDisabled();
    await user.type(versions, "0");
    expect(screen.getByText("Type a whole number from 1 to 100.")).toBeVisible();
    await user.clear(versions);
    await user.type(versions, "7{Enter}");
    await waitFor(() =>
      expect(asked("savePreferences")).toEqual([[{ ...STANDARD, versionsKept: 7 }]]),
    );
  });

  it("shows the report for help before it is handed over, and why it cannot be made", async () => {
    const { fake, user } = openWindow("/settings");
    await user.click(await screen.findByRole("button", { name: "Show the report" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(await dialog.findByRole("region", { name: "The report" })).toHaveTextContent(
      "Poolhouse 0.1.0",
    );
    expect(dialog.getByRole("button", { name: "Copy the report" })).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Close" }));
    fake.fail("diagnostics", fakeError);
    await user.click(screen.getByRole("button", { name: "Show the report" }));
    expect(await screen.findByText("The report cannot be made")).toBeVisible();
    fake.mend("diagnostics");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("region", { name: "The report" })).toBeVisible();
  });

  it("says where data and secrets are, and that there is no keychain", async () => {
    openWindow("/settings", { state: "no-keychain" });
    expect(await screen.findByText("/home/analyst/.local/share/poolhouse")).toBeVisible();
    expect(screen.getByText("Secrets are not kept")).toBeVisible();
    expect(screen.getByText(/asks for the secret at each run/)).toBeVisible();
  });
});

describe("the frame", () => {
  it.each([
    ["/imports", "Imports"],
    ["/imports/new", "New dataflow"],
    ["/imports/3/edit", "Edit dataflow"],
    ["/history/run/12", "Run 12"],
    ["/history", "Run history"],
    ["/databases/3/users", "Databases"],
    ["/guide/user-pool-id", "Setup guide"],
    ["/settings", "Settings"],
  ])("names %s %s", (path, name) => {
    expect(placeName(path)).toBe(name);
  });

  it("leads to every place, and the keyboard goes on from there", async () => {
    const { user } = openWindow("/");
    const pane = within(await screen.findByRole("navigation", { name: "Places" }));
    expect(pane.getByRole("link", { name: "Imports" })).toHaveAttribute("aria-current", "page");
    await user.click(pane.getByRole("link", { name: "Databases" }));
    expect(await screen.findByRole("heading", { name: "Databases", level: 1 })).toBeVisible();
    expect(screen.getByRole("main")).toHaveFocus();
  });

  it("folds its pane and remembers it", async () => {
    const { user, unmount } = openWindow("/settings");
    await user.click(await screen.findByRole("button", { name: "Collapse the pane" }));
    expect(screen.getByRole("button", { name: "Expand the pane" })).toBeVisible();
    expect(screen.getByRole("link", { name: "Imports" })).toBeVisible();
    unmount();
    openWindow("/settings");
    expect(await screen.findByRole("button", { name: "Expand the pane" })).toBeVisible();
  });

  it("says so at an address that leads nowhere", async () => {
    openWindow("/nowhere");
    expect(await screen.findByRole("heading", { name: "There is nothing here" })).toBeVisible();
  });
});
