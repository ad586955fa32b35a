import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openWindow } from "./testing";

describe("while nothing can be written", () => {
  it("says so above every place, and offers nothing that would write but what makes room", async () => {
    const { user } = openWindow("/imports", { state: "full-disk" });
    const title = await screen.findByText("The disk is full, so Poolhouse can only read.");
    expect(title).toBeVisible();
    expect(await screen.findByRole("button", { name: "New dataflow" })).toBeDisabled();
    await user.click(await screen.findByRole("button", { name: "Actions of Loyalty" }));
    const menu = within(await screen.findByRole("menu"));
    for (const name of ["Edit", "Run", "Rollback", "Duplicate"])
      expect(menu.getByRole("menuitem", { name })).toHaveAttribute("aria-disabled", "true");
    for (const name of ["Run history", "Open database", "Remove"])
      expect(menu.getByRole("menuitem", { name })).not.toHaveAttribute("aria-disabled");
  });

  it("is over once there is room", async () => {
    const { fake, user } = openWindow("/imports", { state: "full-disk" });
    const again = await screen.findByRole("button", { name: "Look again" });
    fake.makeRoom();
    await user.click(again);
    await waitFor(() => expect(screen.queryByRole("button", { name: "Look again" })).toBeNull());
    expect(screen.getByRole("link", { name: "New dataflow" })).toBeVisible();
  });
});
