/** Looking closer at a table: profiles, ready questions, a row's history. */
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { TableQuery } from "../ipc";
import { address, openWindow } from "./testing";

const open = async (at = "/databases/1/users") => {
  const world = openWindow(at);
  await screen.findByRole("grid");
  const question = () => world.asked("openTable").at(-1)?.[1] as TableQuery;
  return { ...world, question };
};
const panel = (name: string) => screen.findByRole("complementary", { name });
const failure = {
  code: "other" as const,
  message: "The database file is damaged.",
  hint: "It was left as it is.",
  detail: null,
  fields: [],
};

describe("the profile", () => {
  it("of a table looks at its columns one after the other, and each leads to its own", async () => {
    const { user, asked } = await open();
    await user.click(screen.getByRole("button", { name: "Profile" }));
    const table = await panel("Profile of the table");
    expect(table, "the keyboard goes on in it").toHaveFocus();
    const email = await within(table).findByRole("row", { name: /^email text, e-mail/ });
    await waitFor(() => expect(email).toHaveTextContent(/13 %12$/));
    await waitFor(() => expect(asked("profileColumn")).toHaveLength(8));
    expect(asked("cancelProfile"), "what has ended must not end what comes after it").toEqual([]);
    await user.click(within(table).getByRole("button", { name: "email" }));
    const column = await panel("Profile of email");
    expect(within(column).getByText(/^Over all 12,468 rows/)).toBeVisible();
    await user.click(within(column).getByRole("button", { name: "Next column" }));
    expect(await panel("Profile of name")).toHaveFocus();
    expect(asked("profileColumn"), "what was looked at is kept").toHaveLength(8);
    await user.click(screen.getByRole("button", { name: "All columns" }));
    await panel("Profile of the table");
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("complementary")).toBeNull();
  });

  it("of a column opens from its menu, shows hostile values as they are, and filters by one", async () => {
    const { user, question } = await open();
    await user.click(screen.getByRole("button", { name: "Menu of column name" }));
    await user.click(await screen.findByRole("menuitem", { name: "Profile" }));
    const column = await panel("Profile of name");
    const values = await within(column).findByRole("region", { name: "Most frequent values" });
    expect(within(values).getByText("U+202E")).toBeVisible();
    await user.click(within(values).getByRole("button", { name: /^name 1 240 rows/ }));
    expect(question().filters).toEqual([
      { column: "name", test: { kind: "equals", text: "name 1" }, not: false },
    ]);
  });

  it("tells a spread in numbers as well, of a column of dates", async () => {
    const { user } = await open("/databases/1/groups");
    await user.click(screen.getByRole("button", { name: "Profile" }));
    await user.click(await screen.findByRole("button", { name: "created_at" }));
    const spread = await screen.findByRole("region", { name: "Spread" });
    await user.click(within(spread).getByText("The numbers"));
    const numbers = within(spread).getByRole("table", { name: "Spread in numbers" });
    expect(within(numbers).getByRole("row", { name: "2026-02 57" })).toBeVisible();
    expect(screen.getByText("Earliest")).toBeVisible();
    expect(screen.getByText(/^4 rows have values that are no dates\./)).toBeVisible();
  });

  it("says of a spread how many rows the most have, be it one", async () => {
    const { user, fake } = await open("/databases/1/groups");
    const { profileColumn } = fake.commands;
    fake.commands.profileColumn = async (view, column) => ({
      ...(await profileColumn(view, column)),
      spread: ["2026-01", "2026-02"].map((from) => ({ from, rows: 1 })),
    });
    await user.click(screen.getByRole("button", { name: "Profile" }));
    await user.click(await screen.findByRole("button", { name: "created_at" }));
    const spread = await screen.findByRole("region", { name: "Spread" });
    expect(within(spread).getByText("most: 1 row")).toBeVisible();
  });

  it("can be cancelled and taken up again, and says what failed", async () => {
    const { user, fake, asked } = await open();
    fake.looks.isHeld = true;
    await user.click(screen.getByRole("button", { name: "Menu of column email" }));
    await user.click(await screen.findByRole("menuitem", { name: "Profile" }));
    await panel("Profile of email");
    expect(await screen.findByText("Looking at the column …")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(await screen.findByText("You stopped it.")).toBeVisible();
    expect(asked("cancelProfile")).toHaveLength(1);
    fake.looks.isHeld = false;
    fake.fail("profileColumn", failure);
    await user.click(screen.getByRole("button", { name: "Look again" }));
    expect(await screen.findByText("The database file is damaged.")).toBeVisible();
    fake.mend("profileColumn");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Distinct values")).toBeVisible();
  });
});

