import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { makeFake } from "../../ipc/fake";
import { fakeConnectors } from "../../ipc/fake/connectors";
import { button, CANARY, field, fillCredentials, open, toCredentials } from "./testing";

describe("Name", () => {
  it("shows the rule before it is broken, and no error before the field is left", async () => {
    const { user } = await open();
    const name = field("Name");
    expect(name).toHaveFocus();
    expect(name).toHaveAccessibleDescription(/Start with a letter/);
    await user.type(name, "1 bad name");
    await waitFor(() => expect(name).not.toHaveAttribute("aria-invalid", "true"));
    await user.tab();
    await waitFor(() => expect(name).toHaveAttribute("aria-invalid", "true"));
    expect(screen.getByText(/Start with a letter; use letters/)).toBeVisible();
  });

  it("refuses a name that is taken in another case, and leads back to it", async () => {
    const { user } = await open();
    await user.type(field("Name"), "sHOP");
    await user.click(button("Next"));
    expect(
      await screen.findByText("Another dataflow has this name. Choose a different one."),
    ).toBeVisible();
    expect(field("Name")).toHaveFocus();
    expect(screen.getByRole("heading", { name: "Name" })).toBeVisible();
  });
});

describe("Connector", () => {
  async function opened() {
    const wizard = await open();
    await wizard.user.type(field("Name"), "Customers{Enter}");
    await screen.findByRole("heading", { name: "Connector" });
    return wizard;
  }

  it("has tabs, of which an empty one says so", async () => {
    const { user } = await opened();
    const tabs = screen.getAllByRole("tab").map((tab) => tab.textContent);
    expect(tabs).toEqual(["All categories", "Services and apps", "Files", "Samples"]);
    await user.click(screen.getByRole("tab", { name: "Files" }));
    expect(screen.getByText(/no connector for files yet/)).toBeVisible();
    await user.click(screen.getByRole("tab", { name: "Samples" }));
    expect(screen.getAllByRole("radio")).toHaveLength(1);
  });

  it("searches, and says when nothing matches", async () => {
    const { user } = await opened();
    await user.type(field("Search connectors"), "sample");
    expect(screen.getAllByRole("radio")).toHaveLength(1);
    await user.type(field("Search connectors"), "xyz");
    expect(screen.getByText(/No connector here matches/)).toBeVisible();
  });

  it("moves by arrow keys and takes by Enter", async () => {
    const { user } = await opened();
    expect(field("Search connectors")).toHaveFocus();
    await user.keyboard("{ArrowDown}");
    const [first, second] = screen.getAllByRole("radio");
    expect(first).toHaveFocus();
    await user.keyboard("{ArrowRight}");
    expect(second).toHaveFocus();
    expect(second).toBeChecked();
    await user.keyboard("{ArrowLeft}{Enter}");
    expect(await screen.findByRole("heading", { name: "Details" })).toBeVisible();
  });

  it("asks for one when none is chosen", async () => {
    const { user } = await opened();
    await user.click(button("Next"));
    expect(await screen.findByRole("alert")).toHaveTextContent("Choose a connector");
    expect(screen.getAllByRole("radio")[0]).toHaveFocus();
  });
});

describe("Details", () => {
  it("offers the organizations that are in use", async () => {
    const { user } = await open();
    await user.type(field("Name"), "Customers{Enter}");
    await screen.findByRole("heading", { name: "Connector" });
    await user.click(screen.getAllByRole("radio")[0] as HTMLElement);
    await user.click(button("Next"));
    await screen.findByRole("heading", { name: "Details" });
    expect(field(/Display name/)).toHaveFocus();
    await user.click(field(/Organization/, { selector: "input" }));
    expect(await screen.findByRole("option", { name: "Retail" })).toBeInTheDocument();
    expect(screen.getByRole("option", { name: "Wholesale" })).toBeInTheDocument();
    expect(field(/Description/)).toBeVisible();
  });
});

