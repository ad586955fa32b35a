import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { TableQuery } from "../ipc";
import { openWindow } from "./testing";

const open = async (address = "/databases/1/users", state?: "huge" | "error" | "loading") => {
  const world = openWindow(address, state ? { state } : {});
  const grid = state === "error" ? null : await screen.findByRole("grid");
  /** What was asked last. */
  const question = () => world.asked("openTable").at(-1)?.[1] as TableQuery;
  return { ...world, grid: grid as HTMLElement, question };
};
const header = (name: string) =>
  screen.getByRole("columnheader", { name: new RegExp(`^${name}(,|$)`) });
const cell = (row: number, column: number) =>
  document.querySelector<HTMLElement>(
    `[aria-rowindex="${row + 1}"] [role=gridcell][aria-colindex="${column + 1}"]`,
  );
const names = () => screen.getAllByRole("columnheader").map((each) => each.textContent);
const count = (words: string) => screen.findByText(words, { selector: "[role=status]" });

describe("the grid", () => {
  it("says how large it is, and draws only what is in sight", async () => {
    const { grid } = await open("/databases/2/users", "huge");
    await count("1,204,331 rows");
    expect(grid).toHaveAttribute("aria-rowcount", "1204332");
    expect(grid).toHaveAttribute("aria-colcount", "8");
    expect(within(grid).getAllByRole("row").length).toBeLessThan(40);
    expect(Number.parseFloat(grid.style.height)).toBeLessThan(33_554_428);
  });

  it("goes to the last of a million rows and back by keyboard, one cell in the tab order", async () => {
    const { user, grid } = await open("/databases/2/users", "huge");
    await count("1,204,331 rows");
    act(() => cell(1, 0)?.focus());
    await user.keyboard("{Control>}{End}{/Control}");
    await waitFor(() => expect(cell(1_204_331, 7)).toHaveFocus());
    expect(await within(grid).findByText("user1204330")).toBeVisible();
    expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
    await user.keyboard("{ArrowUp}{ArrowLeft}");
    expect(cell(1_204_330, 6)).toHaveFocus();
    await user.keyboard("{PageUp}");
    expect(cell(1_204_312, 6)).toHaveFocus();
    await user.keyboard("{Home}{Control>}{Home}{/Control}");
    await waitFor(() => expect(cell(1, 0)).toHaveFocus());
    await user.keyboard("{ArrowUp}");
    expect(header("sub")).toHaveFocus();
  });

  it("steps by the wheel exactly, however long the table is", async () => {
    const { grid } = await open("/databases/2/users", "huge");
    await count("1,204,331 rows");
    const box = grid.parentElement as HTMLElement;
    act(() => {
      box.scrollTop = 5_000_000;
      fireEvent.scroll(box);
    });
    const firstRow = () => Number(within(grid).getAllByRole("row")[1]?.ariaRowIndex);
    // Rows of before stay until those of here have come.
    await waitFor(() => expect(firstRow()).toBeGreaterThan(600_000));
    const before = firstRow();
    for (let turn = 0; turn < 3; turn += 1) fireEvent.wheel(box, { deltaY: 34 });
    await waitFor(() => expect(firstRow() - before).toBe(3));
  });

  it("sorts by a click and by the keyboard: up, down, not at all; Shift adds", async () => {
    const { user, question } = await open();
    await user.click(header("email"));
    await waitFor(() => expect(header("email")).toHaveAttribute("aria-sort", "ascending"));
    expect(question().sort).toEqual([{ column: "email", descending: false }]);
    await user.keyboard("{Enter}");
    expect(header("email")).toHaveAttribute("aria-sort", "descending");
    await user.keyboard("{ArrowRight}{Shift>}{Enter}{/Shift}");
    expect(question().sort).toEqual([
      { column: "email", descending: true },
      { column: "name", descending: false },
    ]);
    await user.click(header("email"));
    expect(header("email")).toHaveAttribute("aria-sort", "none");
  });

  it("makes columns wider, moves, freezes and hides them, and remembers it", async () => {
    const { user, unmount, asked } = await open();
    await user.click(header("email"));
    const width = Number.parseFloat(header("email").style.width);
    await user.keyboard("{Shift>}{ArrowRight}{/Shift}");
    expect(Number.parseFloat(header("email").style.width)).toBe(width + 20);
    await user.keyboard("{Control>}{ArrowLeft}{/Control}");
    expect(names()[1]).toContain("email");
    expect(header("email"), "the focus goes with it").toHaveFocus();
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await user.click(await screen.findByRole("menuitem", { name: "Freeze at the left" }));
    expect(names()[0]).toContain("email");
    await user.click(screen.getByRole("button", { name: /^Columns/ }));
    const dialog = within(await screen.findByRole("dialog", { name: "Columns" }));
    await user.type(dialog.getByRole("searchbox"), "user");
    await user.click(dialog.getByRole("checkbox", { name: "username" }));
    expect(screen.queryByRole("columnheader", { name: /^username/ })).toBeNull();
    unmount();
    const again = await open();
    expect(names()[0]).toContain("email");
    expect(screen.queryByRole("columnheader", { name: /^username/ })).toBeNull();
    expect(asked("openTable").length).toBeGreaterThan(0);
    await again.user.click(screen.getByRole("button", { name: "Columns (1 hidden)" }));
    await again.user.click(await screen.findByRole("button", { name: "Reset the layout" }));
    expect(names()[0]).toContain("sub");
    expect(header("username")).toBeVisible();
  });

  it("takes a column by the mouse to another place", async () => {
    const { grid } = await open();
    const boxes = within(grid).getAllByRole("columnheader");
    boxes.forEach((each, place) => {
      each.getBoundingClientRect = () => new DOMRect(place * 100, 0, 100, 36);
    });
    fireEvent.pointerDown(boxes[0] as HTMLElement, { button: 0, clientX: 50 });
    fireEvent(window, new MouseEvent("pointermove", { clientX: 280 }));
    expect(boxes[2]).toHaveAttribute("data-mark", "after");
    fireEvent(window, new MouseEvent("pointerup", { clientX: 280 }));
    expect(names().map((each) => each?.split(/\W/)[0])).toEqual(
      ["username", "email", "sub", "name", "phone_number"].concat(
        names()
          .slice(5)
          .map((each) => each?.split(/\W/)[0] ?? ""),
      ),
    );
  });

  it("draws a table of 2,000 columns by those in sight, and finds one by name", async () => {
    const { user, grid } = await open("/databases/2/wide", "huge");
    await count("500 rows");
    expect(grid).toHaveAttribute("aria-colcount", "2000");
    expect(within(grid).getAllByRole("columnheader").length).toBeLessThan(20);
    expect(await within(grid).findAllByText("2,048 characters")).not.toHaveLength(0);
    await user.click(screen.getByRole("button", { name: "Columns" }));
    await user.type(await screen.findByRole("searchbox", { name: "Find a column" }), "_1777");
    await user.click(screen.getByRole("button", { name: "Go to attribute_1777" }));
    await waitFor(() => expect(header("attribute_1777")).toHaveFocus());
  });
});