describe("a ready question", () => {
  it("becomes filters that can be turned round and taken away, and has an address", async () => {
    const { user, question } = await open();
    await user.click(await screen.findByRole("button", { name: "Questions" }));
    const item = await screen.findByRole("menuitem", { name: /^In no group/ });
    expect(item).toHaveTextContent("People who are in none of the groups.");
    await user.click(item);
    expect(address()).toBe("#/databases/1/users?question=In+no+group");
    const chip = await screen.findByRole("button", { name: "sub is not in group_members.sub" });
    await user.click(chip);
    const editor = within(await screen.findByRole("dialog", { name: "Change the filter" }));
    expect(editor.getByRole("combobox", { name: "Condition" })).toHaveValue(
      "is also in group_members.sub",
    );
    await user.click(editor.getByRole("checkbox", { name: /^Not/ }));
    await user.click(editor.getByRole("button", { name: "Change filter" }));
    await screen.findByRole("button", { name: "sub is also in group_members.sub" });
    expect(question().filters?.[0]).toMatchObject({
      test: { kind: "alsoIn", table: "group_members", column: "sub" },
      not: false,
    });
  });

  it("is found by its address and in the list, and asked again after it was cleared", async () => {
    const { user, question } = await open("/databases/1/users?question=Disabled");
    await screen.findByRole("button", { name: "enabled is no" });
    expect(question().filters).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Clear all" }));
    await waitFor(() => expect(question().filters).toEqual([]));
    await user.click(screen.getByRole("button", { name: "Questions" }));
    await user.click(await screen.findByRole("menuitem", { name: /^Disabled/ }));
    await screen.findByRole("button", { name: "enabled is no" });
    await user.click(screen.getByText("Questions", { selector: "summary" }));
    await user.click(screen.getByRole("link", { name: "E-mail on several accounts" }));
    await screen.findByRole("button", { name: "email is on several rows" });
  });

  it("takes the order that it brought away with it", async () => {
    const { user, question } = await open("/databases/1/users?question=E-mail+on+several+accounts");
    const isSorted = () =>
      waitFor(() => expect(question().sort).toEqual([{ column: "email", descending: false }]));
    await isSorted();
    await user.click(await screen.findByText("Clear all"));
    await waitFor(() => expect(question()).toMatchObject({ filters: [], sort: [] }));
    await user.click(screen.getByText("Questions", { selector: "summary" }));
    await user.click(screen.getByText("E-mail on several accounts"));
    await isSorted();
    await user.click(await screen.findByLabelText("Remove the filter on email"));
    await waitFor(() => expect(question()).toMatchObject({ filters: [], sort: [] }));
  });

  it("that counts days has a field for them, by its address too", async () => {
    const { user, question, asked } = await open(
      "/databases/1/users?question=Not+changed+for+a+year",
    );
    const end = () => question().filters?.[0]?.test;
    expect(end()).toMatchObject({ to: "2025-11-20" });
    await screen.findByRole("button", { name: "updated_at is 2025-11-20 or earlier" });
    const days = screen.getByRole("textbox", { name: "Days" });
    expect(days).toHaveValue("365");
    await user.clear(days);
    expect(screen.getByRole("button", { name: "Apply" })).toBeDisabled();
    await user.type(days, "36501");
    expect(screen.getByText("1 to 36,500")).toBeVisible();
    await user.clear(days);
    await user.type(days, "30{Enter}");
    await waitFor(() => expect(end()).toMatchObject({ to: "2026-10-21" }));
    expect(address()).toBe("#/databases/1/users?question=Not+changed+for+a+year&days=30");
    expect(days, "the keyboard goes on in it").toHaveFocus();
    expect(asked("readyQuestion")).toHaveLength(1);
  });

  it("that counts other days is asked with these alone", async () => {
    const { asked, question } = await open(
      "/databases/1/users?question=Not+changed+for+a+year&days=30",
    );
    expect(question().filters?.[0]?.test).toMatchObject({ to: "2026-10-21" });
    expect(asked("openTable"), "not with its own before").toHaveLength(1);
  });

  it("says what is counted only once the rows are those", async () => {
    const { user, fake, happens, question } = await open(
      "/databases/1/users?question=Not+changed+for+a+year",
    );
    const told = (days: string) => screen.queryByText(`${days} days counted`);
    await waitFor(() => expect(told("365")).toBeInTheDocument());
    const { readyQuestion } = fake.commands;
    let answer = () => {};
    fake.commands.readyQuestion = async (...args) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return readyQuestion(...args);
    };
    const days = screen.getByRole("textbox", { name: "Days" });
    await user.clear(days);
    await user.type(days, "30{Enter}");
    expect(address()).toMatch(/days=30$/);
    expect(told("30"), "they are still to come").toBeNull();
    expect(told("365")).toBeInTheDocument();
    await happens(() => answer());
    await waitFor(() => expect(told("30")).toBeInTheDocument());
    expect(question().filters?.[0]?.test).toMatchObject({ to: "2026-10-21" });
  });

  it("is asked anew on another day, while the rows of yesterday stay", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date(2026, 10, 20, 23, 59) });
    try {
      const { asked, happens } = await open("/databases/1/users?question=Disabled");
      const chip = await screen.findByRole("button", { name: "enabled is no" });
      expect(asked("readyQuestions")).toHaveLength(1);
      vi.setSystemTime(new Date(2026, 10, 21, 0, 1));
      // Whatever draws it again.
      await happens(() => {
        window.location.hash += "&days=1";
      });
      await waitFor(() => expect(asked("readyQuestions")).toHaveLength(2));
      expect(chip, "nothing is taken away for it").toBeInTheDocument();
    } finally {
      vi.useRealTimers();
    }
  });

  it("that counts none has no such field", async () => {
    await open("/databases/1/users?question=Disabled&days=30");
    await screen.findByRole("button", { name: "enabled is no" });
    expect(screen.queryByRole("textbox", { name: "Days" })).toBeNull();
  });

  it("with days that cannot be is asked with its own", async () => {
    const { question, asked } = await open(
      "/databases/1/users?question=Not+changed+for+a+year&days=0",
    );
    expect(question().filters?.[0]?.test).toMatchObject({ to: "2025-11-20" });
    expect(asked("readyQuestion")).toEqual([]);
  });

  it("has its own order, which stays where a column is frozen", async () => {
    const { user, question } = await open("/databases/1/users?question=E-mail+on+several+accounts");
    await waitFor(() => expect(question().sort).toEqual([{ column: "email", descending: false }]));
    const header = await screen.findByRole("columnheader", { name: /^email/ });
    expect(header).toHaveAttribute("aria-sort", "ascending");
    await user.click(screen.getByRole("button", { name: "Menu of column email" }));
    await user.click(await screen.findByRole("menuitem", { name: "Freeze at the left" }));
    expect(question().sort).toEqual([{ column: "email", descending: false }]);
  });

  it("that cannot be read is said, in the menu, in the list and in its place, until it can", async () => {
    const { user, fake, happens } = openWindow("/imports");
    await screen.findByRole("heading", { name: "Imports" });
    fake.fail("readyQuestions", failure);
    await happens(() => {
      window.location.hash = "/databases/1/users?question=Disabled";
    });
    expect(await screen.findByText(/the question “Disabled” cannot be read now/)).toBeVisible();
    expect(screen.getByText(/^The questions cannot be shown\./)).toBeVisible();
    await screen.findByRole("grid");
    await user.click(screen.getByRole("button", { name: "Questions" }));
    const item = await screen.findByRole("menuitem", { name: /try again/ });
    expect(item).toHaveTextContent("The database file is damaged. It was left as it is.");
    fake.mend("readyQuestions");
    await user.click(item);
    await screen.findByRole("button", { name: "enabled is no" });
    await waitFor(() =>
      expect(screen.queryByText(/questions? (“Disabled” )?cannot be/)).not.toBeInTheDocument(),
    );
  });

  it("that nobody knows is said, and all rows are shown", async () => {
    await open("/databases/1/users?question=What");
    expect(await screen.findByText(/There is no question “What” to users/)).toBeVisible();
    expect(await screen.findByText("12,468 rows", { selector: "[role=status]" })).toBeVisible();
  });
});

