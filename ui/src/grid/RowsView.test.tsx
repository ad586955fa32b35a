import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { installApi, makeQueryClient, type StoredColumn, type Subject } from "../ipc";
import { makeFake } from "../ipc/fake";
import { nothingAsked } from "./address";
import type { DrawCell } from "./gridProps";
import { RowsView } from "./RowsView";

const subject: Subject = { kind: "table", dataflow: 1, table: "users", version: { kind: "now" } };
const columns: StoredColumn[] = [];

function open(drawCell: DrawCell) {
  installApi(makeFake());
  render(
    <QueryClientProvider client={makeQueryClient()}>
      <MantineProvider env="test">
        <Notifications />
        <RowsView
          subject={subject}
          name="users"
          remembered="1.users"
          columns={columns}
          areCertain={false}
          edition={1}
          asked={nothingAsked}
          ask={() => {}}
          drawCell={drawCell}
        />
      </MantineProvider>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

it("draws no row anew where nothing of it changed", async () => {
  const drawCell = vi.fn<DrawCell>(() => undefined);
  const user = open(drawCell);
  await screen.findByText("noor@example.com");
  await screen.findByText("12,468 rows", { selector: "[role=status]" });
  const before = drawCell.mock.calls.length;
  expect(before).toBeGreaterThan(0);
  // By their words and not by their role: roles are worked out for every cell of the grid.
  await user.click(screen.getByText("Filter"));
  await screen.findByLabelText("New filter");
  expect(drawCell, "by what is done beside it").toHaveBeenCalledTimes(before);
  const cell = document.querySelector<HTMLElement>('[data-row="1"][data-column="1"]');
  await user.keyboard("{Escape}");
  await user.click(cell as HTMLElement);
  await waitFor(() => expect(cell).toHaveFocus());
  const rows = new Set(drawCell.mock.calls.slice(before).map(([, cells]) => cells[0]));
  expect(rows.size, "the row that one left, and the row where one is").toBe(2);
});
