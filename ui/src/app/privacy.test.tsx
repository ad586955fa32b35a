import { notifications } from "@mantine/notifications";
import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { FakeOptions } from "../ipc/fake";
import { openWindow } from "./testing";

const open = async (address = "/databases/1/users", options: FakeOptions = {}) => {
  const world = openWindow(address, options);
  const grid = await screen.findByRole("grid");
  return { ...world, grid };
};
// What failed is said until it is closed; too many such notices wait for each other.
afterEach(() => notifications.clean());

const cell = (row: number, column: number) =>
  document.querySelector<HTMLElement>(
    `[aria-rowindex="${row + 1}"] [role=gridcell][aria-colindex="${column + 1}"]`,
  );
// By their words and not by their role: roles are worked out for every cell of the grid.
const theSwitch = () => screen.getByLabelText("Mask personal data");
const dialogOf = async (title: string) =>
  (await screen.findByText(title)).closest<HTMLElement>("[role=dialog]") as HTMLElement;
const theCard = () =>
  waitFor(() => {
    const card = document.querySelector<HTMLElement>("aside[aria-label^='Row ']");
    expect(card).not.toBeNull();
    return card as HTMLElement;
  });
const openCard = async (world: Awaited<ReturnType<typeof open>>) => {
  await waitFor(() => expect(cell(1, 2)).toHaveTextContent("noor@example.com"));
  await world.user.dblClick(cell(1, 2) as HTMLElement);
  return theCard();
};

describe("masking", () => {
  it("is one switch in every place, and the rows are asked for again", async () => {
    const world = await open();
    await waitFor(() => expect(cell(1, 2)).toHaveTextContent("noor@example.com"));
    expect(theSwitch()).not.toBeChecked();
    const asked = world.asked("openTable").length;
    await world.user.click(theSwitch());
    await waitFor(() => expect(cell(1, 2)).toHaveTextContent("n•••"));
    expect(theSwitch()).toBeChecked();
    expect(world.asked("maskPersonalData")).toEqual([[true]]);
    expect(world.asked("openTable").length).toBe(asked + 1);
    expect(screen.queryByText("noor@example.com")).not.toBeInTheDocument();
    await world.user.click(theSwitch());
    await waitFor(() => expect(cell(1, 2)).toHaveTextContent("noor@example.com"));
  });

  it("is followed by a window to which one comes back", async () => {
    const world = await open();
    await waitFor(() => expect(cell(1, 2)).toHaveTextContent("noor@example.com"));
    // By the command line, beside the open window.
    await world.fake.commands.maskPersonalData(true);
    await world.happens(() => window.dispatchEvent(new Event("focus")));
    await waitFor(() => expect(cell(1, 2)).toHaveTextContent("n•••"));
    expect(theSwitch()).toBeChecked();
  });

  it("is remembered, and holds for the card and for copies", async () => {
    const world = await open();
    await world.user.click(theSwitch());
    await waitFor(() => expect(cell(1, 2)).toHaveTextContent("n•••"));
    await world.user.dblClick(cell(1, 2) as HTMLElement);
    const card = await theCard();
    expect(within(card).getAllByText("n•••")).toHaveLength(2);
    await world.user.click(within(card).getByLabelText("Copy email"));
    expect(await navigator.clipboard.readText()).toBe("n•••");
    world.unmount();
    expect((await world.fake.commands.preferences()).maskPersonalData).toBe(true);
  });

  it("says when it could not be kept", async () => {
    const world = await open();
    world.fake.fail("maskPersonalData", {
      code: "other",
      message: "The disk is full.",
      hint: "Make room.",
      detail: null,
      fields: [],
    });
    await world.user.click(theSwitch());
    expect(await screen.findByText("The disk is full.")).toBeVisible();
    expect(theSwitch()).not.toBeChecked();
  });
});

