import { screen } from "@testing-library/react";
import axe from "axe-core";
import { expect, it } from "vitest";
import type { FakeState } from "../ipc/fake/begin";
import { openWindow } from "./testing";

// Contrast needs a real layout: `styles/tokens.test.ts` computes it, the real window measures it.
const rules = { "color-contrast": { enabled: false } };

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document.body, { rules });
  return found.flatMap((each) =>
    each.nodes.map((node) => `${each.id}: ${node.failureSummary} ${node.html.slice(0, 200)}`),
  );
}

const screens: [string, FakeState, string][] = [
  ["/imports", "normal", "Shop"],
  ["/imports", "first", "No dataflows yet"],
  ["/imports", "error", "The dataflows cannot be shown"],
  ["/history", "normal", "Published"],
  ["/history?dataflow=5", "normal", "Published"],
  ["/history?search=nothing+has+this", "normal", "No run matches"],
  ["/history?from=2026-11-10&to=2026-11-09", "normal", "A filter needs another look"],
  ["/history/run/61", "normal", "Progress"],
  ["/history/run/62", "normal", "What changed"],
  ["/history/run/63", "normal", "Description"],
  ["/databases/1/users", "normal", "Databases"],
  ["/databases/2/users/compare", "normal", "Rows added"],
  ["/directory", "normal", "No organization"],
  ["/directory", "first", "Nobody here yet"],
  ["/directory", "error", "The directory cannot be shown"],
  ["/settings", "normal", "Keychain"],
  ["/history/run/7", "normal", "Completeness"],
  ["/guide/identity-pool", "normal", "What it brings"],
  ["/guide/policy", "normal", "The policy for your tables"],
  ["/nowhere", "normal", "There is nothing here"],
];

it.each(screens)("%s (%s) has no fault that axe can find", async (address, state, sign) => {
  openWindow(address, { state });
  // Some places are loaded when they are first asked for.
  await screen.findAllByText(new RegExp(sign), {}, { timeout: 10_000 });
  if (address.startsWith("/databases")) await screen.findByRole("grid");
  expect(await violations()).toEqual([]);
});

it("the menu and a dialog have no fault that axe can find", async () => {
  const { user } = openWindow("/imports");
  await user.click(await screen.findByRole("button", { name: "Actions of Loyalty" }));
  await screen.findByRole("menu");
  expect(await violations()).toEqual([]);
  await user.click(screen.getByRole("menuitem", { name: "Remove" }));
  await screen.findByRole("button", { name: "Delete" });
  expect(await violations()).toEqual([]);
});

it("a rollback with its preview has no fault that axe can find", async () => {
  const { user } = openWindow("/imports");
  await user.click(await screen.findByRole("button", { name: "Actions of Loyalty" }));
  await user.click(await screen.findByRole("menuitem", { name: "Rollback" }));
  const [choice] = await screen.findAllByRole("radio");
  await user.click(choice as HTMLElement);
  await screen.findByRole("table", { name: "What will change" });
  expect(await violations()).toEqual([]);
});

it("a history summed up in a table has no fault that axe can find", async () => {
  const { user } = openWindow("/history");
  await user.click(await screen.findByRole("button", { name: "Show as a table" }));
  expect(await violations()).toEqual([]);
});

it("the wizard's tables have no fault that axe can find", async () => {
  const { user } = openWindow("/imports/1/edit");
  // The wizard is loaded when it is first asked for.
  const credentials = { name: /Credentials/ };
  await user.click(await screen.findByRole("button", credentials, { timeout: 10_000 }));
  await user.click(await screen.findByRole("button", { name: "Connect" }));
  await screen.findByText(/Connected to/);
  await user.click(screen.getByRole("button", { name: /Tables/ }));
  await screen.findByRole("radiogroup", { name: "Speed" });
  expect(await violations()).toEqual([]);
});

it.each(["Profile", "History"])(
  "the %s at the side has no fault that axe can find",
  async (name) => {
    const { user } = openWindow("/databases/1/groups");
    if (name === "Profile") {
      await user.click(await screen.findByRole("button", { name }));
      await user.click(await screen.findByRole("button", { name: "created_at" }));
      await screen.findByRole("region", { name: "Most frequent values" });
    } else {
      await user.click(await screen.findByText("noor"));
      await user.click(await screen.findByRole("tab", { name }));
      await screen.findByText(/This history stays/);
    }
    expect(await violations()).toEqual([]);
  },
);

it("columns that wait for an answer have no fault that axe can find", async () => {
  const { user, fake } = openWindow("/history");
  fake.wait(62, [{ table: "users", original: "custom:tier" }]);
  await user.click(await screen.findByRole("link", { name: /Run 62 of Loyalty$/ }));
  await screen.findByRole("region", { name: "Waiting for you" });
  expect(await violations()).toEqual([]);
});

it("what a column holds, and forgetting a person, have no fault that axe can find", async () => {
  const { user } = openWindow("/databases/1/users");
  await screen.findByText("noor@example.com");
  await user.click(screen.getByLabelText("Mask personal data"));
  await user.click(screen.getByLabelText("Menu of column email"));
  await user.click(await screen.findByText("What it holds…"));
  await screen.findByLabelText(/^As found/);
  expect(await violations()).toEqual([]);
  await user.click(screen.getByText("Keep as it is"));
  await user.dblClick((await screen.findAllByText("n•••"))[0] as HTMLElement);
  await user.click(await screen.findByText("Forget this person…"));
  await screen.findByText("Deleted from Shop");
  expect(await violations()).toEqual([]);
}, 60_000);
