import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { CopyMenu } from "./CopyMenu";

const menu = (row: number | null) => (
  <MantineProvider env="test">
    <CopyMenu row={row} selection={null} isBusy={false} onCell={() => {}} onRows={() => {}} />
  </MantineProvider>
);

it("says why nothing can be copied, and only then", async () => {
  const { rerender } = render(menu(null));
  await userEvent.click(screen.getByRole("button", { name: "Copy" }));
  expect(await screen.findByRole("menu")).toHaveAccessibleDescription(
    "Choose a cell or rows first.",
  );
  rerender(menu(0));
  expect(screen.queryByText("Choose a cell or rows first.")).toBeNull();
  expect(screen.getByRole("menu")).not.toHaveAttribute("aria-describedby");
});
