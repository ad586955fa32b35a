import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { UiError } from "../../ipc";
import {
  button,
  CANARY,
  field,
  fillCredentials,
  type Opened,
  open,
  toCredentials,
} from "./testing";

async function opened(state?: Parameters<typeof open>[1]): Promise<Opened> {
  const wizard = await open({ kind: "new" }, state);
  await toCredentials(wizard);
  return wizard;
}

/** jsdom's files cannot be read as text. */
const keyFile = (text: string) =>
  Object.assign(new File([text], "rootkey.csv", { type: "text/csv" }), { text: async () => text });
const GOOD_FILE = `\ufeffAccess key ID,Secret access key\r\nAKIAFROMFILE,${CANARY}\r\n`;

const refused: UiError = {
  code: "check_failed",
  message: "AWS does not know this access key ID.",
  hint: "Copy it again, or make a new key.",
  detail: "UnrecognizedClientException, request 1-2-3",
  fields: [],
};

describe("fields", () => {
  it("fills in the Region from the pool ID, and says at once when they contradict", async () => {
    const { user } = await opened();
    await user.type(field("User Pool ID"), "eu-west-1_AbC");
    expect(field("Region")).toHaveValue("eu-west-1");
    await user.clear(field("Region"));
    await user.type(field("Region"), "us-east-1");
    expect(field("Region")).toHaveAccessibleDescription(/This user pool is in eu-west-1/);
    expect(field("Region")).toHaveFocus();
  });

  it("judges a field when it is left, in Rust's words", async () => {
    const { user } = await opened();
    await user.type(field("User Pool ID"), "nonsense");
    expect(field("User Pool ID")).not.toHaveAttribute("aria-invalid", "true");
    await user.tab();
    expect(await screen.findByText("A User Pool ID looks like eu-west-1_AbCdEfGhI.")).toBeVisible();
  });

  it("cleans pasted keys", async () => {
    const { user, asked } = await opened();
    await user.type(field("User Pool ID"), "eu-west-1_AbC");
    await user.click(field("Access key ID"));
    await user.paste('  "AKIAIOSFODNN7EXAMPLE"\n');
    expect(field("Access key ID")).toHaveValue("AKIAIOSFODNN7EXAMPLE");
    await user.click(field("Secret access key"));
    await user.paste(` “${CANARY}”\r\n`);
    await user.click(button("Connect"));
    await screen.findByText(/Connected to/);
    expect(asked("connect")[0]?.[3]).toEqual({ secret_access_key: CANARY });
  });

  it("masks the secret until it is asked to show it", async () => {
    const { user } = await opened();
    const secret = field("Secret access key");
    await user.type(secret, CANARY);
    expect(secret).toHaveAttribute("type", "password");
    await user.click(button("Show or hide the Secret access key"));
    expect(secret).toHaveAttribute("type", "text");
    // The attribute would be in the page's source; what is typed is in the property alone.
    expect(document.body.innerHTML).not.toContain(CANARY);
  });

  it("shows other ways to sign in, with their fields", async () => {
    const { user } = await opened();
    await user.click(screen.getByText("Sign in another way"));
    await user.click(field(/Temporary keys/));
    expect(field("Session token")).toBeInTheDocument();
    await user.click(field(/Profile of this computer/));
    expect(field("Profile")).toHaveValue("default");
    expect(screen.queryByLabelText("Secret access key")).toBeNull();
    await user.click(screen.getByText("Advanced"));
    expect(field(/Endpoint address/)).toBeInTheDocument();
    expect(field(/Gentle/)).toBeInTheDocument();
  });

  it("leads to the first empty field when Next fails", async () => {
    const { user, asked } = await opened();
    await user.click(button("Next"));
    await waitFor(() => expect(field("User Pool ID")).toHaveFocus());
    expect(screen.getAllByText(/cannot be left empty/)).toHaveLength(4);
    expect(asked("connect")).toHaveLength(0);
  });
});

