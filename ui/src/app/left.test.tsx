/** What was asked of rows stands in the address, and is still asked when one comes back. */
import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";
import type { Subject, TableQuery } from "../ipc";
import { address, openWindow } from "./testing";

const open = async (at: string) => {
  const world = openWindow(at);
  await screen.findByRole("grid");
  const subject = () => world.asked("openTable").at(-1)?.[0] as Subject;
  const question = () => world.asked("openTable").at(-1)?.[1] as TableQuery;
  return { ...world, subject, question };
};
const chip = (name: string) => screen.findByRole("button", { name });
const table = (name: RegExp) =>
  within(screen.getByRole("navigation", { name: "Databases and tables" })).getByRole("link", {
    name,
  });
// By its words and not by its role: roles are worked out for every cell of the grid.
const search = () => screen.getByLabelText("Search in all columns");
const filter = async ({ user }: Awaited<ReturnType<typeof open>>, text: string) => {
  await user.click(screen.getByRole("button", { name: "Filter" }));
  const editor = within(await screen.findByRole("dialog", { name: "New filter" }));
  await user.type(editor.getByLabelText("Text"), `${text}{Enter}`);
};
// It is loaded when it is first asked for, which the first test need not wait for.
beforeAll(() => import("../features/directory"), 60_000);

/** As of run 58, where users were others. */
const THEN = "/databases/2/users?version=58";

