import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { act, fireEvent, render, renderHook, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { OpenTable } from "../ipc";
import { MOST_COPIED } from "./copy";
import type { Columns } from "./useColumns";
import { useCopy } from "./useCopy";

interface Looked {
  question: string;
  askForFile: () => void;
}

function use(first: Looked) {
  render(
    <MantineProvider env="test">
      <Notifications />
    </MantineProvider>,
  );
  const hook = renderHook(
    ({ question, askForFile }: Looked) =>
      useCopy({} as OpenTable, { shown: [] } as unknown as Columns, question, askForFile),
    { initialProps: first },
  );
  const copyTooMany = async () => {
    act(() => hook.result.current.copyRows({ anchor: 0, end: MOST_COPIED }, "tabs"));
    await screen.findByText(/are too many to copy/);
  };
  const isGone = () => waitFor(() => expect(screen.queryByText(/are too many/)).toBeNull());
  return { ...hook, copyTooMany, isGone };
}

it("offers a file of what is asked now, where there are too many rows to copy", async () => {
  const [then, now] = [vi.fn(), vi.fn()];
  const { rerender, copyTooMany } = use({ question: "all", askForFile: then });
  await copyTooMany();
  rerender({ question: "all", askForFile: now });
  fireEvent.click(screen.getByText("Export…"));
  expect(then).not.toHaveBeenCalled();
  expect(now).toHaveBeenCalledTimes(1);
});

it("offers it no longer once something else is asked, or one has gone elsewhere", async () => {
  const askForFile = vi.fn();
  const { rerender, unmount, copyTooMany, isGone } = use({ question: "all", askForFile });
  await copyTooMany();
  rerender({ question: "some", askForFile });
  await isGone();
  await copyTooMany();
  unmount();
  await isGone();
});