describe("the access-key file", () => {
  it("fills in both keys when it is chosen", async () => {
    const { user } = await opened();
    await user.upload(field("Access-key file", { selector: "input" }), keyFile(GOOD_FILE));
    expect(await screen.findByText(/Both keys were read/)).toBeVisible();
    expect(field("Access key ID")).toHaveValue("AKIAFROMFILE");
    expect(field("Secret access key")).toHaveValue(CANARY);
  });

  it("fills in both keys when it is dropped", async () => {
    await opened();
    fireEvent.drop(screen.getByRole("region", { name: "Access-key file" }), {
      dataTransfer: { files: [keyFile(GOOD_FILE)] },
    });
    await waitFor(() => expect(field("Access key ID")).toHaveValue("AKIAFROMFILE"));
  });

  it("is refused in words when it is something else", async () => {
    const { user } = await opened();
    await user.upload(field("Access-key file", { selector: "input" }), keyFile("name,mail\na,b"));
    expect(await screen.findByText(/not an access-key file/)).toBeVisible();
    expect(field("Access key ID")).toHaveValue("");
  });
});

describe("Choose from my account", () => {
  it("says what is needed first", async () => {
    const { user, asked } = await opened();
    await user.click(button("Choose from my account"));
    expect(
      screen.getByText(
        "To list the pools, first fill in: Region, Access key ID, Secret access key.",
      ),
    ).toBeVisible();
    expect(asked("sourceChoices")).toHaveLength(0);
  });

  it("lists the pools and fills in the chosen one", async () => {
    const wizard = await opened();
    const { user } = wizard;
    await fillCredentials(wizard);
    await user.clear(field("User Pool ID"));
    await user.click(button("Choose from my account"));
    const dialog = await screen.findByRole("dialog", { name: "Choose a user pool" });
    await user.click(await within(dialog).findByRole("button", { name: /staff/ }));
    expect(field("User Pool ID")).toHaveValue("eu-west-1_ZyXwVuTsR");
    expect(wizard.asked("sourceChoices")[0]?.[2]).toEqual({ secret_access_key: CANARY });
  });

  it("says why they cannot be listed", async () => {
    const wizard = await opened();
    await fillCredentials(wizard);
    wizard.fake.fail("sourceChoices", {
      ...refused,
      message: "These keys may not list the pools.",
      hint: "Type the ID.",
    });
    await wizard.user.click(button("Choose from my account"));
    expect(await screen.findByText("These keys may not list the pools.")).toBeVisible();
    expect(screen.getByText("Type the ID.")).toBeVisible();
  });
});

describe("Connect", () => {
  it("shows all four checks and the pool's name", async () => {
    const wizard = await opened();
    await fillCredentials(wizard);
    await wizard.user.click(button("Connect"));
    await screen.findByText(/Connected to/);
    const checks = within(screen.getByRole("list", { name: "Checks" })).getAllByRole("listitem");
    expect(checks.map((check) => check.textContent)).toEqual([
      "Reach AWS Passed",
      "Keys accepted Passed",
      "Pool found PassedFound the pool shop-customers.",
      "Tables allowed Passed",
    ]);
    expect(screen.getByRole("heading", { name: "Credentials" })).toBeVisible();
  });

  it("names the cause and the fix of a failure, with Details, and can be tried again", async () => {
    const wizard = await opened();
    const { user, fake } = wizard;
    await fillCredentials(wizard);
    fake.fail("connect:keys", refused);
    await user.click(button("Next"));
    expect(await screen.findByText("AWS does not know this access key ID.")).toBeVisible();
    expect(screen.getByText("Copy it again, or make a new key.")).toBeVisible();
    expect(screen.getByText("UnrecognizedClientException, request 1-2-3")).toBeInTheDocument();
    const checks = within(screen.getByRole("list", { name: "Checks" })).getAllByRole("listitem");
    expect(checks[0]).toHaveTextContent("Passed");
    expect(checks[3]).toHaveTextContent("Not checked");
    expect(checks[1]).toContainElement(document.activeElement as HTMLElement);
    fake.mend("connect:keys");
    await user.click(button("Connect again"));
    expect(await screen.findByText(/Connected to/)).toBeVisible();
  });

  it("is cancelled, and says so to Rust", async () => {
    const wizard = await opened({ state: "normal" });
    await fillCredentials(wizard);
    const { fake, user } = wizard;
    let letGo = () => {};
    fake.commands.connect = () =>
      new Promise((_, reject) => {
        letGo = () => reject(refused);
      });
    await user.click(button("Connect"));
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(wizard.asked("cancelConnect")).toHaveLength(1));
    letGo();
    expect(await screen.findByRole("button", { name: "Connect" })).toBeEnabled();
    expect(screen.queryByText(refused.message)).toBeNull();
  });

  it("is stale once a setting changes", async () => {
    const wizard = await opened();
    await fillCredentials(wizard);
    await wizard.user.click(button("Connect"));
    await screen.findByText(/Connected to/);
    await wizard.user.type(field("Access key ID"), "X");
    expect(screen.getByText(/Something changed since the last Connect/)).toBeVisible();
    expect(screen.queryByText(/Connected to/)).toBeNull();
    await wizard.user.click(button("Next"));
    await screen.findByRole("heading", { name: "Tables" });
    expect(wizard.asked("connect")).toHaveLength(2);
  });
});

