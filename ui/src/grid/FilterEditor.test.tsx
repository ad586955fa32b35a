/** A filter made by keyboard: its column is found by typing, and no half of it is sent or thrown away. */
import { MantineProvider } from "@mantine/core";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Filter, StoredColumn } from "../ipc";
import { FilterEditor } from "./FilterEditor";

const columns: StoredColumn[] = ["username", "email", "email_verified", "name"].map((name) => ({
  name,
  original: name,
  kind: "text",
  personal: "none",
}));

function open() {
  const done: Filter[] = [];
  let closed = 0;
  render(
    <MantineProvider env="test">
      <FilterEditor
        isOpen
        columns={columns}
        filter={null}
        column="username"
        onDone={(filter) => done.push(filter)}
        onClose={() => {
          closed += 1;
        }}
      >
        <button type="button">Filter</button>
      </FilterEditor>
    </MantineProvider>,
  );
  const field = (name: string) => screen.getByRole("combobox", { name });
  return { user: userEvent.setup(), done, closed: () => closed, field };
}
const options = () => screen.queryAllByRole("option").map((each) => each.textContent);

it("what is typed takes the place of the column, and Enter takes the first that is found", async () => {
  const { user, done, field } = open();
  await user.type(screen.getByLabelText("Text"), "x");
  await user.click(field("Column"));
  await user.keyboard("EMAIL");
  expect(field("Column")).toHaveValue("EMAIL");
  expect(options()).toEqual(["email", "email_verified"]);
  await user.keyboard("{Enter}");
  expect(field("Column")).toHaveValue("email");
  expect(options()).toEqual([]);
  expect(done, "the list was open").toEqual([]);
  await user.keyboard("{Enter}");
  expect(done.map(({ column }) => column)).toEqual(["email"]);
});

it("a name that no column has sends nothing, and the field says again which is chosen", async () => {
  const { user, done, closed, field } = open();
  await user.type(screen.getByLabelText("Text"), "x");
  await user.click(field("Column"));
  await user.keyboard("nobody{Enter}");
  expect(screen.getByText("No column has this name")).toBeVisible();
  expect(done).toEqual([]);
  await user.keyboard("{Escape}");
  expect(field("Column")).toHaveValue("username");
  expect(closed()).toBe(0);
});

it("Escape closes a list first, and the editor only then", async () => {
  const { user, closed, field } = open();
  for (const name of ["Column", "Condition"]) {
    await user.click(field(name));
    await waitFor(() => expect(field(name)).toHaveAttribute("aria-expanded", "true"));
    await user.keyboard("{Escape}");
    expect(field(name), name).toHaveAttribute("aria-expanded", "false");
    expect(closed(), name).toBe(0);
  }
  await user.keyboard("{Escape}");
  expect(closed()).toBe(1);
});
