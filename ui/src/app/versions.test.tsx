/** The versions of a table, where there are many, and where one is not there. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { openWindow } from "./testing";

it("say how older ones are found, to the eye and to the ear", async () => {
  const world = openWindow("/imports");
  await screen.findByText("Imports", { selector: "h1" });
  const { versions } = world.fake.commands;
  world.fake.commands.versions = async (id) => {
    const all = await versions(id);
    const oldest = all.at(-1);
    if (!oldest) return all;
    const older = Array.from({ length: 250 - all.length }, (_, place) => ({
      ...oldest,
      run: 10_000 + place,
      kept: true,
      current: false,
    }));
    return [...all, ...older];
  };
  await world.happens(() => {
    window.location.hash = "/databases/2/users/compare";
  });
  const words = "50 older: type a run or a date to find them.";
  await screen.findByText(/^What became of users/, {}, { timeout: 10_000 });
  const from = await screen.findByLabelText("From", { selector: "input" });
  expect(from).toHaveAccessibleDescription(words);
  await world.user.click(from);
  const [line] = await screen.findAllByText(words);
  // Mantine draws what is off so faintly that it cannot be read.
  expect(line?.closest("[role=option]")?.className).toMatch(/listed/);
  await world.happens(() => {
    window.location.hash = "/databases/2/users";
  });
  const version = await screen.findByLabelText("Version", { selector: "input" });
  await waitFor(() =>
    expect(version).toHaveAccessibleDescription(
      /^Each version has the time .* \d+ older: type a run or a date to find them\.$/,
    ),
  );
});

it("take what is open of one with them when it goes, and do not bring it back", async () => {
  const world = openWindow("/databases/2/users?version=58");
  const { user, happens } = world;
  await screen.findByText(/Not now/);
  await user.click((await screen.findByText("Open in…")).closest("button") as HTMLElement);
  const dialog = await screen.findByRole("dialog");
  await within(dialog).findByText("Python");
  // A run that ends while one reads may leave no room for this version.
  const { versions } = world.fake.commands;
  world.fake.commands.versions = async (id) =>
    (await versions(id)).map((each) => (each.run === 58 ? { ...each, kept: false } : each));
  await happens(() => world.fake.events.dataflowsChanged.emit(null));
  await screen.findByText("Not in this version");
  expect(screen.queryByRole("dialog")).toBeNull();
  await user.click(await screen.findByText("Show now"));
  await screen.findByRole("grid");
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("of a table that had another name are in its menu, with their rows, and open", async () => {
  const world = openWindow("/imports");
  await screen.findByText("Imports", { selector: "h1" });
  const { versions } = world.fake.commands;
  world.fake.commands.versions = async (id) =>
    (await versions(id)).map((each) => ({
      ...each,
      tables: each.tables.map((table) =>
        each.run === 58 && table.target === "users" ? { ...table, target: "members" } : table,
      ),
    }));
  await world.happens(() => {
    window.location.hash = "/databases/2/users?version=58";
  });
  await screen.findByText(/Not now/, {}, { timeout: 10_000 });
  await screen.findByRole("grid");
  await world.user.click(screen.getByLabelText("Version", { selector: "input" }));
  const [line] = await screen.findAllByText(/^Run 58 · .* rows$/);
  expect(line?.closest("[role=option]")).toHaveAttribute("aria-selected", "true");
  await world.user.keyboard("{Escape}");
  await world.user.click(await screen.findByText("Export database…"));
  await screen.findByText(/members: .*email/, {}, { timeout: 10_000 });
});

it("say whose rows are shown now, where a rollback brought them", async () => {
  const world = openWindow("/imports");
  await screen.findByText("Imports", { selector: "h1" });
  const { versions } = world.fake.commands;
  world.fake.commands.versions = async (id) =>
    (await versions(id)).map((each) =>
      each.current
        ? { ...each, tables: each.tables.map((table) => ({ ...table, version: 58 })) }
        : { ...each, tables: each.tables.map((table) => ({ ...table, version: 59 })) },
    );
  await world.happens(() => {
    window.location.hash = "/databases/2/users";
  });
  const version = await screen.findByLabelText("Version", { selector: "input" });
  await waitFor(() => expect(version).toHaveValue("Now, as run 58"));
});
