import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { dayOf } from "../components";
import { fakeError } from "../ipc/fake";
import { address, openWindow } from "./testing";

const userOpens = async (name: RegExp) =>
  userEvent.click(await screen.findByRole("link", { name }));

describe("Run history", () => {
  it("says what it is for before there is a run", async () => {
    openWindow("/history", { state: "first" });
    expect(await screen.findByRole("heading", { name: "No runs yet" })).toBeVisible();
  });

  it("lists runs with what they did", async () => {
    openWindow("/history");
    const link = await screen.findByRole("link", { name: /Run 62 of Loyalty$/ });
    const row = within(link.closest("[role=row]") as HTMLElement);
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
    expect(screen.getByText(/No run of Partners passes all/)).toBeVisible();
    expect(address()).toBe("#/history?dataflow=3&status=queued");
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    expect(await screen.findByRole("table", { name: "Runs" })).toBeVisible();
    expect(address(), "it is still that dataflow's history").toBe("#/history?dataflow=3");
  });

  it("takes its filters from the address, and says how many runs pass them", async () => {
    const { asked } = openWindow(
      "/history?status=failed&trigger=manual&from=2026-01-01&to=2026-12-31&search=%25",
    );
    expect(await screen.findByRole("heading", { name: "No run matches" })).toBeVisible();
    expect(asked("listRuns")).toMatchObject([
      [
        {
          status: "failed",
          trigger: "manual",
          from: "2026-01-01",
          to: "2026-12-31",
          text: "%",
        },
      ],
    ]);
    expect(screen.getByRole("searchbox", { name: "Search in descriptions" })).toHaveValue("%");
    expect(screen.getByRole("textbox", { name: "First day" })).toHaveValue("2026-01-01");
  });

  it("asks between two days, and tells beside the field what is wrong with one", async () => {
    const { user, asked } = openWindow("/history");
    await screen.findByRole("table", { name: "Runs" });
    await user.click(screen.getByRole("combobox", { name: "Started" }));
    await user.click(await screen.findByRole("option", { name: "Between two days" }));
    const first = screen.getByRole("textbox", { name: "First day" });
    const before = asked("listRuns").length;
    await user.click(first);
    await user.paste("21.11.2026");
    await user.tab();
    expect(first).toHaveAccessibleDescription(/^Write the day as 2026-11-21/);
    expect(asked("listRuns"), "what is no day is no question").toHaveLength(before);
    await user.clear(first);
    await user.click(first);
    await user.paste("2026-11-10");
    await waitFor(() => expect(asked("listRuns").at(-1)).toMatchObject([{ from: "2026-11-10" }]));
    expect(await screen.findByText(/ runs found$/)).toBeVisible();
    const last = screen.getByRole("textbox", { name: "Last day" });
    await user.click(last);
    await user.paste("2026-11-09");
    expect(
      await screen.findByRole("heading", { name: "A filter needs another look" }),
    ).toBeVisible();
    expect(last).toHaveAccessibleDescription(/before the first one. Swap the two/);
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    expect(await screen.findByRole("table", { name: "Runs" })).toBeVisible();
    expect(screen.queryByRole("textbox", { name: "First day" })).toBeNull();
  });

  it("keeps the fields of both days while a day in them makes a range that has a name", async () => {
    const { user, asked } = openWindow("/history?to=2099-12-31");
    await screen.findByRole("table", { name: "Runs" });
    const today = dayOf(new Date());
    const first = screen.getByRole("textbox", { name: "First day" });
    const last = screen.getByRole("textbox", { name: "Last day" });
    await user.clear(last);
    await user.click(first);
    await user.paste(today);
    await waitFor(() =>
      expect(asked("listRuns").at(-1)).toMatchObject([{ from: today, to: null }]),
    );
    expect(first).toHaveFocus();
    await user.click(last);
    await user.paste(today);
    await waitFor(() =>
      expect(asked("listRuns").at(-1)).toMatchObject([{ from: today, to: today }]),
    );
    expect(last).toHaveFocus();
    await user.click(screen.getByRole("combobox", { name: "Started" }));
    await user.click(await screen.findByRole("option", { name: "Today" }));
    expect(screen.queryByRole("textbox", { name: "First day" }), "one word says it").toBeNull();
  });

  it("gives a last day to a first one that was today", async () => {
    const { user, asked } = openWindow("/history");
    await screen.findByRole("table", { name: "Runs" });
    await user.click(screen.getByRole("combobox", { name: "Started" }));
    await user.click(await screen.findByRole("option", { name: "Between two days" }));
    const today = dayOf(new Date());
    await user.click(screen.getByRole("textbox", { name: "First day" }));
    await user.paste(today);
    await waitFor(() =>
      expect(asked("listRuns").at(-1)).toMatchObject([{ from: today, to: null }]),
    );
    await user.click(screen.getByRole("textbox", { name: "Last day" }));
    await user.paste("2099-12-31");
    await waitFor(() =>
      expect(asked("listRuns").at(-1)).toMatchObject([{ from: today, to: "2099-12-31" }]),
    );
  });

  it("tells of a day that no calendar has at its own field", async () => {
    const { user, asked } = openWindow("/history?to=2026-11-21");
    await screen.findByRole("combobox", { name: "Started" });
    const before = asked("listRuns").length;
    const first = screen.getByRole("textbox", { name: "First day" });
    await user.click(first);
    await user.paste("2026-02-30");
    await user.tab();
    expect(first).toHaveAccessibleDescription("There is no such day.");
    expect(asked("listRuns")).toHaveLength(before);
  });

  it("sums up many runs, as a chart and as a table, and narrows to a part of them", async () => {
    const { user } = openWindow("/history", { state: "huge" });
    const chart = await screen.findByRole("group", { name: /^The runs by month/ });
    const marks = within(chart).getAllByRole("link");
    expect(marks.at(-1)).toHaveAccessibleName(/^Nov 2026: [\d,]+ runs, \d+ failed/);
    await user.click(screen.getByRole("button", { name: "Show as a table" }));
    const table = within(screen.getByRole("table", { name: "The runs by month" }));
    expect(table.getAllByRole("row")).toHaveLength(marks.length + 1);
    await user.click(screen.getByRole("button", { name: "Show as a chart" }));
    screen.getByRole("link", { name: /^Nov 2026: / }).focus();
    await user.keyboard("{Enter}");
    expect(address()).toBe("#/history?from=2026-11-01&to=2026-11-30");
    expect(await screen.findByText(/ runs found$/)).toBeVisible();
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
    await user.click(screen.getByRole("searchbox"));
    await user.paste("list the groups");
    await waitFor(() =>
      expect(asked("listRuns").at(-1)).toMatchObject([{ text: "list the groups", before: null }]),
    );
  });

  it("pages through a long history", async () => {
    const { user, asked } = openWindow("/history", { state: "huge" });
    expect(await screen.findByText("200 shown")).toBeVisible();
    expect(await screen.findByText("2,005 runs")).toBeVisible();
    const list = screen.getByRole("table", { name: "Runs" });
    expect(list).toHaveAttribute("aria-rowcount", "2006");
    expect(within(list).getAllByRole("row").length, "only what is in sight").toBeLessThan(60);
    await user.click(screen.getByRole("button", { name: "Show more" }));
    expect(await screen.findByText("400 shown")).toBeVisible();
    expect(asked("listRuns").at(-1)).toMatchObject([{ before: 1806 }]);
  });

  it("draws the runs so that each has its numbers, by keyboard too", async () => {
    const { user } = openWindow("/history?dataflow=5");
    const chart = await screen.findByRole("group", { name: /The last 13 runs/ });
    const newest = within(chart).getByRole("link", {
      name: /^Run 65, Archive, .*: Interrupted, 0 rows/,
    });
    newest.focus();
    await user.keyboard("{ArrowLeft}");
    expect(within(chart).getByRole("link", { name: /^Run 57, Archive/ })).toHaveFocus();
    await user.keyboard("{Enter}");
    expect(address()).toBe("#/history/run/57");
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
    expect(first.getByText("Sam Sample 1"), "whose cell it is").toBeVisible();
    expect(table.getAllByTitle("U+202E right-to-left override").length).toBeGreaterThan(0);
    expect(await screen.findByText("500 of 1,200 changes shown")).toBeVisible();
    expect(table.getAllByRole("row").length, "only what is in sight is drawn").toBeLessThan(60);
    await user.click(screen.getByRole("button", { name: "Show more" }));
    expect(await screen.findByText("1,000 of 1,200 changes shown")).toBeVisible();
    const all = { table: null, kind: null, column: null };
    expect(asked("runChanges")).toEqual([
      [62, all, null],
      [62, all, 500],
    ]);
  });

  it("narrows what changed by table, kind and column, each with its count", async () => {
    const { user, asked } = openWindow("/history/run/62");
    const panel = within(await screen.findByRole("region", { name: "What changed" }));
    await user.click(panel.getByRole("combobox", { name: "Column" }));
    await user.click(await screen.findByRole("option", { name: /^custom_tier \(\d+\)$/ }));
    await waitFor(() =>
      expect(asked("runChanges").at(-1)).toEqual([
        62,
        { table: null, kind: "changed", column: "custom_tier" },
        null,
      ]),
    );
    expect(await panel.findByText("360 changes shown")).toBeVisible();
    await user.click(panel.getByRole("combobox", { name: "What" }));
    await user.click(await screen.findByRole("option", { name: "Rows removed (240)" }));
    expect(await panel.findByText("240 changes shown")).toBeVisible();
    expect(panel.getByRole("combobox", { name: "Column" })).toBeDisabled();
    await user.click(panel.getByRole("combobox", { name: "Table" }));
    await user.click(await screen.findByRole("option", { name: "groups (109)" }));
    expect(await panel.findByText(/^\d+ changes shown$/)).toBeVisible();
  });

  it("lists what changed while it is still counted", async () => {
    const { fake } = openWindow("/history");
    fake.fail("runChangeCounts", fakeError);
    await userOpens(/Run 62 of Loyalty$/);
    const panel = within(await screen.findByRole("region", { name: "What changed" }));
    expect(await panel.findByText("500 changes shown")).toBeVisible();
    expect(panel.getByRole("combobox", { name: "Table" })).toBeEnabled();
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

  it("shows how completely it read, with the estimate beside", async () => {
    const { user } = openWindow("/history/run/62");
    const panel = within(await screen.findByRole("region", { name: "Completeness" }));
    expect(panel.getByText(/^Complete but for 1 table: all 18 parts/)).toBeVisible();
    expect(panel.getByText("terms")).toBeVisible();
    const calls = within(
      panel.getByRole("rowheader", { name: "AWS calls" }).closest("tr") as HTMLElement,
    );
    expect(calls.getByText("at least 430")).toBeVisible();
    expect(calls.getByText("265")).toBeVisible();
    const users = within(
      panel.getByRole("rowheader", { name: /^users/ }).closest("tr") as HTMLElement,
    );
    expect(users.getByText("14,297")).toBeVisible();
    expect(users.getByText("14,294")).toBeVisible();
    expect(users.getByText(/No longer at the source/)).toBeVisible();
    expect(
      users.getByTitle("U+202E right-to-left override"),
      "names are foreign text",
    ).toBeVisible();
    expect(panel.getByText("This pool has no group without a description.")).toBeVisible();
    await user.click(panel.getByText("What was asked of AWS"));
    expect(panel.getByRole("table", { name: "What was asked of AWS" })).toBeVisible();
    expect(panel.getByText(/was asked for in 16 parts; 16 were read/)).toBeVisible();
    await user.click(panel.getByRole("button", { name: "Copy as JSON" }));
    expect(JSON.parse(await navigator.clipboard.readText())).toMatchObject({
      run: 62,
      certificate: { actual: { calls: 265 } },
    });
  });

  it("shows of a run that failed how far it came, and no keys that were never counted", async () => {
    openWindow("/history/run/63");
    const panel = within(await screen.findByRole("region", { name: "Completeness" }));
    expect(panel.getByText(/^Not complete: 6 of the 18 parts/)).toBeVisible();
    const users = within(
      panel.getByRole("rowheader", { name: "users" }).closest("tr") as HTMLElement,
    );
    expect(users.getByText("4,323")).toBeVisible();
    expect(users.getByText("not known")).toBeInTheDocument();
  });

  it("says why an old run has no certificate, and nothing of a rollback", async () => {
    const { unmount } = openWindow("/history/run/7");
    const panel = within(await screen.findByRole("region", { name: "Completeness" }));
    expect(panel.getByText(/kept no certificate/)).toBeVisible();
    expect(panel.queryByRole("button")).toBeNull();
    unmount();
    openWindow("/history/run/23");
    await screen.findByText("Rollback to run 12");
    expect(screen.queryByRole("region", { name: "Completeness" })).toBeNull();
  });

  it("shows no certificate while the run is under way", async () => {
    openWindow("/history/run/61");
    await screen.findByRole("region", { name: "Progress" });
    expect(screen.queryByRole("region", { name: "Completeness" })).toBeNull();
  });

  it("takes the columns that wait for an answer, by keyboard", async () => {
    const { user, fake, asked } = openWindow("/history");
    fake.wait(62, [
      { table: "users", original: "custom:tier" },
      { table: "users", original: "custom:\u202Eevil" },
    ]);
    await user.click(await screen.findByRole("link", { name: /Run 62 of Loyalty$/ }));
    const panel = within(await screen.findByRole("region", { name: "Waiting for you" }));
    expect(panel.getByText("custom:tier")).toBeVisible();
    expect(panel.getByTitle("U+202E right-to-left override")).toBeVisible();
    panel.getByRole("button", { name: "Take these columns" }).focus();
    await user.keyboard("{Enter}");
    expect(await screen.findByText("The columns are taken")).toBeVisible();
    expect(asked("takeColumns")).toEqual([[62]]);
    await waitFor(() =>
      expect(screen.queryByRole("region", { name: "Waiting for you" })).toBeNull(),
    );
  });

  it("says so when the columns could not be taken, and keeps the question", async () => {
    const { user, fake } = openWindow("/history");
    fake.wait(62, [{ table: "users", original: "custom:tier" }]);
    fake.fail("takeColumns", fakeError);
    await user.click(await screen.findByRole("link", { name: /Run 62 of Loyalty$/ }));
    await user.click(await screen.findByRole("button", { name: "Take this column" }));
    expect(await screen.findByText(fakeError.message)).toBeVisible();
    expect(screen.getByRole("button", { name: "Take this column" })).toBeEnabled();
  });
});
