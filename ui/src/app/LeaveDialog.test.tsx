import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { openWindow } from "./testing";

it("asks what becomes of the runs under way, and says so to the engine", async () => {
  const { fake, user, asked, happens } = openWindow("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  await happens(() => fake.events.closeAsked.emit({ runs: 2, exports: 0 }));
  expect(await screen.findByRole("dialog", { name: "2 runs are under way" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Keep the window open" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked("leave"), "staying leaves the runs alone").toEqual([]);
  await happens(() => fake.events.closeAsked.emit({ runs: 1, exports: 0 }));
  await user.click(await screen.findByRole("button", { name: "Stop and close" }));
  expect(asked("leave")).toEqual([["stop"]]);
});

it("asks about exports as about runs, and says what becomes of each", async () => {
  const { fake, user, asked, happens } = openWindow("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  await happens(() => fake.events.closeAsked.emit({ runs: 0, exports: 1 }));
  const dialog = await screen.findByRole("dialog", { name: "An export is under way" });
  expect(dialog).toHaveTextContent("Or it stops now: nothing of it is left.");
  await user.click(screen.getByRole("button", { name: "Keep the window open" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await happens(() => fake.events.closeAsked.emit({ runs: 1, exports: 2 }));
  const both = await screen.findByRole("dialog", { name: "A run and 2 exports are under way" });
  expect(both).toHaveTextContent("Run goes on where it stood; of an export nothing is left.");
  await user.click(screen.getByRole("button", { name: "Go on in the background" }));
  expect(asked("leave")).toEqual([["go_on"]]);
});