describe("the whole wizard", () => {
  it("goes from a name to a saved dataflow by keyboard alone", async () => {
    const wizard = await open();
    const { user } = wizard;
    await user.keyboard("Customers{Enter}");
    await screen.findByRole("heading", { name: "Connector" });
    await user.keyboard("cognito user{Enter}");
    await screen.findByRole("heading", { name: "Details" });
    await user.keyboard("All customers{Enter}");
    await screen.findByRole("heading", { name: "Credentials" });
    expect(field("User Pool ID")).toHaveFocus();
    await user.keyboard("eu-west-1_AbCdEfGhI");
    const tabTo = async (target: () => HTMLElement) => {
      for (let step = 0; step < 60 && document.activeElement !== target(); step += 1)
        await user.tab();
      expect(target()).toHaveFocus();
    };
    await tabTo(() => field("Access key ID"));
    await user.keyboard("AKIAIOSFODNN7EXAMPLE");
    await tabTo(() => field("Secret access key"));
    await user.keyboard(`${CANARY}{Enter}`);
    await screen.findByRole("heading", { name: "Tables" });
    expect(field("Search tables")).toHaveFocus();
    // All but users and groups go again.
    await tabTo(() => field("Select all"));
    await user.keyboard("  ");
    await tabTo(() => field("Import users"));
    await user.keyboard(" ");
    await tabTo(() => field("Import groups"));
    await user.keyboard(" ");
    await tabTo(() => field("Table name for groups"));
    await user.keyboard("{Control>}a{/Control}teams");
    await tabTo(() => button("Save and run"));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(wizard.address()).toBe("/imports"));
    expect(wizard.asked("createDataflow")).toEqual([
      [
        {
          name: "Customers",
          connector: "cognito-user-pool",
          settings: expect.objectContaining({
            user_pool_id: "eu-west-1_AbCdEfGhI",
            region: "eu-west-1",
            access_key_id: "AKIAIOSFODNN7EXAMPLE",
          }),
          displayName: "All customers",
          description: "",
          organization: "",
          tables: [
            { source: "users", target: "users", purpose: "all" },
            { source: "groups", target: "teams", purpose: "all" },
          ],
          drift: "take_all",
        },
        { secret_access_key: CANARY },
        "keychain",
      ],
    ]);
    expect(wizard.asked("startRun")).toHaveLength(1);
  });

  it("loses nothing on the way back", async () => {
    const wizard = await open();
    const { user } = wizard;
    await toCredentials(wizard);
    await fillCredentials(wizard);
    await user.click(button("Back"));
    await screen.findByRole("heading", { name: "Details" });
    await user.click(button("Next"));
    await screen.findByRole("heading", { name: "Credentials" });
    expect(field("User Pool ID")).toHaveValue("eu-west-1_AbCdEfGhI");
    expect(field("Secret access key")).toHaveValue(CANARY);
    await user.click(button("Next"));
    await screen.findByRole("heading", { name: "Tables" });
    await user.click(button(/^Name/));
    expect(field("Name")).toHaveValue("Customers");
    await user.click(button("Tables"));
    expect(await screen.findByRole("heading", { name: "Tables" })).toBeVisible();
  });

  it("says in words why it could not be saved, and stays", async () => {
    const wizard = await open();
    const { fake, user } = wizard;
    await toCredentials(wizard);
    await fillCredentials(wizard);
    await user.click(button("Next"));
    await screen.findByRole("heading", { name: "Tables" });
    fake.fail("createDataflow", {
      code: "other",
      message: "The disk is full.",
      hint: "Make 20 MB of room, then save again.",
      detail: null,
      fields: [],
    });
    await user.click(button("Save"));
    expect(await screen.findByRole("alert")).toHaveTextContent("Make 20 MB of room");
    fake.mend("createDataflow");
    await user.click(button("Save"));
    await waitFor(() => expect(wizard.address()).toBe("/imports"));
    expect(wizard.asked("startRun")).toHaveLength(0);
  });

  it("shows what saving refused beside its field", async () => {
    const wizard = await open();
    const { fake, user } = wizard;
    await toCredentials(wizard);
    await fillCredentials(wizard);
    await user.click(button("Next"));
    await screen.findByRole("heading", { name: "Tables" });
    fake.fail("createDataflow", {
      code: "invalid_fields",
      message: "One field is wrong.",
      hint: "",
      detail: null,
      fields: [{ field: "name", message: "This name was taken a moment ago." }],
    });
    await user.click(button("Save"));
    expect(await screen.findByText("This name was taken a moment ago.")).toBeVisible();
    expect(field("Name")).toHaveFocus();
  });
});

describe("a draft", () => {
  it("is kept on leaving, without the secret, and offered on return", async () => {
    const fake = makeFake();
    const first = await open({ kind: "new" }, { fake });
    await toCredentials(first);
    await fillCredentials(first);
    first.unmount();
    await waitFor(() => expect(first.asked("keepWizardDraft").length).toBeGreaterThan(0));
    expect(JSON.stringify(first.asked("keepWizardDraft"))).not.toContain(CANARY);
    const again = await open({ kind: "new" }, { fake, heading: "Go on where you left off?" });
    expect(screen.getByText(/“Customers”/)).toBeVisible();
    await again.user.click(button("Go on where you left off"));
    await screen.findByRole("heading", { name: "Credentials" });
    expect(field("User Pool ID")).toHaveValue("eu-west-1_AbCdEfGhI");
    expect(field("Secret access key")).toHaveValue("");
  });

  it("is thrown away by Start anew", async () => {
    const fake = makeFake();
    const first = await open({ kind: "new" }, { fake });
    await first.user.type(field("Name"), "Customers");
    first.unmount();
    const again = await open({ kind: "new" }, { fake, heading: "Go on where you left off?" });
    await again.user.click(button("Start anew"));
    expect(await screen.findByLabelText("Name")).toHaveValue("");
    await waitFor(() => expect(again.asked("dropWizardDraft")).toHaveLength(1));
  });

  it("is not kept when nothing was typed, and is gone once saved", async () => {
    const fake = makeFake();
    const first = await open({ kind: "new" }, { fake });
    first.unmount();
    const second = await open({ kind: "new" }, { fake });
    expect(second.asked("keepWizardDraft")).toHaveLength(0);
    await toCredentials(second);
    await fillCredentials(second);
    await second.user.click(button("Next"));
    await screen.findByRole("heading", { name: "Tables" });
    await second.user.click(button("Save"));
    await waitFor(() => expect(second.address()).toBe("/imports"));
    second.unmount();
    await open({ kind: "new" }, { fake });
    expect(field("Name")).toHaveValue("");
  });
});

