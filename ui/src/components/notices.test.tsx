import { MantineProvider } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { noticeFailure } from "./notices";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  act(() => notifications.clean());
  vi.useRealTimers();
});

it("of a failure stays, and ends by itself where nothing need be done", async () => {
  render(
    <MantineProvider env="test">
      <Notifications />
    </MantineProvider>,
  );
  act(() => {
    noticeFailure({ message: "The run failed.", hint: "Run again." });
    noticeFailure(
      { message: "No file manager answered.", hint: "Copy the path." },
      { passes: true },
    );
  });
  expect(screen.getAllByRole("alert")).toHaveLength(2);
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(screen.getByRole("alert")).toHaveTextContent("The run failed.");
});