describe("without a keychain", () => {
  it("says so, and goes on only when the secret may be for this run only", async () => {
    const wizard = await opened({ state: "no-keychain" });
    const { user } = wizard;
    await fillCredentials(wizard);
    expect(screen.getByText(/No keychain answers/)).toBeVisible();
    await user.click(button("Next"));
    expect(await screen.findByText(/Tick this to go on without a keychain/)).toBeVisible();
    await user.click(field("Enter for this run only"));
    await user.click(button("Next"));
    await screen.findByRole("heading", { name: "Tables" });
    await user.click(button("Save and run"));
    await waitFor(() => expect(wizard.address()).toBe("/imports"));
    expect(wizard.asked("createDataflow")[0]?.[2]).toBe("this_run_only");
    expect(wizard.asked("startRun")[0]?.[1]).toEqual({ secret_access_key: CANARY });
  });
});

describe("the help beside the form", () => {
  it("follows the field with the focus, and is given no secret", async () => {
    const seen: unknown[] = [];
    const wizard = await opened({
      help: (props) => {
        seen.push(props);
        return <p>Help for {props.field}</p>;
      },
    });
    await fillCredentials(wizard);
    expect(await screen.findByText("Help for secret_access_key")).toBeVisible();
    await wizard.user.click(field("Region"));
    expect(screen.getByText("Help for region")).toBeVisible();
    expect(seen.at(-1)).toMatchObject({
      policy: {
        connector: "cognito-user-pool",
        tables: expect.arrayContaining(["users", "app_clients"]),
      },
    });
    expect(JSON.stringify(seen)).not.toContain(CANARY);
  });
});

describe("an identity pool", () => {
  async function toIdentityPool() {
    const wizard = await open({ kind: "new" });
    const { user } = wizard;
    await user.type(field("Name"), "Identities{Enter}");
    await user.click(await screen.findByRole("radio", { name: "AWS Cognito identity pool" }));
    await user.click(button("Next"));
    await screen.findByRole("heading", { name: "Details" });
    await user.click(button("Next"));
    await screen.findByRole("heading", { name: "Credentials" });
    return wizard;
  }

  it("fills in the Region from its ID, and says at once when they contradict", async () => {
    const { user } = await toIdentityPool();
    await user.type(field("Identity Pool ID"), "eu-west-1:0a1b");
    expect(field("Region")).toHaveValue("eu-west-1");
    await user.clear(field("Region"));
    await user.type(field("Region"), "us-east-1");
    expect(field("Region")).toHaveAccessibleDescription(/This identity pool is in eu-west-1/);
  });

  it("is chosen from the account, by its size where that is known", async () => {
    const { user, asked } = await toIdentityPool();
    await user.type(field("Region"), "eu-west-1");
    await user.type(field("Access key ID"), "AKIAIOSFODNN7EXAMPLE");
    await user.type(field("Secret access key"), CANARY);
    await user.type(field("Identity Pool ID"), "half typed");
    await user.click(button("Choose from my account"));
    const dialog = within(await screen.findByRole("dialog", { name: "Choose an identity pool" }));
    expect(await dialog.findByText(/about 2,400 identities/)).toBeVisible();
    expect(dialog.getByRole("button", { name: /^old_app eu-west-1:f[-0-9a-f]+$/ })).toBeVisible();
    expect(asked("sourceChoices")[0]?.[1]).not.toHaveProperty("identity_pool_id");
    await user.click(dialog.getByRole("button", { name: /shop_app/ }));
    expect(field("Identity Pool ID")).toHaveValue("eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789");
    await user.click(button("Next"));
    await screen.findByRole("heading", { name: "Tables" });
    expect(field("Import identities")).toBeChecked();
    expect(field("Import sync_records")).not.toBeChecked();
  });
});
