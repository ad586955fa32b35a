/** Two versions of a table, compared. */
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Subject, TableQuery } from "../ipc";
import { address, openWindow } from "./testing";

const counts = (label: string) => screen.findByRole("list", { name: label }, { timeout: 10_000 });
const cell = (row: number, column: number) =>
  document.querySelector<HTMLElement>(
    `[aria-rowindex="${row + 1}"] [role=gridcell][aria-colindex="${column + 1}"]`,
  );

describe("two versions compared", () => {
  it("are the one before and now, from a table's bar", async () => {
    const { user, asked } = openWindow("/databases/2/users");
    await screen.findByRole("grid");
    await user.click(screen.getByRole("link", { name: "Compare…" }));
    await screen.findByRole("grid", { name: "Rows of the comparison" });
    const subject = asked("openTable").at(-1)?.[0] as Subject;
    expect(subject).toMatchObject({ kind: "comparison", table: "users", to: { kind: "now" } });
    const before =
      subject.kind === "comparison" && subject.from.kind === "asOf" && subject.from.run;
    expect(screen.getByText(/^What became of users from run/)).toHaveTextContent(`run ${before}, `);
    await waitFor(() => expect(cell(1, 0)).toHaveTextContent("Added"));
    expect(cell(1, 2), "who came").toHaveTextContent("Sam 0");
    expect(cell(1, 3)).toHaveTextContent("sam0@example.com");
    expect(cell(1, 4)).toHaveTextContent("the whole row");
    expect(cell(1, 6), "what is not there is no NULL").toHaveTextContent("");
  });

  it("are counted by change and by column; choosing a count asks for its lines", async () => {
    const { user, asked } = openWindow("/databases/2/users/compare");
    const kinds = await counts("By change");
    expect(
      within(kinds)
        .getAllByRole("button")
        .map((each) => each.textContent),
    ).toEqual(["Rows added 37", "Cells changed 112", "Rows removed 4"]);
    const question = () => asked("openTable").at(-1)?.[1] as TableQuery;
    await user.click(within(kinds).getByRole("button", { name: /^Cells changed/ }));
    await waitFor(() => expect(cell(1, 0)).toHaveTextContent("Changed"));
    await user.click(within(await counts("By column")).getByRole("button", { name: /^name/ }));
    expect(question().filters).toEqual([
      { column: "change", test: { kind: "equals", text: "changed" }, not: false },
      { column: "column", test: { kind: "equals", text: "name" }, not: false },
    ]);
    await waitFor(() => expect(cell(1, 6)).toHaveTextContent("U+202E"));
    expect(
      within(kinds).getByRole("button", { name: /^Rows added/ }),
      "of all lines",
    ).toHaveTextContent("37");
    const chosen = within(await counts("By change")).getByRole("button", { pressed: true });
    await user.click(chosen);
    await waitFor(() => expect(question().filters).toHaveLength(1));
  });

  it("are counted by what can be counted, where something cannot", async () => {
    const world = openWindow("/imports");
    await screen.findByRole("heading", { name: "Imports" });
    const { profileColumn } = world.fake.commands;
    const tried: string[] = [];
    world.fake.commands.profileColumn = async (view, column) => {
      tried.push(column);
      if (column === "change") throw { code: "other", message: "No.", hint: "", fields: [] };
      return profileColumn(view, column);
    };
    await world.happens(() => {
      window.location.hash = "/databases/2/users/compare?where=change&is=changed";
    });
    await counts("By column");
    expect(screen.queryByRole("list", { name: "By change" })).toBeNull();
    expect(tried).toEqual(["change", "column"]);
    await waitFor(() => expect(world.fake.open.size, "what was opened for it is closed").toBe(1));
  });

  it("are swapped and chosen, and the address says which", async () => {
    const { user, asked } = openWindow("/databases/2/users/compare?from=58&to=now");
    await counts("By change");
    await user.click(screen.getByRole("button", { name: "Swap the two versions" }));
    expect(address()).toBe("#/databases/2/users/compare?from=now&to=58");
    await waitFor(() =>
      expect(asked("openTable").at(-1)?.[0]).toMatchObject({
        from: { kind: "now" },
        to: { kind: "asOf", run: 58 },
      }),
    );
    await user.click(screen.getByRole("combobox", { name: "To" }));
    await user.click(await screen.findByRole("option", { name: /^Now/ }));
    expect(await screen.findByRole("heading", { name: "The same version twice" })).toBeVisible();
  });

  it("say that nothing changed, that a run is not there, or why it cannot be told", async () => {
    const { user, fake } = openWindow("/databases/2/groups/compare");
    expect(await screen.findByRole("heading", { name: "Nothing changed" })).toBeVisible();
    window.location.hash = "/databases/2/users/compare?from=9999&to=now";
    expect(await screen.findByRole("heading", { name: "Choose two versions" })).toBeVisible();
    window.location.hash = "/databases/2/nothing/compare";
    expect(await screen.findByRole("heading", { name: "No such table" })).toBeVisible();
    fake.fail("openTable", {
      code: "other",
      message: "This version is no longer kept.",
      hint: "Look at a newer one.",
      detail: null,
      fields: [],
    });
    window.location.hash = "/databases/2/users/compare";
    expect(await screen.findByText("This version is no longer kept.")).toBeVisible();
    fake.mend("openTable");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await counts("By change");
  });

  it("say while they are compared that they are, and can be stopped", async () => {
    const { user, fake } = openWindow("/databases/2/users");
    await screen.findByRole("grid");
    fake.listing.listed = 0;
    await user.click(screen.getByRole("link", { name: "Compare…" }));
    expect((await screen.findAllByText("Comparing the versions …"))[0]).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(await screen.findByRole("heading", { name: "You stopped the search" })).toBeVisible();
    await waitFor(() => expect(fake.open.size).toBe(0));
  });

  it("open from a run's page: with the version before, and with now", async () => {
    const { user } = openWindow("/history/run/58");
    const before = await screen.findByRole("link", { name: "Compare with the version before" });
    expect(before).toHaveAttribute("href", expect.stringMatching(/from=\d+&to=58$/));
    await user.click(screen.getByRole("link", { name: "Compare with now" }));
    expect(address()).toMatch(/^#\/databases\/\d\/users\/compare\?from=58&to=now$/);
    await counts("By change");
  });

  it("show on a line's card what became of its row", async () => {
    const { user } = openWindow("/databases/2/users/compare");
    await counts("By change");
    await user.click(cell(1, 1) as HTMLElement);
    await user.click(await screen.findByRole("tab", { name: "History" }));
    expect(await screen.findByRole("link", { name: "Run 45" })).toBeVisible();
  });
});