describe("what is asked of a table", () => {
  it("filters by a column, shows it as a chip, changes it and takes it away", async () => {
    const { user, question } = await open();
    await user.click(header("email"));
    await user.click(screen.getByRole("button", { name: "Filter" }));
    const editor = within(await screen.findByRole("dialog", { name: "New filter" }));
    await user.click(editor.getByRole("button", { name: "Add filter" }));
    expect(editor.getByText("Type what to look for.")).toBeVisible();
    await user.type(editor.getByLabelText("Text"), "user77@{Enter}");
    expect(await count("1 of 12,468 rows")).toBeVisible();
    expect(question().filters).toEqual([
      { column: "email", test: { kind: "contains", text: "user77@" }, not: false },
    ]);
    await user.click(screen.getByRole("button", { name: "email contains user77@" }));
    const changed = within(await screen.findByRole("dialog", { name: "Change the filter" }));
    await user.click(changed.getByRole("checkbox", { name: /^Not/ }));
    await user.click(changed.getByRole("button", { name: "Change filter" }));
    expect(await count("12,467 of 12,468 rows")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Remove the filter on email" }));
    expect(await count("12,468 rows")).toBeVisible();
  });

  it("says beside its filter what is wrong with it", async () => {
    const { user } = await open();
    await user.click(header("email"));
    await user.click(screen.getByRole("button", { name: "Filter" }));
    await user.click(await screen.findByRole("combobox", { name: "Condition" }));
    await user.click(await screen.findByRole("option", { name: "matches a regular expression" }));
    await user.type(screen.getByLabelText(/^Regular expression/), "({Enter}");
    expect(
      await screen.findByRole("heading", { name: "A filter needs another look" }),
    ).toBeVisible();
    expect(screen.getByRole("alert")).toHaveTextContent(
      "email: ( is no regular expression: unclosed group.",
    );
    const chip = screen.getByRole("button", { name: "email matches (" });
    expect(chip).toHaveAccessibleDescription(/unclosed group/);
    await user.click(chip);
    expect(await screen.findByLabelText(/^Regular expression/)).toHaveAccessibleDescription(
      /unclosed group/,
    );
  });

  it("searches everywhere once one has stopped typing, and clears all", async () => {
    const { user, asked, question } = await open();
    await count("12,468 rows");
    const before = asked("openTable").length;
    await user.keyboard("{Control>}f{/Control}");
    const field = screen.getByRole("searchbox", { name: "Search in all columns" });
    expect(field).toHaveFocus();
    await user.keyboard("nobody");
    expect(await screen.findByRole("heading", { name: "Nothing found" })).toBeVisible();
    expect(asked("openTable").length - before, "not at every letter").toBe(1);
    await user.click(screen.getByRole("button", { name: "Clear all" }));
    expect(await count("12,468 rows")).toBeVisible();
    expect(field).toHaveValue("");
    expect(question().search).toBe("");
  });

  it("shows what is found so far, and stops when it is told to", async () => {
    const { user, fake } = await open();
    fake.listing.listed = 3;
    await user.click(header("email"));
    expect(await screen.findByText("3 found so far …")).toBeVisible();
    expect(screen.getByRole("grid")).toHaveAttribute("aria-rowcount", "-1");
    expect(await screen.findByText("emoji")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(screen.getByRole("heading", { name: "You stopped the search" })).toBeVisible();
    await waitFor(() => expect(fake.open.size, "nothing is left open").toBe(0));
    fake.listing.listed = null;
    await user.click(screen.getByRole("button", { name: "Search again" }));
    expect(await count("12,468 rows")).toBeVisible();
  });

  it("closes each table that it leaves", async () => {
    const { user, fake } = await open();
    for (const name of ["email", "name", "sub"]) await user.click(header(name));
    await waitFor(() => expect(fake.open.size).toBe(1));
    await user.click(screen.getByRole("link", { name: "Imports" }));
    await waitFor(() => expect(fake.open.size).toBe(0));
  });
});

describe("a row's card", () => {
  it("shows every value whole, goes to the next, and gives the focus back", async () => {
    const { user } = await open();
    await screen.findByText("emoji");
    await user.click(screen.getByText("long"));
    const card = await screen.findByRole("complementary", { name: "Row 4" });
    expect(within(card).getByText("L".repeat(2048))).toBeVisible();
    expect(within(card).getByText("NULL")).toBeVisible();
    expect(within(card).getByRole("button", { name: "Copy email" })).toBeVisible();
    await user.click(within(card).getByRole("button", { name: "Previous row" }));
    expect(screen.getByRole("complementary", { name: "Row 3" })).toHaveTextContent("U+202E");
    await user.click(screen.getByRole("button", { name: "Close the card" }));
    expect(cell(3, 1)).toHaveFocus();
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("complementary", { name: "Row 3" })).toHaveFocus();
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("complementary")).toBeNull();
    expect(cell(3, 1)).toHaveFocus();
  });
});