describe("while masked", () => {
  const maskIt = async (world: Awaited<ReturnType<typeof open>>) => {
    await world.user.click(theSwitch());
    await waitFor(() => expect(theSwitch()).toBeChecked());
  };
  const question = (world: Awaited<ReturnType<typeof open>>) =>
    world.asked("openTable").at(-1) as [unknown, { filters: unknown[] }];

  it("a person's links lead on by what the engine keeps", async () => {
    const world = await open("/directory");
    await maskIt(world);
    await waitFor(() => expect(cell(1, 2)).toHaveTextContent("n•••"));
    await world.user.click(cell(1, 2) as HTMLElement);
    const card = within(await theCard());
    await world.user.click(card.getByText("Loyalty", { selector: "button *, button" }));
    await waitFor(() => expect(question(world)[0]).toMatchObject({ dataflow: 2 }));
    expect(world.asked("keepValue").at(-1)?.slice(1)).toEqual([0, "email"]);
    expect(question(world)[1].filters).toEqual([
      { column: "email", test: { kind: "kept", value: 0, shown: "n•••" }, not: false },
    ]);
    expect(window.location.hash).not.toContain("noor");
    expect(await screen.findByLabelText("Filters")).toHaveTextContent("email is n•••");
  });

  it("such a link says what it asks for once the mask is lifted, and no longer than that", async () => {
    const world = await open("/databases/1/users");
    const view = world.asked("tableRows").at(-1)?.[0] as number;
    const kept = await world.fake.commands.keepValue(view, 0, "email");
    await maskIt(world);
    await world.happens(() => {
      window.location.hash = `/databases/1/users?where=email&kept=${kept?.value},n%E2%80%A2`;
    });
    const chips = await screen.findByLabelText("Filters");
    expect(chips).toHaveTextContent("email is n•");
    expect(world.asked("keptValue"), "the engine is not asked either").toEqual([]);
    await world.user.click(theSwitch());
    await waitFor(() => expect(chips).toHaveTextContent("email is noor@example.com"));
    expect(window.location.hash).not.toContain("noor");
    await world.user.click(within(chips).getByText("noor@example.com"));
    const editor = await screen.findByLabelText("Change the filter");
    expect(within(editor).getByLabelText("Condition", { selector: "input" })).toHaveValue(
      "is noor@example.com",
    );
    await world.user.keyboard("{Escape}");
    await maskIt(world);
    expect(chips).toHaveTextContent("email is n•");
  });

  it("what is wrong with a filter is told without what was typed", async () => {
    const world = await open("/databases/1/users?where=email&matches=(noor~40example.com");
    const fault = await screen.findByText(/is no regular expression/);
    expect(fault.closest("[role=alert]")).toHaveTextContent("noor@example.com");
    await maskIt(world);
    const words = await screen.findByText(/choose the filter to see what is wrong/);
    expect(words.closest("[role=alert]")).toHaveTextContent(/^email: This filter needs/);
    expect(document.body).not.toHaveTextContent("noor");
  });

  it("a link whose answer comes late leads nowhere, and one without a value says so", async () => {
    const world = await open("/directory");
    await maskIt(world);
    await waitFor(() => expect(cell(1, 2)).toHaveTextContent("n•••"));
    let answer: (kept: { value: number; shown: string } | null) => void = () => {};
    const { keepValue } = world.fake.commands;
    world.fake.commands.keepValue = (...args) => {
      void keepValue(...args);
      return new Promise((resolve) => {
        answer = resolve;
      });
    };
    await world.user.click(cell(1, 2) as HTMLElement);
    const follow = () =>
      world.user.click(screen.getByText("Loyalty", { selector: "aside button *" }));
    await follow();
    // On to another card: the answer was about the one before.
    await world.user.click(screen.getByLabelText("Next row"));
    await world.happens(() => answer({ value: 0, shown: "n•••" }));
    expect(window.location.hash).toBe("#/directory");
    await world.user.click(screen.getByLabelText("Previous row"));
    await follow();
    await world.happens(() => answer(null));
    expect(await screen.findByText("There is no email to look for.")).toBeVisible();
    expect(window.location.hash).toBe("#/directory");
  });

  it("a person is shown in their database, whose ID is masked", async () => {
    const world = await open("/directory");
    await world.fake.commands.classColumn(1, "people", "sub", "identifier");
    await maskIt(world);
    await waitFor(() => expect(cell(1, 2)).toHaveTextContent("n•••"));
    await world.user.click(cell(1, 2) as HTMLElement);
    const card = within(await theCard());
    await world.user.click(card.getByText("Show in Shop"));
    await screen.findByText("Databases", { selector: "h1" });
    await waitFor(() =>
      expect(question(world)).toMatchObject([
        { kind: "table", dataflow: 1, table: "users" },
        { filters: [{ column: "sub", test: { kind: "kept" } }] },
      ]),
    );
  });

  it("a value of a profile cannot be chosen, and that is said", async () => {
    const world = await open();
    await maskIt(world);
    await world.user.click(screen.getByLabelText("Menu of column email"));
    await world.user.click(await screen.findByText("Profile", { selector: "[role=menuitem] *" }));
    const values = await screen.findByRole("region", { name: "Most frequent values" });
    expect(within(values).getAllByText("e•••").length, "each is there").toBeGreaterThan(5);
    for (const button of within(values).getAllByRole("button")) expect(button).toBeDisabled();
    expect(values).toHaveTextContent("Personal data is masked: lift the mask");
    expect(values).not.toHaveTextContent("Choose a value");
    await world.user.click(theSwitch());
    await screen.findByText("Choose a value to see its rows alone.");
  });

  it("what a comparison was asked is hidden before it is open", async () => {
    const world = await open();
    await maskIt(world);
    world.fake.commands.openTable = () => new Promise(() => {});
    window.location.hash = "/databases/1/users/compare?where=before&contains=noor~40example.com";
    expect(await screen.findByText("before", { selector: "li strong *" })).toBeVisible();
    expect(screen.getByLabelText("Filters")).toHaveTextContent("before contains n•••");
  });

  it("what was typed into filters and the search is no longer to be read", async () => {
    const world = await open("/databases/1/users?where=email&is=noor~40example.com");
    const chips = await screen.findByLabelText("Filters");
    expect(chips).toHaveTextContent("email is noor@example.com");
    const search = screen.getByLabelText("Search in all columns");
    await world.user.type(search, "noor@example.com");
    const isHidden = () => search.closest("[data-hidden]") !== null;
    expect(isHidden()).toBe(false);
    await maskIt(world);
    expect(chips).toHaveTextContent("email is n•••");
    expect(isHidden(), "its letters are dots").toBe(true);
    await world.user.keyboard("{Control>}f{/Control}");
    expect(search).toHaveFocus();
    expect(isHidden(), "whoever comes to it by a shortcut typed nothing").toBe(true);
    expect(question(world)[1].filters, "and it is asked all the same").toEqual([
      { column: "email", test: { kind: "equals", text: "noor@example.com" }, not: false },
    ]);
    await world.user.keyboard("kim");
    expect(search).toHaveValue("kim");
    expect(isHidden(), "who types sees it").toBe(false);
    await world.user.tab();
    expect(isHidden()).toBe(true);
  });
});