describe("what was asked of a table", () => {
  it("stands in its address, and the window's Back takes the last of it away", async () => {
    const world = await open("/databases/1/users");
    await filter(world, "user7");
    await chip("sub contains user7");
    expect(address()).toBe("#/databases/1/users?where=sub&contains=user7");
    await world.user.type(search(), "noor & co");
    await waitFor(() =>
      expect(address()).toBe("#/databases/1/users?where=sub&contains=user7&search=noor~20~26~20co"),
    );
    await world.user.type(search(), "s");
    await waitFor(() => expect(address()).toMatch(/noor~20~26~20cos$/));
    act(() => window.history.back());
    await waitFor(() => expect(address()).toBe("#/databases/1/users?where=sub&contains=user7"));
    expect(search(), "all that was typed").toHaveValue("");
    await waitFor(() =>
      expect(world.question()).toMatchObject({ filters: [{ column: "sub" }], search: "" }),
    );
    act(() => window.history.back());
    await waitFor(() => expect(address()).toBe("#/databases/1/users"));
    expect(screen.queryByRole("list", { name: "Filters" })).toBeNull();
    await waitFor(() => expect(world.question()).toMatchObject({ filters: [], search: "" }));
  }, 40_000);

  it("has each search to itself, and what is typed after another question", async () => {
    const { user } = await open("/databases/1/groups");
    const isAt = (asked: string, why?: string) =>
      waitFor(() => expect(address(), why).toBe(`#/databases/1/groups${asked}`));
    const back = () => act(() => window.history.back());
    await user.type(search(), "two{Enter}");
    await isAt("?search=two");
    await user.clear(search());
    await isAt("");
    await user.type(search(), "kim{Enter}");
    await isAt("?search=kim");
    back();
    await isAt("");
    back();
    await isAt("?search=two");
    act(() => window.history.go(2));
    await waitFor(() => expect(search()).toHaveValue("kim"));
    await user.type(search(), "o{Enter}");
    await isAt("?search=kimo");
    back();
    await isAt("?search=kim", "where one came back to");
  });

  it("brings a ready question back that was left by a word, or by another order", async () => {
    const counted = "#/databases/1/users?question=Not+changed+for+a+year&days=30";
    const { user } = await open(counted.slice(1));
    const days = () => screen.findByRole("textbox", { name: "Days" });
    await days();
    await user.type(search(), "noor{Enter}");
    await waitFor(() => expect(address()).toMatch(/^#[^?]*\?where=updated_at&.*&search=noor$/));
    act(() => window.history.back());
    await waitFor(() => expect(address()).toBe(counted));
    expect(await days()).toHaveValue("30");

    const ordered = "#/databases/1/users?question=E-mail+on+several+accounts";
    act(() => {
      window.location.hash = ordered;
    });
    await chip("email is on several rows");
    await user.click(screen.getByRole("columnheader", { name: /^name(,|$)/ }));
    await waitFor(() => expect(address()).toBe("#/databases/1/users?where=email&repeated"));
    act(() => window.history.back());
    await waitFor(() => expect(address()).toBe(ordered));
  });

  it("loses no word that was typed just before somebody sorts", async () => {
    const { user, question } = await open("/databases/1/users?down=email");
    await user.type(search(), "noor");
    await user.click(screen.getByRole("columnheader", { name: /^name(,|$)/ }));
    await waitFor(() => expect(address()).toBe("#/databases/1/users?search=noor"));
    await waitFor(() => expect(question()).toMatchObject({ search: "noor" }));
    expect(search()).toHaveValue("noor");
  });

  it("is asked again when one comes back from another table", async () => {
    const world = await open("/databases/1/users");
    const { user, question } = world;
    await filter(world, "user7");
    await user.type(search(), "seven");
    await waitFor(() => expect(question().search).toBe("seven"));
    await user.click(table(/^groups/));
    await waitFor(() => expect(question()).toMatchObject({ filters: [], search: "" }));
    expect(search(), "another table is another question").toHaveValue("");
    await user.click(table(/^users/));
    await chip("sub contains user7");
    expect(search()).toHaveValue("seven");
    expect(question()).toMatchObject({ filters: [{ column: "sub" }], search: "seven" });
  });

  it("is asked again when one comes back from another place, and no more once it is cleared", async () => {
    const { user } = await open("/databases/1/users?where=sub&contains=user7");
    const away = async () => {
      await user.click(screen.getByRole("link", { name: "Setup guide" }));
      await waitFor(() => expect(screen.queryByRole("grid")).toBeNull());
      await user.click(screen.getByRole("link", { name: "Databases" }));
      await waitFor(() => expect(address()).toMatch(/users/));
    };
    await away();
    await chip("sub contains user7");
    const filters = within(screen.getByRole("list", { name: "Filters" }));
    await user.click(filters.getByRole("button", { name: "Clear all" }));
    await waitFor(() => expect(address()).toBe("#/databases/1/users"));
    await user.click(table(/^groups/));
    await waitFor(() => expect(address()).toBe("#/databases/1/groups"));
    await user.click(table(/^users/));
    await waitFor(() => expect(address(), "what was cleared").toBe("#/databases/1/users"));
    await away();
    expect(address(), "one table has one address").toBe("#/databases/1/users");
  });

  it("is asked again when one comes back from another database, in the same table and version", async () => {
    const groups = "#/databases/1/groups?where=sub&contains=a";
    const { user } = await open(groups.slice(1));
    const goTo = (name: string) =>
      user.click(within(screen.getByLabelText("Databases and tables")).getByText(name));
    await goTo("Loyalty");
    const isAt = (where: string, why?: string) => waitFor(() => expect(address(), why).toBe(where));
    await isAt("#/databases/2/users", "never seen: its first table");
    const left = `#${THEN}&where=sub&contains=user7`;
    act(() => {
      window.location.hash = left;
    });
    await screen.findByText(/Not now: these are the rows as of run 58/);
    await goTo("Shop");
    await isAt(groups);
    await goTo("Loyalty");
    await isAt(left);
    await goTo("Loyalty");
    await isAt("#/databases/2/users?where=sub&contains=user7", "the chosen one leads to now");
  });

  it("goes through a comparison and back, with the version", async () => {
    const world = await open(THEN);
    const { user, subject, question } = world;
    await screen.findByText(/Not now: these are the rows as of run 58/);
    await filter(world, "user7");
    await chip("sub contains user7");
    expect(address()).toBe(`#${THEN}&where=sub&contains=user7`);
    await user.click(screen.getByRole("link", { name: "Compare…" }));
    await screen.findByRole("grid", { name: "Rows of the comparison" });
    expect(address()).toBe("#/databases/2/users/compare?from=58&to=now");
    await user.click(screen.getByRole("link", { name: "Back to the table" }));
    await chip("sub contains user7");
    expect(address()).toBe(`#${THEN}&where=sub&contains=user7`);
    expect(subject()).toMatchObject({ kind: "table", version: { kind: "asOf", run: 58 } });
    expect(question().filters).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Show now" }));
    await waitFor(() => expect(subject()).toMatchObject({ version: { kind: "now" } }));
    expect(question().filters, "the question stays").toHaveLength(1);
    expect(address()).toBe("#/databases/2/users?where=sub&contains=user7");
  });

  it("keeps the version from table to table, and over a ready question", async () => {
    const { user, subject } = await open(THEN);
    await user.click(table(/^groups/));
    await waitFor(() => expect(address()).toBe("#/databases/2/groups?version=58"));
    await user.click(screen.getByText("Questions", { selector: "summary" }));
    await user.click(screen.getByRole("link", { name: "Disabled" }));
    await chip("enabled is no");
    expect(address()).toBe(`#${THEN}&question=Disabled`);
    expect(subject()).toMatchObject({ version: { kind: "asOf", run: 58 } });
    await user.click(screen.getByRole("button", { name: "Remove the filter on enabled" }));
    await waitFor(() => expect(address(), "it is that question no more").toBe(`#${THEN}`));
  });

  it("has the order that is asked for, until somebody sorts", async () => {
    const world = await open("/databases/1/users?where=sub&not-null&down=email");
    const header = (name: string) =>
      screen.getByRole("columnheader", { name: new RegExp(`^${name}(,|$)`) });
    expect(world.question().sort).toEqual([{ column: "email", descending: true }]);
    expect(header("email")).toHaveAttribute("aria-sort", "descending");
    await filter(world, "a");
    await chip("sub contains a");
    expect(world.question().sort, "a filter leaves it").toHaveLength(1);
    await world.user.click(header("name"));
    await waitFor(() =>
      expect(address()).toBe("#/databases/1/users?where=sub&not-null&where=sub&contains=a"),
    );
    await waitFor(() =>
      expect(world.question().sort).toEqual([{ column: "name", descending: false }]),
    );
  });

  it("is put by a link, whatever was asked before", async () => {
    const { question } = await open("/databases/1/users?where=sub&is=a1&where=email&not-null");
    await chip("sub is a1");
    await chip("email is not NULL");
    act(() => {
      window.location.hash = "/databases/1/users?where=name&in=a,b~2Cc";
    });
    await chip("name is one of a, b,c");
    await waitFor(() => expect(question().filters).toHaveLength(1));
  });

  it("says that there is no such version, and shows now when asked to", async () => {
    const { user } = openWindow("/databases/2/users?version=9999");
    expect(await screen.findByRole("heading", { name: "Not in this version" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show now" }));
    await screen.findByRole("grid");
    expect(address()).toBe("#/databases/2/users");
  });
});

it("a place that one is in leaves no entry to go back to", async () => {
  const { user } = openWindow("/settings");
  const databases = () => screen.findByRole("link", { name: "Databases" });
  await user.click(await databases());
  await screen.findByRole("grid");
  const left = address();
  for (let times = 0; times < 2; times += 1) await user.click(await databases());
  await screen.findByRole("grid");
  expect(address()).toBe(left);
  act(() => window.history.back());
  await waitFor(() => expect(address()).toBe("#/settings"));
  act(() => window.history.forward());
  await screen.findByRole("grid");
  await user.click(screen.getByRole("link", { name: "Compare…" }));
  await waitFor(() => expect(address()).toMatch(/compare/));
  await user.click(await databases());
  await waitFor(() => expect(address()).toBe(left));
  act(() => window.history.back());
  await waitFor(() =>
    expect(address(), "a comparison is left, and gone back to").toMatch(/compare/),
  );
});

it("the directory does not lead back to a search that one went back from", async () => {
  const { user } = await open("/directory");
  const away = async () => {
    await user.click(screen.getByRole("link", { name: "Settings" }));
    await waitFor(() => expect(screen.queryByRole("grid")).toBeNull());
    await user.click(screen.getByRole("link", { name: "Directory" }));
    await screen.findByRole("grid");
  };
  const back = () => act(() => window.history.back());
  await user.type(search(), "sam{Enter}");
  await waitFor(() => expect(address()).toBe("#/directory?search=sam"));
  await user.clear(search());
  await waitFor(() => expect(address()).toBe("#/directory"));
  await user.type(search(), "kim{Enter}");
  await waitFor(() => expect(address()).toBe("#/directory?search=kim"));
  back();
  await waitFor(() => expect(address()).toBe("#/directory"));
  back();
  await waitFor(() => expect(address()).toBe("#/directory?search=sam"));
  await away();
  expect(address(), "what one went back to").toBe("#/directory?search=sam");
  await user.clear(search());
  await user.type(search(), "noor{Enter}");
  await waitFor(() => expect(address()).toBe("#/directory?search=noor"));
  back();
  await waitFor(() => expect(address()).toBe("#/directory"));
  await away();
  expect(address(), "nothing").toBe("#/directory");
}, 40_000);

it("what was asked of a comparison stands in its address beside the versions", async () => {
  const { user, asked, fake } = await open("/databases/2/users/compare?from=58&to=now");
  const kinds = await screen.findByRole("list", { name: "By change" });
  await user.click(within(kinds).getByRole("button", { name: /^Cells changed/ }));
  await waitFor(() =>
    expect(address()).toBe("#/databases/2/users/compare?from=58&to=now&where=change&is=changed"),
  );
  await user.click(screen.getByRole("link", { name: "Imports" }));
  await waitFor(() => expect(screen.queryByRole("grid")).toBeNull());
  act(() => window.history.back());
  await chip("change is changed");
  const { from, to } = { from: { kind: "now" }, to: { kind: "asOf", run: 58 } };
  const filtered = () =>
    asked("openTable").filter(([, query]) => (query as TableQuery).filters?.length);
  expect(filtered().at(-1)?.[0]).toMatchObject({ from: to, to: from });
  await screen.findByRole("list", { name: "By change" });
  await user.click(screen.getByRole("button", { name: "Swap the two versions" }));
  await waitFor(() =>
    expect(filtered().at(-1)?.[0], "of other versions").toMatchObject({ from, to }),
  );
  expect(address()).toBe("#/databases/2/users/compare?from=now&to=58&where=change&is=changed");
  const again = await screen.findByRole("list", { name: "By change" });
  expect(
    within(again).getByRole("button", { name: /^Rows added/ }),
    "counted over all lines",
  ).toHaveTextContent("37");
  await waitFor(() => expect(fake.open.size, "what was opened to be counted is closed").toBe(1));
  await user.click(screen.getByRole("combobox", { name: "Table" }));
  await user.click(await screen.findByRole("option", { name: "groups" }));
  await waitFor(() =>
    expect(address(), "another table is another question").toBe(
      "#/databases/2/groups/compare?from=now&to=58",
    ),
  );
});

it("what was asked of the directory stands in its address, from one choice to the next", async () => {
  const { user, question } = await open("/directory");
  await user.type(search(), "sam");
  await waitFor(() => expect(address()).toBe("#/directory?search=sam"));
  await user.click(screen.getByRole("treeitem", { name: /^Wholesale/ }));
  await waitFor(() => expect(address()).toBe("#/directory/Wholesale?search=sam"));
  expect(question().search).toBe("sam");
  await user.click(screen.getByRole("link", { name: "Settings" }));
  await waitFor(() => expect(screen.queryByRole("grid")).toBeNull());
  await user.click(screen.getByRole("link", { name: "Directory" }));
  await screen.findByRole("grid");
  expect(address()).toBe("#/directory?search=sam");
  await user.click(screen.getByRole("treeitem", { name: /^Wholesale/ }));
  await user.type(search(), "m{Enter}");
  await waitFor(() => expect(address()).toBe("#/directory/Wholesale?search=samm"));
  act(() => window.history.back());
  await waitFor(() => expect(address(), "chosen, and not typed").toMatch(/Wholesale\?search=sam$/));
}, 40_000);
