import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { makeFake } from "../../ipc/fake";
import { fakeFound } from "../../ipc/fake/wizard";
import { button, field, fillCredentials, type Opened, open, toCredentials } from "./testing";

async function opened(fake = makeFake()): Promise<Opened> {
  const wizard = await open({ kind: "new" }, { fake });
  await toCredentials(wizard);
  await fillCredentials(wizard);
  await wizard.user.click(button("Next"));
  await screen.findByRole("heading", { name: "Tables" });
  return wizard;
}

describe("Tables", () => {
  it("shows a row a table with what it holds and what it costs", async () => {
    await opened();
    expect(
      screen
        .getAllByRole("columnheader")
        .slice(1)
        .map((head) => head.textContent),
    ).toEqual(["Source", "Table name", "Purpose", "Rows", "Time", "AWS calls"]);
    const users = within(field("Import users").closest("tr") as HTMLElement);
    expect(users.getByText("One row a user, with every attribute as a column.")).toBeVisible();
    expect(users.getByText("12,400")).toBeVisible();
    expect(users.getByText("42 s")).toBeVisible();
    expect(users.getByText("415")).toBeVisible();
    expect(field("Table name for users")).toHaveValue("users");
    const purposes = within(field("Purpose of users")).getAllByRole("option");
    expect(purposes.map((option) => option.textContent)).toEqual([
      "All",
      "Customer 360",
      "Privacy-Metadata",
    ]);
    expect(screen.getByText(/No row and no personal value/)).toBeVisible();
  });

  it("disables a table that the keys may not read, and names the permission", async () => {
    const { user } = await opened();
    expect(field("Import app_clients")).toBeDisabled();
    expect(screen.getByText("cognito-idp:ListUserPoolClients")).toBeVisible();
    await user.click(field("Select all"));
    expect(field("Import app_clients")).not.toBeChecked();
    expect(field("Import user_sign_ins")).toBeChecked();
  });

  it("adds up at the foot what is ticked, as the engine counts it", async () => {
    const { user, asked } = await opened();
    const totals = screen.getByRole("status", { name: "Totals" });
    expect(totals).toHaveTextContent("7 of 9 tables chosen");
    await user.click(field("Select all: About the pool"));
    await user.click(field("Select all: About people"));
    await user.click(field("Import users"));
    expect(totals).toHaveTextContent("1 of 9 tables chosen");
    await waitFor(() => expect(totals).toHaveTextContent("about 415 AWS calls"));
    expect(totals).toHaveTextContent("about 12,400 rows");
    await user.click(field("Import groups"));
    await waitFor(() => expect(totals).toHaveTextContent("about 416 AWS calls"));
    expect(totals).toHaveTextContent("about 12,414 rows");
    await user.click(field("Import group_members"));
    await waitFor(() => expect(totals).toHaveTextContent("at least 430 AWS calls"));
    expect(asked("estimate").at(-1)?.[1]).toEqual(["users", "groups", "group_members"]);
    expect(JSON.stringify(asked("estimate")), "never what may not be read").not.toContain(
      '["users","app_clients"',
    );
  });

  it("shows the time at each speed beside it, and takes another without a Connect", async () => {
    const { user, asked } = await opened();
    const speeds = within(screen.getByRole("radiogroup", { name: "Speed" }));
    expect(await speeds.findByText("at least 42 s")).toBeVisible();
    expect(speeds.getByText("at least 21 s")).toBeVisible();
    expect(speeds.getByText("at least 14 s")).toBeVisible();
    await user.click(speeds.getByRole("radio", { name: "Full" }));
    const users = within(field("Import users").closest("tr") as HTMLElement);
    expect(users.getByText("14 s")).toBeVisible();
    expect(screen.getByRole("status", { name: "Totals" })).toHaveTextContent(/at least 14 s a run/);
    await user.click(button("Save"));
    await waitFor(() => expect(asked("createDataflow")).toHaveLength(1));
    expect(asked("connect")).toHaveLength(1);
    expect(asked("createDataflow")[0]?.[0]).toMatchObject({ settings: { speed: "full" } });
  });

  it("says what only the first run takes, and what it does to the bill", async () => {
    const { user } = await opened();
    expect(await screen.findByText(/about 207 of these calls are made this once/)).toBeVisible();
    expect(screen.getByText(/makes nobody a billable monthly active user/)).toBeVisible();
    await user.click(field("Select all"));
    await user.click(field("Select all"));
    await user.click(field("Import user_pool"));
    await waitFor(() => expect(screen.queryByText(/are made this once/)).toBeNull());
  });

  it("keeps what is to become of new columns", async () => {
    const { user, asked } = await opened();
    const policies = within(screen.getByRole("radiogroup", { name: /When a new column/ }));
    expect(policies.getByRole("radio", { name: "Take it" })).toBeChecked();
    await user.click(policies.getByRole("radio", { name: "Ask me" }));
    await user.click(button("Save"));
    await waitFor(() => expect(asked("createDataflow")).toHaveLength(1));
    expect(asked("createDataflow")[0]?.[0]).toMatchObject({ drift: "ask" });
  });

  it("has headings that tick and untick theirs, and arrow keys between the ticks", async () => {
    const { user } = await opened();
    const people = field("Select all: About people");
    await user.click(people);
    for (const table of ["users", "user_attributes", "user_identities", "group_members"])
      expect(field(`Import ${table}`), table).not.toBeChecked();
    expect(field("Import user_pool")).toBeChecked();
    expect(screen.getByRole("rowheader", { name: "About people 0 of 4 ticked" })).toBeVisible();
    expect(people).toHaveFocus();
    await user.keyboard("{ArrowDown} {ArrowDown}{ArrowDown} {ArrowUp}{ArrowUp}{ArrowUp}");
    expect(field("Import users")).toBeChecked();
    expect(field("Import user_attributes")).not.toBeChecked();
    expect(field("Import user_identities")).toBeChecked();
    expect(people).toHaveFocus();
  });

  it("leads to the policy for what is missing", async () => {
    const fake = makeFake();
    const wizard = await open({ kind: "new" }, { fake, help: () => <p>The policy</p> });
    await toCredentials(wizard);
    await fillCredentials(wizard);
    await wizard.user.click(button("Next"));
    await screen.findByRole("heading", { name: "Tables" });
    await wizard.user.click(button("Show the policy"));
    expect(screen.getByRole("complementary", { name: "Setup guide" })).toHaveFocus();
  });

  it("saves and runs by Ctrl and Enter from anywhere in it", async () => {
    const wizard = await opened();
    await wizard.user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(wizard.asked("startRun")).toHaveLength(1));
  });

  it("searches, and Select all takes what is shown", async () => {
    const { user } = await opened();
    await user.click(field("Select all"));
    await user.click(field("Select all"));
    await user.type(field("Search tables"), "group");
    expect(screen.getAllByRole("row"), "the head, two headings, two tables").toHaveLength(5);
    await user.click(field("Select all shown"));
    await user.clear(field("Search tables"));
    expect(field("Import groups")).toBeChecked();
    expect(field("Import group_members")).toBeChecked();
    expect(field("Import user_pool")).not.toBeChecked();
  });

  it("checks a table's name once it is left, beside it", async () => {
    const { user, asked } = await opened();
    const name = field("Table name for users");
    await user.clear(name);
    await user.type(name, "my users");
    await waitFor(() => expect(JSON.stringify(asked("checkTables").at(-1))).toContain("my users"));
    expect(name).not.toHaveAttribute("aria-invalid", "true");
    await user.tab();
    await waitFor(() => expect(name).toHaveAttribute("aria-invalid", "true"));
    await user.click(button("Save"));
    await waitFor(() => expect(name).toHaveFocus());
    expect(asked("createDataflow")).toHaveLength(0);
  });

  it("wants one table at least", async () => {
    const { user, asked } = await opened();
    await user.click(field("Select all"));
    await user.click(field("Select all"));
    await user.click(button("Save"));
    expect(await screen.findByText("Tick at least one table.")).toHaveFocus();
    expect(asked("createDataflow")).toHaveLength(0);
  });

  it("ticks a single table by itself", async () => {
    const fake = makeFake();
    fake.commands.connect = async (_attempt, connector, settings) => {
      const found = fakeFound(connector, settings);
      return {
        ...found,
        tables: found.tables.filter(({ table }) => table.id === "user_sign_ins"),
      };
    };
    await opened(fake);
    expect(field("Import user_sign_ins")).toBeChecked();
  });

  it("hands over names and purposes", async () => {
    const wizard = await opened();
    const { user } = wizard;
    await user.click(field("Select all"));
    await user.click(field("Select all"));
    await user.click(field("Import users"));
    await user.selectOptions(field("Purpose of users"), "Privacy-Metadata");
    await user.clear(field("Table name for users"));
    await user.type(field("Table name for users"), "people");
    await user.click(button("Save"));
    await waitFor(() => expect(wizard.address()).toBe("/imports"));
    expect(wizard.asked("createDataflow")[0]?.[0]).toMatchObject({
      tables: [{ source: "users", target: "people", purpose: "privacy_metadata" }],
    });
  });
});
