import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { TableOffer } from "../../ipc";
import { makeFake } from "../../ipc/fake";
import { fakeTables } from "../../ipc/fake-connectors";
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
    expect(users.getByText("about 12,400")).toBeVisible();
    expect(users.getByText("about 207")).toBeVisible();
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
    expect(field("Import user_pool")).toBeChecked();
  });

  it("adds up at the foot what is ticked", async () => {
    const { user } = await opened();
    const totals = screen.getByRole("status", { name: "Totals" });
    expect(totals).toHaveTextContent("1 of 8 tables chosen");
    expect(totals).toHaveTextContent("about 12,400 rows");
    await user.click(field("Import groups"));
    expect(totals).toHaveTextContent("2 of 8 tables chosen");
    expect(totals).toHaveTextContent("about 12,414 rows");
    expect(totals).toHaveTextContent("about 208 AWS calls");
  });

  it("searches, and Select all takes what is shown", async () => {
    const { user } = await opened();
    await user.type(field("Search tables"), "group");
    expect(screen.getAllByRole("row")).toHaveLength(3);
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
    await user.click(field("Import users"));
    await user.click(button("Save"));
    expect(await screen.findByText("Tick at least one table.")).toHaveFocus();
    expect(asked("createDataflow")).toHaveLength(0);
  });

  it("ticks a single table by itself", async () => {
    const fake = makeFake();
    const [, , identities] = fakeTables;
    if (identities === undefined) throw new Error("the fake has fewer tables");
    const only: TableOffer = {
      table: identities,
      access: "allowed",
      rows: null,
      calls: null,
      seconds: null,
    };
    fake.commands.connect = async (_attempt, _connector, settings) => ({
      sourceName: "staff",
      settings,
      tables: [only],
    });
    await opened(fake);
    expect(field(`Import ${identities.id}`)).toBeChecked();
  });

  it("hands over names and purposes", async () => {
    const wizard = await opened();
    const { user } = wizard;
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