describe("sample data", () => {
  it("is filled in, and walks through the five steps by Next alone", async () => {
    const fake = makeFake();
    await fake.commands.createDataflow(
      {
        name: "SampleData",
        connector: "sample-pool",
        settings: {},
        displayName: "",
        description: "",
        organization: "",
        tables: [],
      },
      {},
      "keychain",
    );
    const wizard = await open({ kind: "new", sample: true }, { fake });
    const { user } = wizard;
    expect(field("Name")).toHaveValue("SampleData2");
    await user.click(button("Next"));
    await screen.findByRole("heading", { name: "Connector" });
    expect(screen.getByRole("radio", { name: /Sample/ })).toBeChecked();
    await user.click(button("Next"));
    await screen.findByRole("heading", { name: "Details" });
    expect(field(/Display name/)).toHaveValue("Sample data");
    await user.click(button("Next"));
    await screen.findByRole("heading", { name: "Credentials" });
    expect(screen.getByText("Nothing is needed here.")).toBeVisible();
    await user.click(button("Connect"));
    await screen.findByText(/Connected to/);
    await user.click(button("Next"));
    await screen.findByRole("heading", { name: "Tables" });
    await user.click(button("Save and run"));
    await waitFor(() => expect(wizard.address()).toBe("/imports"));
    expect(wizard.asked("startRun")).toHaveLength(1);
  });
});

describe("editing", () => {
  it("opens at any step, has Save on each, and keeps the name", async () => {
    const wizard = await open({ kind: "edit", dataflow: 1 });
    const { user } = wizard;
    expect(field("Name")).toHaveAttribute("readonly");
    expect(field("Name")).toHaveAccessibleDescription(/fixed once a dataflow is created/);
    for (const step of ["Tables", "Connector", "Credentials", "Details"]) {
      await user.click(
        within(screen.getByRole("navigation", { name: "Steps" })).getByRole("button", {
          name: new RegExp(step),
        }),
      );
      await screen.findByRole("heading", { name: step });
      expect(button("Save")).toBeEnabled();
    }
    await user.type(field(/Description/), "Now with words");
    await user.click(button("Save"));
    await waitFor(() => expect(wizard.address()).toBe("/imports"));
    const [id, draft, secrets] = wizard.asked("editDataflow")[0] ?? [];
    expect(id).toBe(1);
    expect(draft).toMatchObject({
      name: "Shop",
      description: expect.stringContaining("Now with words"),
    });
    expect(secrets).toBeNull();
  });

  it("shows a stored secret as stored, and replaces it on demand", async () => {
    const wizard = await open({ kind: "edit", dataflow: 1 });
    const { user } = wizard;
    await user.click(button(/Credentials/));
    expect(await screen.findByText("Stored in your keychain")).toBeVisible();
    expect(screen.queryByLabelText("Secret access key")).toBeNull();
    await user.click(button("Replace the Secret access key"));
    expect(field("Secret access key")).toHaveFocus();
    await user.click(button("Keep the stored one"));
    expect(screen.getByText("Stored in your keychain")).toBeVisible();
    await user.click(button("Replace the Secret access key"));
    await user.type(field("Secret access key"), CANARY);
    await user.click(button("Save"));
    await waitFor(() => expect(wizard.asked("editDataflow")).toHaveLength(1));
    expect(wizard.asked("editDataflow")[0]?.[2]).toEqual({ secret_access_key: CANARY });
  });

  it("shows its tables without a Connect, and offers one", async () => {
    const wizard = await open({ kind: "edit", dataflow: 1 });
    await wizard.user.click(button(/Tables/));
    expect(await screen.findByLabelText("Import users")).toBeChecked();
    expect(wizard.asked("connect")).toHaveLength(0);
    await wizard.user.click(button("Connect to refresh"));
    await screen.findByText(/Connected to/);
    expect(wizard.asked("connect")[0]?.[4]).toBe(1);
  });

  it("says that a dataflow is gone", async () => {
    await open({ kind: "edit", dataflow: 999 }, { heading: "This dataflow is no longer there" });
    expect(button("Go to Imports")).toBeVisible();
  });
});

describe("its other states", () => {
  it("shows what failed to load, and one button", async () => {
    await open({ kind: "new" }, { state: "error", heading: "This could not be opened" });
    expect(button("Try again")).toBeVisible();
  });

  it("knows every connector of the fake", async () => {
    const { user } = await open();
    await user.type(field("Name"), "Customers{Enter}");
    await screen.findByRole("heading", { name: "Connector" });
    expect(screen.getAllByRole("radio")).toHaveLength(fakeConnectors.length);
  });
});