describe("a row's history", () => {
  it("is told by run, with what each cell was and is, and stays open from row to row", async () => {
    const { user, asked } = await open();
    await user.click(await screen.findByText("noor"));
    const card = within(await screen.findByRole("complementary", { name: "Row 1" }));
    await user.click(card.getByRole("tab", { name: "History" }));
    const change = await card.findByRole("link", { name: "Run 45" });
    expect(change).toHaveAttribute("href", "#/history/run/45");
    expect(change.closest("li")).toHaveTextContent(
      /^Changed.*statusbefore: UNCONFIRMED, after: CONFIRMED$/,
    );
    expect(card.getByRole("link", { name: "Run 10" }), "a run that is long ago").toBeVisible();
    expect(card.getByText(/This history stays/)).toBeVisible();
    await user.click(card.getByRole("button", { name: "Next row" }));
    await waitFor(() => expect(asked("rowHistory").at(-1)?.[1]).toBe(1));
  });

  it("is there again once the rows are opened anew", async () => {
    const { user, asked } = await open();
    await user.click(await screen.findByText("noor"));
    const card = within(await screen.findByRole("complementary", { name: "Row 1" }));
    await user.click(card.getByRole("tab", { name: "History" }));
    await card.findByRole("link", { name: "Run 45" });
    const before = asked("rowHistory").at(-1)?.[0];
    await user.click(screen.getByLabelText("Mask personal data"));
    await waitFor(() => expect(asked("rowHistory").at(-1)?.[0]).not.toBe(before));
    expect(await card.findByRole("link", { name: "Run 45" })).toBeVisible();
  });

  it("leads to the row as it was, where its version is kept", async () => {
    const { user, asked } = await open();
    await user.click(await screen.findByText("noor"));
    await user.click(await screen.findByRole("tab", { name: "History" }));
    const [then, ...others] = await screen.findAllByRole("link", { name: /^The row then/ });
    expect(others, "of the others nothing is kept").toEqual([]);
    expect(then).toHaveAccessibleName("The row then, as of run 45");
    await user.click(then as HTMLElement);
    expect(address()).toBe("#/databases/1/users?version=45&where=sub&is=a1");
    await screen.findByText(/Not now: these are the rows as of run 45/);
    expect(await screen.findByRole("button", { name: "sub is a1" })).toBeVisible();
    expect(asked("openTable").at(-1)?.[0]).toMatchObject({ version: { kind: "asOf", run: 45 } });
  });

  it("says honestly that there is none, or what failed", async () => {
    const { user, fake } = await open();
    fake.fail("rowHistory", failure);
    await user.click(await screen.findByText("noor"));
    await user.click(await screen.findByRole("tab", { name: "History" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("The database file is damaged.");
    fake.mend("rowHistory");
    const { rowHistory } = fake.commands;
    fake.commands.rowHistory = async (...args) => ({
      ...(await rowHistory(...args)),
      changes: [],
      found: [],
    });
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(
      await screen.findByText(/Nothing changed in this row since the first run brought it/),
    ).toBeVisible();
  });
});
