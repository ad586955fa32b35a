/** What another program did meanwhile: nothing tells the window of a run of the command line. */
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Fake } from "../ipc/fake";
import { openWindow } from "./testing";

const summary = (count: number) => screen.findByText(new RegExp(`^${count} databases: SQLite`));

/** Newsletter never ran: a run by another program brings its database. */
const bring = (fake: Fake) => {
  fake.held.rows = fake.held.rows.map((row) => ({ ...row, hasDatabase: true }));
};

it("is there when one opens the databases again", async () => {
  const { user, fake } = openWindow("/databases/1/users");
  const before = (await screen.findByText(/^\d+ databases: SQLite/)).textContent;
  await user.click(screen.getByRole("link", { name: "Settings" }));
  await screen.findByRole("heading", { name: "Settings" });
  bring(fake);
  await user.click(screen.getByRole("link", { name: "Databases" }));
  expect((await summary(6)).textContent).not.toBe(before);
  expect(await screen.findByRole("link", { name: "Newsletter" })).toBeVisible();
});

it("is there when one comes back to the window, and nothing flashes", async () => {
  const { fake, happens } = openWindow("/databases/1/users");
  await screen.findByRole("link", { name: "Loyalty" });
  const grid = await screen.findByRole("grid");
  bring(fake);
  await happens(() => window.dispatchEvent(new Event("focus")));
  await summary(6);
  expect(screen.getByRole("grid"), "the rows stayed").toBe(grid);
});
