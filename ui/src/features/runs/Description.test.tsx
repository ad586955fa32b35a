import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Failure, Run } from "../../ipc";
import { failure, makeDataflow, makePage, makeRun, makeSnapshot } from "../../ipc/fake/data";
import { Description } from "./Description";

function show(part: Partial<Failure>) {
  const run: Partial<Run> = { failure: { ...failure, ...part } };
  const snapshot = makeSnapshot(makeRun(1, makeDataflow(1), "failed", run));
  render(
    <MantineProvider env="test">
      <Description page={makePage(snapshot)} />
    </MantineProvider>,
  );
}

it("says that AWS said it, where AWS answered", () => {
  show({ code: null });
  expect(screen.getByText("In AWS's words")).toBeVisible();
});

it("says that the system said it, where nothing came from AWS", () => {
  show({ code: null, requestId: null, detail: "Connection refused (os error 111)" });
  expect(screen.getByText("In the system's words").nextSibling).toHaveTextContent(
    "Connection refused (os error 111)",
  );
  expect(screen.queryByText("In AWS's words")).toBeNull();
});