describe("a copy", () => {
  it("takes the cell, the chosen rows with headers, or JSON", async () => {
    const { user } = await open("/databases/1/groups");
    await count("14 rows");
    const clipboard = vi.spyOn(navigator.clipboard, "writeText");
    const copied = () => clipboard.mock.lastCall?.[0] ?? "";
    act(() => cell(1, 0)?.focus());
    await user.keyboard("{ArrowRight}{Control>}c{/Control}");
    expect(copied()).toBe("noor");
    await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    expect(screen.getByText("3 rows chosen")).toBeVisible();
    await user.keyboard("{Control>}c{/Control}");
    expect(copied().split("\n")[0]).toBe(
      "sub\tusername\temail\tname\tphone_number\tcustom_tier\tenabled\tcreated_at",
    );
    expect(copied()).toContain('"a\u0000b\nc\td"');
    await user.click(screen.getByRole("button", { name: "Copy" }));
    await user.click(await screen.findByRole("menuitem", { name: "3 rows as JSON" }));
    expect(JSON.parse(copied())).toHaveLength(3);
    expect(JSON.parse(copied())[1].phone_number).toBeNull();
  });

  it("keeps a formula from running in rows, and nothing from a cell", async () => {
    const { user } = await open("/databases/1/groups");
    await count("14 rows");
    const clipboard = vi.spyOn(navigator.clipboard, "writeText");
    const copied = () => clipboard.mock.lastCall?.[0] ?? "";
    const phones = [...document.querySelectorAll<HTMLElement>("[role=gridcell]")];
    const phone = phones.find((each) => each.textContent?.startsWith("+"));
    const text = phone?.textContent ?? "";
    expect(text).toMatch(/^\+\d/);
    const down = Number(phone?.closest("[aria-rowindex]")?.getAttribute("aria-rowindex")) - 2;
    act(() => cell(1, 0)?.focus());
    await user.keyboard("{ArrowRight}".repeat(4));
    await user.keyboard("{ArrowDown}".repeat(down));
    expect(phone).toHaveFocus();
    await user.keyboard("{Control>}c{/Control}");
    expect(copied(), "exact, for another program").toBe(text);
    await user.click(screen.getByRole("button", { name: "Copy" }));
    const rows = await screen.findByRole("menuitem", { name: "1 row with headers" });
    expect(rows).toHaveAccessibleDescription(/apostrophe/);
    await user.click(rows);
    expect(copied().split("\n")[1]?.split("\t")[4]).toBe(`'${text}`);
  });

  it("leads to an export where there are too many rows", async () => {
    const { user } = await open("/databases/1/users");
    await screen.findByText("emoji");
    act(() => cell(1, 0)?.focus());
    await user.keyboard("{Control>}a{/Control}{Control>}c{/Control}");
    const words = await screen.findByText(/are too many to copy/, {}, { timeout: 10_000 });
    const notice = within(words.closest<HTMLElement>("[role=alert]") as HTMLElement);
    await user.click(notice.getByText("Export…", { selector: "button *" }));
    expect(await screen.findByText("Export users", {}, { timeout: 10_000 })).toBeVisible();
    await waitFor(() => expect(screen.queryByText(/are too many to copy/)).toBeNull());
  }, 40_000);
});

