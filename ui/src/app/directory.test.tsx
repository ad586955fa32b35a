import { act, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Subject, TableQuery } from "../ipc";
import { address, openWindow } from "./testing";

const open = async (place = "/directory", state?: "huge" | "first" | "error" | "loading") => {
  const world = openWindow(place, state ? { state } : {});
  const subject = () => world.asked("openTable").at(-1)?.[0] as Subject;
  const question = () => world.asked("openTable").at(-1)?.[1] as TableQuery;
  return { ...world, subject, question };
};
const tree = () => screen.findByRole("tree", { name: "Organizations, dataflows and groups" });
const node = (name: RegExp) => screen.getByRole("treeitem", { name });
const count = (words: string) =>
  screen.findByText(words, { selector: "[role=status]" }, { timeout: 10_000 });
const searchField = () => screen.getByRole("searchbox", { name: "Search in all columns" });
/** The node that the keys are at. */
const active = (box: HTMLElement) =>
  document.getElementById(box.getAttribute("aria-activedescendant") ?? "")?.textContent;

// It is loaded when it is first asked for, which the first test need not wait for.
beforeAll(() => import("../features/directory"), 60_000);

describe("the directory", () => {
  it("shows everyone, and whoever is chosen in the tree, by address", async () => {
    const { user, subject } = await open();
    await tree();
    expect(await count("900 rows")).toBeVisible();
    expect(subject()).toEqual({ kind: "people", organization: null, dataflow: null, group: null });
    expect(node(/^Everyone/)).toHaveAttribute("aria-selected", "true");
    await user.click(node(/^Wholesale/));
    expect(address()).toBe("#/directory/Wholesale");
    expect(await count("300 rows")).toBeVisible();
    expect(subject()).toMatchObject({ organization: "Wholesale", dataflow: null });
    await user.click(node(/^Web shop customers/));
    expect(address()).toBe("#/directory/Retail/Shop");
    await waitFor(() => expect(subject()).toMatchObject({ organization: null, dataflow: 1 }));
    act(() => window.history.back());
    await waitFor(() => expect(address()).toBe("#/directory/Wholesale"));
    await waitFor(() => expect(node(/^Wholesale/)).toHaveAttribute("aria-selected", "true"));
  });

  it("begins with the columns that say who somebody is; the others are hidden", async () => {
    const { user } = await open();
    await count("900 rows");
    const names = screen.getAllByRole("columnheader").map((each) => each.textContent);
    expect(names[0]).toContain("given_name");
    expect(screen.queryByRole("columnheader", { name: /^sub/ })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Columns (3 hidden)" }));
    await user.click(await screen.findByRole("checkbox", { name: "sub" }));
    expect(screen.getByRole("button", { name: "Columns (2 hidden)" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Reset the layout" }));
    expect(await screen.findByRole("button", { name: "Columns (3 hidden)" })).toBeVisible();
  });

  it("leads on from a person: their groups, where else they are, their database", async () => {
    const { user, question, subject } = await open();
    await count("900 rows");
    await user.click(await screen.findByText("Sam 0"));
    const card = within(await screen.findByRole("complementary", { name: "Row 1" }));
    expect(
      card.getByRole("link", { name: "Sales, north" }),
      "a name may have a comma",
    ).toHaveAttribute("href", "#/directory/Retail/Shop/Sales~2C~20north");
    expect(card.getByRole("link", { name: "Show in Shop" })).toHaveAttribute(
      "href",
      "#/databases/1/users?where=sub&is=a1",
    );
    await user.click(card.getByRole("link", { name: "Loyalty" }));
    await waitFor(() => expect(subject()).toMatchObject({ dataflow: 2 }));
    expect(question().filters).toEqual([
      { column: "email", test: { kind: "equals", text: "noor@example.com" }, not: false },
    ]);
    act(() => window.history.back());
    await count("900 rows");
    await user.click(await screen.findByText("Sam 0"));
    await user.click(await screen.findByRole("link", { name: "Sales, north" }));
    await waitFor(() => expect(subject()).toMatchObject({ dataflow: 1, group: "Sales, north" }));
    expect(node(/^Sales, north/)).toHaveAttribute("aria-selected", "true");
    expect(question().filters).toEqual([]);
  });

  it("opens a person in the database by the identity", async () => {
    const { user, asked } = await open();
    await count("900 rows");
    await user.click(await screen.findByText("Sam 0"));
    await user.click(await screen.findByRole("link", { name: "Show in Shop" }));
    await screen.findByRole("heading", { name: "Databases" });
    await waitFor(() =>
      expect(asked("openTable").at(-1)).toMatchObject([
        { kind: "table", dataflow: 1, table: "users" },
        { filters: [{ column: "sub", test: { kind: "equals", text: "a1" } }] },
      ]),
    );
    expect(await screen.findByRole("button", { name: "sub is a1" })).toBeVisible();
  });

  it("follows what is published", async () => {
    const { fake, happens, asked } = await open();
    await count("900 rows");
    const before = asked("openTable").length;
    await happens(() => fake.finish(61));
    await waitFor(() => expect(asked("openTable").length).toBeGreaterThan(before));
  });
});

describe("the tree, by keyboard", () => {
  it("goes by arrows, Home and End, opens, closes, and chooses by Enter", async () => {
    const { user } = await open();
    const box = await tree();
    act(() => box.focus());
    expect(active(box)).toContain("Everyone");
    await user.keyboard("{ArrowDown}");
    expect(active(box)).toContain("Retail");
    expect(node(/^Retail/)).toHaveAttribute("aria-expanded", "true");
    await user.keyboard("{ArrowLeft}");
    expect(node(/^Retail/)).toHaveAttribute("aria-expanded", "false");
    expect(screen.queryByRole("treeitem", { name: /^Web shop/ })).toBeNull();
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(active(box)).toContain("Web shop customers");
    expect(node(/^Web shop/)).toHaveAttribute("aria-level", "2");
    expect(node(/^Web shop/)).toHaveAttribute("aria-setsize", "2");
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(active(box)).toContain("admins");
    await user.keyboard("{Enter}");
    expect(address()).toBe("#/directory/Retail/Shop/admins");
    expect(box, "one stays in the tree").toHaveFocus();
    await user.keyboard("{ArrowLeft}");
    expect(active(box)).toContain("Web shop");
    await user.keyboard("{End}");
    expect(active(box)).not.toContain("Web shop");
    await user.keyboard("{Home}");
    expect(active(box)).toContain("Everyone");
    await user.keyboard("wh");
    expect(active(box), "typed ahead").toContain("Wholesale");
  });

  it("draws of thousands of groups those in sight, and finds any by name", async () => {
    const { user } = await open("/directory/Retail/Shop/team%200100", "huge");
    const box = await tree();
    expect(within(box).getAllByRole("treeitem").length).toBeLessThan(80);
    await user.type(screen.getByRole("searchbox", { name: /^Search organizations/ }), "team 4321");
    expect(within(box).getAllByRole("treeitem")).toHaveLength(3);
    expect(node(/^team 4321/)).toHaveAttribute("aria-setsize", "1");
    await user.type(screen.getByRole("searchbox", { name: /^Search organizations/ }), " x");
    expect(screen.getByText("No organization, dataflow or group has this name.")).toBeVisible();
  });
});

describe("find people", () => {
  it("comes from anywhere by Ctrl K, and opens the card of who is found by Enter", async () => {
    const { user, question } = await open("/history");
    await user.keyboard("{Control>}k{/Control}");
    await count("900 rows");
    await waitFor(() => expect(searchField()).toHaveFocus());
    expect(address()).toBe("#/directory");
    await user.paste("user77@");
    await user.keyboard("{Enter}");
    expect(await count("1 of 900 rows")).toBeVisible();
    expect(question().search).toBe("user77@");
    await user.keyboard("{Enter}");
    const card = await screen.findByRole("complementary", { name: "Row 1" });
    await waitFor(() => expect(card).toHaveFocus());
    expect(within(card).getByText("user77@example.com")).toBeVisible();
  });

  it("keeps what was typed, and comes back to everyone", async () => {
    const { user, subject, question } = await open("/directory/Wholesale");
    await count("300 rows");
    await user.click(searchField());
    await user.paste("user77@");
    await waitFor(() => expect(question().search).toBe("user77@"));
    await user.click(screen.getByRole("link", { name: "Setup guide" }));
    await waitFor(() => expect(screen.queryByRole("grid")).toBeNull());
    await user.click(screen.getByRole("button", { name: "Find people" }));
    expect(await count("1 of 900 rows")).toBeVisible();
    expect(subject()).toMatchObject({ organization: null });
    expect(searchField()).toHaveFocus();
    expect(searchField()).toHaveValue("user77@");
  });

  it("asks for several attributes at once", async () => {
    const { user, question } = await open();
    await count("900 rows");
    await user.type(searchField(), "sam");
    await user.click(screen.getByRole("button", { name: "Filter" }));
    const editor = within(await screen.findByRole("dialog", { name: "New filter" }));
    await user.type(editor.getByLabelText("Text"), "Sam 7{Enter}");
    await waitFor(() => expect(question()).toMatchObject({ search: "sam", filters: [{}] }));
  });
});

describe("the states of the directory", () => {
  it("says what it is for before anything was imported", async () => {
    await open("/directory", "first");
    expect(await screen.findByRole("heading", { name: "Nobody here yet" })).toBeVisible();
    expect(screen.getByRole("link", { name: "Go to Imports" })).toHaveAttribute(
      "href",
      "#/imports",
    );
  });

  it("says that it loads, and what failed", async () => {
    const { unmount } = await open("/directory", "loading");
    expect(await screen.findByRole("status", { name: "Loading the directory" })).toBeVisible();
    unmount();
    const { fake, user } = await open("/directory", "error");
    expect(
      await screen.findByRole("heading", { name: "The directory cannot be shown" }),
    ).toBeVisible();
    expect(fake).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Try again" }));
  });

  it("names the databases that are left out, and why", async () => {
    const world = openWindow("/imports");
    world.fake.leaveOut(["Archive: The file is damaged. It was left as it is."]);
    await world.user.click(await screen.findByRole("link", { name: "Directory" }));
    expect(await screen.findByText("1 database left out")).toBeVisible();
    expect(screen.getByText(/The file is damaged/)).toBeVisible();
  });

  it("names what became unreadable since, once, and columns without room", async () => {
    const { fake, user, happens } = await open();
    await count("900 rows");
    const regions = [...document.querySelectorAll("main [role=status]")];
    // Known to the rows when they are opened, and not to the tree.
    fake.leaveOut(["Loyalty: The file is damaged."], 107);
    await user.click(searchField());
    await user.paste("sam");
    expect(
      await screen.findByText("1 database and 107 columns left out", {}, { timeout: 10_000 }),
    ).toBeVisible();
    expect(screen.getByText("Loyalty: The file is damaged.")).toBeVisible();
    const region = screen.getByText("1 database and 107 columns left out").closest("[role=status]");
    expect(regions, "what arrives with its region is not read out").toContain(region);
    expect(screen.getByText(/more than a table can have/)).toBeVisible();
    // Another question opens the rows again: until they are open, what was known stays.
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { openTable } = fake.commands;
    fake.commands.openTable = async (...given) => {
      await held;
      return openTable(...given);
    };
    await user.paste("!");
    await screen.findByText("Looking for the rows");
    expect(screen.getByText("1 database and 107 columns left out")).toBeVisible();
    fake.leaveOut([]);
    await happens(answer);
    await waitFor(() => expect(screen.queryByText(/left out/)).toBeNull());
  });

  it("tells where to set an organization, and that an address leads to nobody", async () => {
    const { user } = await open("/directory/~");
    await tree();
    expect(await screen.findByRole("link", { name: "Sample" })).toHaveAttribute(
      "href",
      "#/imports/4/edit",
    );
    act(() => {
      window.location.hash = "/directory/Nobody/here";
    });
    expect(await screen.findByRole("heading", { name: "Not in the directory now" })).toBeVisible();
    await user.click(screen.getByRole("link", { name: "Show everyone" }));
    expect(await count("900 rows")).toBeVisible();
  });

  it("have no fault that axe can find", async () => {
    const { user, fake } = await open("/directory/Retail/Shop/admins");
    fake.leaveOut(["Archive: It is damaged."]);
    await tree();
    await user.click(await screen.findByText("Sam 0"));
    await screen.findByRole("complementary");
    const rules = { "color-contrast": { enabled: false } };
    const { violations } = await axe.run(document.body, { rules });
    expect(
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
    ).toEqual([]);
  });
});
