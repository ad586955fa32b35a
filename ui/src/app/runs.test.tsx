import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { address, openWindow } from "./testing";

describe("Run history", () => {
  it("says what it is for before there is a run", async () => {
    openWindow("/history", { state: "first" });
    expect(await screen.findByRole("heading", { name: "No runs yet" })).toBeVisible();
  });

  it("lists runs with what they did", async () => {
    openWindow("/history");
    const link = await screen.findByRole("link", { name: /Run 62 of Loyalty$/ });
    const row = within(link.closest("tr") as HTMLElement);
    expect(row.getByText("14,294")).toBeVisible();
    expect(row.getByText("37 / 112 / 4")).toBeVisible();
    expect(row.getByText("Succeeded")).toBeVisible();
    expect(row.getByText("Published 14,294 rows in 2 tables.")).toBeVisible();
  });

  it("narrows by status, and says when nothing is left", async () => {
    const { user, asked } = openWindow("/history?dataflow=3");
    await screen.findByRole("heading", { name: "Run history of Partners" });
    await user.click(screen.getByRole("combobox", { name: "Status" }));
    await user.click(await screen.findByRole("option", { name: "Queued" }));
    expect(await screen.findByRole("heading", { name: "No run matches" })).toBeVisible();
    expect(asked("listRuns").at(-1)).toMatchObject([{ dataflow: 3, status: "queued" }]);
    await user.click(screen.getByRole("button", { name: "Show all" }));
    expect(await screen.findByRole("table", { name: "Runs" })).toBeVisible();
  });

  it("keeps the chosen dataflow in the address", async () => {
    const { user } = openWindow("/history");
    await screen.findByRole("table", { name: "Runs" });
    await user.click(screen.getByRole("combobox", { name: "Dataflow" }));
    await user.click(await screen.findByRole("option", { name: "Sample" }));
    expect(address()).toBe("#/history?dataflow=4");
    expect(await screen.findByRole("heading", { name: "Run history of Sample" })).toBeVisible();
  });

  it("searches in the engine, not only in what is loaded", async () => {
    const { user, asked } = openWindow("/history", { state: "huge" });
    await screen.findByRole("table", { name: "Runs" });
    await user.type(screen.getByRole("searchbox"), "list the groups");
    await waitFor(() =>
      expect(asked("listRuns").at(-1)).toMatchObject([{ text: "list the groups", before: null }]),
    );
  });

  it("pages through a long history", async () => {
    const { user, asked } = openWindow("/history", { state: "huge" });
    expect(await screen.findByText("200 runs shown")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show more" }));
    expect(await screen.findByText("400 runs shown")).toBeVisible();
    expect(asked("listRuns").at(-1)).toMatchObject([{ before: 1806 }]);
  });

  it("draws the runs so that each has its numbers, by keyboard too", async () => {
    const { user } = openWindow("/history");
    const chart = await screen.findByRole("group", { name: /The last 60 runs/ });
    const newest = within(chart).getByRole("link", {
      name: /^Run 65, Archive, .*: Interrupted, 0 rows/,
    });
    newest.focus();
    await user.keyboard("{ArrowLeft}");
    expect(within(chart).getByRole("link", { name: /^Run 64, Sample/ })).toHaveFocus();
    await user.keyboard("{Enter}");
    expect(address()).toBe("#/history/run/64");
  });
});

describe("a run's page", () => {
  it("tells a failure: what happened, what it means, what to do, and the details", async () => {
    openWindow("/history/run/63");
    const words = within(await screen.findByRole("region", { name: "Description" }));
    expect(words.getByText(/^AWS refused these keys/)).toBeVisible();
    expect(words.getByText(/The database stays as it was/)).toBeVisible();
    expect(words.getByText(/Ask your administrator/)).toBeVisible();
    expect(words.getByText("AccessDeniedException")).toBeVisible();
    expect(words.getByText("3f1c7a52-90c4-4f5e-8c67-0a41d7c2b9aa")).toBeVisible();
    expect(words.getByText("cognito-idp:ListGroups")).toBeVisible();
  });

  it("copies for support what the engine gave for it, and nothing else", async () => {
    const { user } = openWindow("/history/run/63");
    await user.click(await screen.findByRole("button", { name: "Copy for support" }));
    expect(await screen.findByText("Copied")).toBeVisible();
    expect(await navigator.clipboard.readText()).toMatch(
      /^Poolhouse 0.1.0, run 63 of Partners: failed/,
    );
  });

  it("shows cells old and new, NULL and empty apart, and 500 more on demand", async () => {
    const { user, asked } = openWindow("/history/run/62");
    const table = within(await screen.findByRole("table", { name: "What changed" }));
    const first = within(table.getAllByRole("row")[1] as HTMLElement);
    expect(first.getByText("NULL")).toBeVisible();
    expect(first.getByText("empty")).toBeVisible();
    expect(table.getAllByTitle("U+202E right-to-left override").length).toBeGreaterThan(0);
    expect(screen.getByText("500 changes shown")).toBeVisible();
    expect(table.getAllByRole("row").length, "only what is in sight is drawn").toBeLessThan(60);
    await user.click(screen.getByRole("button", { name: "Show more" }));
    expect(await screen.findByText("1,000 changes shown")).toBeVisible();
    expect(asked("runChanges")).toEqual([
      [62, null, null],
      [62, null, 500],
    ]);
  });

  it("shows a run as it goes, then what it brought", async () => {
    const { fake, happens } = openWindow("/history/run/61");
    const progress = within(await screen.findByRole("region", { name: "Progress" }));
    expect(
      progress.getByText("AWS asked us to slow down; going at 22 calls a second."),
    ).toBeVisible();
    expect(
      progress.getByText("1,320 rows a second · 22 AWS calls a second · 264 AWS calls so far"),
    ).toBeVisible();
    expect(
      progress.getByRole("progressbar", { name: "Progress of the table users" }),
    ).toHaveAttribute("aria-valuenow", "34");
    await happens(() => fake.finish(61));
    expect(await screen.findByRole("region", { name: "What changed" })).toBeVisible();
    expect(screen.queryByRole("region", { name: "Progress" })).toBeNull();
  });

  it("resumes what was interrupted, as the same run", async () => {
    const { user, asked } = openWindow("/history/run/65");
    await user.click(await screen.findByRole("button", { name: "Resume" }));
    expect(asked("startRun")).toEqual([[5, null]]);
    expect(await screen.findByRole("region", { name: "Progress" })).toBeVisible();
    expect(address()).toBe("#/history/run/65");
  });

  it("says so when the run is gone", async () => {
    openWindow("/history/run/999");
    expect(await screen.findByText("This run is no longer in the history.")).toBeVisible();
  });
});