describe("what a column holds", () => {
  const ask = async (world: Awaited<ReturnType<typeof open>>, column: string) => {
    await world.user.click(screen.getByLabelText(`Menu of column ${column}`));
    await world.user.click(await screen.findByText("What it holds…"));
    return dialogOf("Say what this column holds");
  };

  const isClosed = () =>
    waitFor(() => expect(screen.queryByText("Say what this column holds")).not.toBeInTheDocument());

  it("is said in a dialog and shown at once", async () => {
    const world = await open();
    const dialog = await ask(world, "email");
    await within(dialog).findByLabelText(/^As found: E-mail addresses/);
    expect(within(dialog).getByText("Say so").closest("button")).toBeDisabled();
    await world.user.click(within(dialog).getByLabelText("Nothing about a person"));
    await world.user.click(within(dialog).getByText("Say so"));
    await isClosed();
    expect(world.asked("classColumn")).toEqual([[1, "users", "email", "none"]]);
    expect(document.querySelector("[role=columnheader][aria-label=email]")).not.toBeNull();
  });

  it("can be taken back", async () => {
    const world = await open();
    await world.fake.commands.classColumn(1, "users", "email", "phone");
    const dialog = await ask(world, "email");
    expect(await within(dialog).findByLabelText("Telephone numbers")).toBeChecked();
    await world.user.click(within(dialog).getByLabelText(/^As found/));
    await world.user.click(within(dialog).getByText("Say so"));
    await isClosed();
    expect(world.asked("classColumn").at(-1)).toEqual([1, "users", "email", null]);
  });
});