describe("the version of a table", () => {
  it("is any kept run, says that it is not now, and goes back", async () => {
    const { user, asked } = await open("/databases/2/users");
    const regions = [...document.querySelectorAll("main [role=status]")];
    await user.click(screen.getByRole("combobox", { name: "Version" }));
    const options = await screen.findAllByRole("option", { hidden: true });
    expect(options[0]).toHaveTextContent("Now");
    await user.click(options[1] as HTMLElement);
    const notice = await screen.findByText(/Not now: these are the rows as of run/);
    expect(notice).toBeVisible();
    const region = notice.closest("[role=status]");
    expect(regions, "what arrives with its region is not read out").toContain(region);
    expect(asked("openTable").at(-1)?.[0]).toMatchObject({ version: { kind: "asOf" } });
    await user.click(header("email"));
    await waitFor(() =>
      expect(asked("openTable").at(-1)?.[1]).toMatchObject({ sort: [{ column: "email" }] }),
    );
    await user.click(screen.getByRole("link", { name: /^groups/ }));
    expect(await screen.findByText(/Not now/), "for the whole database").toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show now" }));
    await waitFor(() =>
      expect(asked("openTable").at(-1)?.[0]).toMatchObject({ version: { kind: "now" } }),
    );
    expect(screen.queryByText(/Not now/)).toBeNull();
  });

  it("is told by its date, and found by what was typed", async () => {
    const { user } = await open("/databases/2/users?version=58");
    await screen.findByText(/Not now/);
    const field = screen.getByRole("combobox", { name: "Version" });
    expect(field, "when it was").toHaveDisplayValue(/^Run \d+ · \d+ \w+ 2026, \d\d:\d\d$/);
    await user.click(field);
    await user.keyboard("nothing");
    expect(await screen.findByText("No version matches.")).toBeVisible();
    await user.clear(field);
    await user.keyboard("run 58");
    const found = await screen.findAllByRole("option", { hidden: true });
    expect(found.map((each) => each.textContent)).toEqual([
      expect.stringMatching(/^Run 58 · .* rows$/),
    ]);
  });
});

describe("the states of a table", () => {
  it("says that it is empty, or what failed, and tries again", async () => {
    const { fake, user } = openWindow("/databases/2/empty", { state: "huge" });
    expect(await screen.findByRole("heading", { name: "empty has no rows" })).toBeVisible();
    fake.fail("openTable", {
      code: "other",
      message: "The database file is damaged.",
      hint: "It was left as it is.",
      detail: null,
      fields: [],
    });
    await user.click(screen.getByRole("link", { name: /^users/ }));
    expect(await screen.findByText("The database file is damaged.")).toBeVisible();
    fake.mend("openTable");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await count("1,204,331 rows")).toBeVisible();
  });

  it("have no fault that axe can find", async () => {
    const { user } = await open();
    await user.click(header("email"));
    await user.keyboard("{ArrowDown}{Enter}");
    await screen.findByRole("complementary");
    await user.click(screen.getByRole("button", { name: "Filter" }));
    await screen.findByRole("dialog", { name: "New filter" });
    const rules = { "color-contrast": { enabled: false } };
    const { violations } = await axe.run(document.body, { rules });
    expect(
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
    ).toEqual([]);
  });
});
