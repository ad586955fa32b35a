import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { openWindow } from "./testing";

it("asks what becomes of the runs under way, and says so to the engine", async () => {
  const { fake, user, asked, happens } = openWindow("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  await happens(() => fake.events.closeAsked.emit(2));
  expect(await screen.findByRole("dialog", { name: "2 runs are under way" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Keep the window open" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked("leave"), "staying leaves the runs alone").toEqual([]);
  await happens(() => fake.events.closeAsked.emit(1));
  await user.click(await screen.findByRole("button", { name: "Stop and close" }));
  expect(asked("leave")).toEqual([["runs_stop"]]);
});