describe("forgetting a person", () => {
  it("shows what goes and what stays, and does it once the word is typed", async () => {
    const world = await open();
    const card = await openCard(world);
    await world.user.click(within(card).getByText("Forget this person…"));
    const dialog = await dialogOf("Forget this person?");
    const deleted = await within(dialog).findByRole("region", { name: "Deleted from Shop" });
    expect(deleted).toHaveTextContent("users: 5 rows in 5 versions");
    expect(deleted).toHaveTextContent("7 lines of what changed");
    const left = within(dialog).getByRole("region", { name: "Not touched" });
    expect(left).toHaveTextContent("1 cell of others in groups, description, which name them");
    expect(left).toHaveTextContent(
      "Database Loyalty: somebody known by the same has 5 rows in users, 3 lines of what changed; not looked into: Loyalty.db.damaged-1",
    );
    expect(dialog).toHaveTextContent("Noor, noor@example.com, whose ID in Shop is");
    expect(left).toHaveTextContent("Database Archive: Another program holds the database.");
    const forget = within(dialog).getByText("Forget").closest("button") as HTMLElement;
    expect(forget).toBeDisabled();
    await world.user.type(within(dialog).getByLabelText("Type forget to confirm"), "Forget");
    const view = world.asked("previewForget")[0]?.[1];
    await world.user.click(forget);
    expect(await screen.findByText("The person was forgotten")).toBeVisible();
    expect(world.asked("forgetPerson")).toEqual([[1, view]]);
    await waitFor(() =>
      expect(document.querySelector("aside[aria-label^='Row ']")).not.toBeInTheDocument(),
    );
    // On to the database that knows them too.
    const next = await dialogOf("Forget them in Loyalty too?");
    expect(next).toHaveTextContent("5 rows in users");
    await world.user.click(within(next).getByText("Look what there is"));
    const other = await dialogOf("Forget this person?");
    await within(other).findByRole("region", { name: "Deleted from Loyalty" });
    await world.user.type(within(other).getByLabelText("Type forget to confirm"), "forget{Enter}");
    await waitFor(() =>
      expect(world.asked("forgetPerson").at(-1)).toEqual([2, { kind: "kept", value: 7 }]),
    );
    await waitFor(() => expect(document.querySelector("[role=dialog]")).toBeNull());
    await waitFor(() => expect(cell(1, 2)).toHaveTextContent("noor@example.com"));
  });

  it("goes on to each database that knows them, whether one is left or refused", async () => {
    const world = await open();
    const { previewForget } = world.fake.commands;
    const known = (dataflow: number, name: string) => ({
      dataflow,
      name,
      tables: [{ name: "users", rows: 1 }],
      changes: 0,
      staged: 0,
      copies: [],
      person: { kind: "kept" as const, value: dataflow },
      unreadable: null,
    });
    const others = [known(2, "Loyalty"), known(3, "Partners"), known(4, "Sample")];
    // Each of them knows all others, those that were left too.
    world.fake.commands.previewForget = async (id, person) => ({
      ...(await previewForget(id, person)),
      elsewhere: [known(1, "Shop"), ...others].filter(({ dataflow }) => dataflow !== id),
    });
    const confirm = async () => {
      const dialog = await dialogOf("Forget this person?");
      await world.user.type(
        await within(dialog).findByLabelText("Type forget to confirm"),
        "forget{Enter}",
      );
    };
    await world.user.click(within(await openCard(world)).getByText("Forget this person…"));
    await confirm();
    await world.user.click(
      within(await dialogOf("Forget them in Loyalty too?")).getByText("Leave it"),
    );
    await world.user.click(
      within(await dialogOf("Forget them in Partners too?")).getByText("Look what there is"),
    );
    world.fake.fail("forgetPerson", {
      code: "already_running",
      message: "Partners is already running.",
      hint: "Wait for it to end, or cancel it.",
      detail: null,
      fields: [],
    });
    await confirm();
    expect(await screen.findByText("Partners is already running.")).toBeVisible();
    world.fake.mend("forgetPerson");
    await world.user.click(
      within(await dialogOf("Forget them in Sample too?")).getByText("Look what there is"),
    );
    await confirm();
    await waitFor(() => expect(document.querySelector("[role=dialog]")).toBeNull());
    expect(world.asked("forgetPerson").map(([id]) => id)).toEqual([1, 3, 4]);
  });

  it("cannot be turned away from while it is done", async () => {
    const world = await open();
    let end = () => {};
    const { forgetPerson } = world.fake.commands;
    world.fake.commands.forgetPerson = async (...args) => {
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      return forgetPerson(...args);
    };
    await world.user.click(within(await openCard(world)).getByText("Forget this person…"));
    const dialog = await dialogOf("Forget this person?");
    await world.user.type(
      await within(dialog).findByLabelText("Type forget to confirm"),
      "forget{Enter}",
    );
    expect(within(dialog).queryByText("Keep as it is")).not.toBeInTheDocument();
    expect(within(dialog).getByText("Close").closest("button")).toBeDisabled();
    await world.user.keyboard("{Escape}");
    expect(dialog).toBeInTheDocument();
    await world.happens(() => end());
    await dialogOf("Forget them in Loyalty too?");
  });

  it("says so where the database of the row is not in the directory", async () => {
    const world = openWindow("/imports");
    const { directory } = world.fake.commands;
    world.fake.commands.directory = async () => {
      const { organizations, leftOut } = await directory();
      const others = organizations.filter(({ name }) => name !== "Retail");
      return { organizations: others, leftOut };
    };
    await screen.findByText("Imports", { selector: "h1" });
    await world.happens(() => {
      window.location.hash = "/directory";
    });
    await waitFor(() => expect(cell(1, 2)).toBeInTheDocument());
    await world.user.click(cell(1, 2) as HTMLElement);
    await world.user.click(within(await theCard()).getByText("Forget this person…"));
    expect(
      await screen.findByText("There is no database Shop in the directory now."),
    ).toBeVisible();
    expect(document.querySelector("[role=dialog]")).toBeNull();
  });

  it("is asked from the directory, for the database of the row", async () => {
    const world = await open("/directory");
    await waitFor(() => expect(cell(2, 2)).toBeInTheDocument());
    await world.user.click(cell(2, 2) as HTMLElement);
    const card = await theCard();
    await world.user.click(within(card).getByText("Forget this person…"));
    const dialog = await dialogOf("Forget this person?");
    await within(dialog).findByRole("region", { name: "Deleted from Loyalty" });
    const opened = world.asked("openTable").length;
    await world.user.type(within(dialog).getByLabelText("Type forget to confirm"), "forget{Enter}");
    await waitFor(() => expect(world.asked("forgetPerson")).toHaveLength(1));
    expect(world.asked("forgetPerson")).toEqual([[2, expect.objectContaining({ row: 1 })]]);
    await waitFor(() => expect(document.querySelector("[role=dialog]")).toBeNull());
    expect(world.asked("openTable").length, "its rows are others").toBeGreaterThan(opened);
  });

  it("changes nothing when it is closed, and says why it was refused", async () => {
    const world = await open();
    const card = await openCard(world);
    const ask = async () => {
      await world.user.click(within(card).getByText("Forget this person…"));
      return dialogOf("Forget this person?");
    };
    const dialog = await ask();
    await world.user.click(within(dialog).getByText("Keep as it is"));
    expect(world.asked("forgetPerson")).toEqual([]);
    world.fake.fail("forgetPerson", {
      code: "already_running",
      message: "Shop is already running.",
      hint: "Wait for it to end, or cancel it.",
      detail: null,
      fields: [],
    });
    const again = await ask();
    await world.user.type(
      await within(again).findByLabelText("Type forget to confirm"),
      "forget{Enter}",
    );
    expect(await screen.findByText("Shop is already running.")).toBeVisible();
  });

  it("is not offered where a row is about nobody", async () => {
    const world = await open("/databases/1/groups");
    await waitFor(() => expect(cell(1, 0)).toBeInTheDocument());
    await world.user.dblClick(cell(1, 0) as HTMLElement);
    const card = await theCard();
    expect(within(card).queryByText(/Forget/)).not.toBeInTheDocument();
  });

  it("is finished later where the file could not be written anew", async () => {
    const world = await open();
    await world.happens(() => {
      world.fake.toRewrite.add(1);
      world.fake.events.dataflowsChanged.emit(null);
    });
    await world.user.click(await screen.findByText("Finish forgetting"));
    await waitFor(() => expect(screen.queryByText("Finish forgetting")).not.toBeInTheDocument());
    expect(world.asked("finishForgetting")).toEqual([[1]]);
  });
});
