import { beforeEach, describe, expect, it } from "vitest";
import { type Api, installApi } from "./api";
import type { OpenedTable, RowsWindow, StoredColumn } from "./bindings";
import { OpenTable, type TableAsk } from "./openTable";

const columns: StoredColumn[] = [
  { name: "id", original: "id", kind: "text", personal: "none" },
  { name: "name", original: "name", kind: "text", personal: "name" },
];
const ask: TableAsk = {
  subject: { kind: "table", dataflow: 1, table: "users", version: { kind: "now" } },
  query: { filters: [], search: "", sort: [] },
};

interface Asked {
  view: number;
  from: number;
  count: number;
  answer: (window: RowsWindow) => Promise<void>;
  refuse: (error: unknown) => Promise<void>;
}

/** Everything that was promised has been heard. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

/** An engine that answers when it is told to. */
function engine() {
  const opened: ((answer: OpenedTable) => Promise<void>)[] = [];
  const asked: Asked[] = [];
  const closed: number[] = [];
  const commands = {
    openTable: () =>
      new Promise<OpenedTable>((resolve) =>
        opened.push(async (answer) => {
          resolve(answer);
          await settled();
        }),
      ),
    tableRows: (view: number, from: number, count: number) =>
      new Promise<RowsWindow>((resolve, reject) =>
        asked.push({
          view,
          from,
          count,
          answer: async (window) => {
            resolve(window);
            await settled();
          },
          refuse: async (error) => {
            reject(error);
            await settled();
          },
        }),
      ),
    closeTable: async (view: number) => {
      closed.push(view);
      return null;
    },
  };
  installApi({ commands } as unknown as Api);
  /** The question for rows from a place on that has not been answered. */
  const take = (from: number): Asked => {
    const place = asked.findIndex((each) => each.from === from);
    const [found] = asked.splice(place, 1);
    if (place === -1 || !found) throw new Error(`nobody asks from ${from}`);
    return found;
  };
  return { opened, asked, closed, take };
}

const rowsFrom = (from: number, count: number) =>
  Array.from({ length: count }, (_, place) => [`${from + place}`, null]);
const all = (from: number, count: number, found = 5_000_000): RowsWindow => ({
  rows: rowsFrom(from, count),
  found,
  done: true,
});

describe("an open table", () => {
  let world: ReturnType<typeof engine>;
  let table: OpenTable;
  beforeEach(() => {
    world = engine();
    table = new OpenTable(ask);
    table.open();
  });
  const begin = () =>
    world.opened.shift()?.({
      view: 7,
      columns,
      rows: 5_000_000,
      compared: null,
      leftOut: [],
      columnsLeftOut: 0,
    });
  const windows = () => world.asked.map(({ from }) => from).filter((from) => from < 1e9);

  it("fetches what is in sight, then what is beside it, a few windows at a time", async () => {
    await begin();
    await world.take(0).answer(all(0, 200));
    expect(table.row(199)).toEqual(["199", null]);
    expect(table.row(200), "not here yet").toBeUndefined();
    await world.take(200).answer(all(200, 200));
    table.want(4_999_980, 4_999_999);
    expect(windows(), "nothing beside the last rows before they are here").toEqual([4_999_800]);
    await world.take(4_999_800).answer(all(4_999_800, 200));
    expect(table.row(4_999_999)).toEqual(["4999999", null]);
    expect(windows(), "then those above them").toEqual([4_999_600]);
    table.want(0, 10);
    expect(windows(), "what is kept is not asked for again").toEqual([4_999_600]);
  });

  it("never asks for all that a dragged thumb passes over", async () => {
    await begin();
    await world.take(0).answer(all(0, 200));
    for (let row = 10_000; row < 900_000; row += 10_000) table.want(row, row + 20);
    expect(windows().length).toBeLessThanOrEqual(2);
    await world.take(10_000).answer(all(10_000, 200));
    expect(windows(), "the next is the one that is in sight now").toContain(890_000);
  });

  it("lets go of what is far, but not of what is in sight", async () => {
    await begin();
    await world.take(0).answer(all(0, 200));
    for (let number = 1; number <= 80; number += 1) {
      table.want(number * 200, number * 200 + 10);
      while (windows().length > 0) {
        const from = windows()[0] ?? 0;
        await world.take(from).answer(all(from, 200));
      }
    }
    expect(table.row(0), "long out of sight").toBeUndefined();
    expect(table.row(80 * 200)).toBeDefined();
  });

  it("shows what is found as it is found, and fills up what was short", async () => {
    await begin();
    await world.take(0).answer({ rows: rowsFrom(0, 3), found: 3, done: false });
    expect(table.snapshot()).toMatchObject({ status: "open", found: 3, done: false, total: 5e6 });
    expect(windows(), "no more is known of").toEqual([]);
    await world.take(Number.MAX_SAFE_INTEGER).answer({ rows: [], found: 90, done: false });
    expect(table.snapshot().found).toBe(90);
    await world.take(0).answer({ rows: rowsFrom(0, 120), found: 120, done: true });
    expect(table.row(119)).toBeDefined();
    expect(table.snapshot()).toMatchObject({ found: 120, done: true });
  });

  it("drops an answer to a question that is no longer asked", async () => {
    await begin();
    const late = world.take(0);
    table.open();
    await late.answer({ rows: [["old", null]], found: 1, done: true });
    expect(table.row(0)).toBeUndefined();
    expect(table.snapshot()).toMatchObject({ status: "opening", found: 0 });
    expect(world.closed, "the older one is closed").toEqual([7]);
  });

  it("closes a table that opens after it was left", async () => {
    table.close();
    await begin();
    expect(world.closed).toEqual([7]);
    expect(world.asked).toEqual([]);
    expect(table.snapshot().status).toBe("opening");
  });

  it("is not failed by an error of an older question", async () => {
    await begin();
    const late = world.take(0);
    table.open();
    await late.refuse(new Error("closed"));
    expect(table.snapshot().status).toBe("opening");
  });

  it("stops when it is told to, and closes the table", async () => {
    await begin();
    await world.take(0).answer({ rows: rowsFrom(0, 3), found: 3, done: false });
    table.stop();
    expect(table.snapshot()).toMatchObject({ status: "stopped", found: 3 });
    expect(world.closed).toEqual([7]);
    await world.take(Number.MAX_SAFE_INTEGER).answer({ rows: [], found: 90, done: true });
    expect(table.snapshot().found, "what comes later says nothing").toBe(3);
  });

  it("says what failed", async () => {
    await begin();
    await world.take(0).refuse({ code: "other", message: "Gone.", hint: "", fields: [] });
    expect(table.snapshot()).toMatchObject({ status: "failed", error: { message: "Gone." } });
  });

  it("fetches for a copy what is not in sight", async () => {
    await begin();
    await world.take(0).answer(all(0, 200));
    const copied = table.fetch(1_000, 1_500);
    await world.take(1_000).answer(all(1_000, 1_000));
    await world.take(2_000).answer(all(2_000, 500));
    expect((await copied)?.length).toBe(1_500);
    const late = table.fetch(5_000, 10);
    const answer = world.take(5_000);
    table.open();
    await answer.answer(all(5_000, 10));
    expect(await late, "another question is asked").toBeNull();
  });

  it("asks for fewer rows at a time where they are wide", async () => {
    const wide = Array.from({ length: 2_000 }, () => columns[0] as StoredColumn);
    await world.opened.shift()?.({
      view: 7,
      columns: wide,
      rows: 500,
      compared: null,
      leftOut: [],
      columnsLeftOut: 0,
    });
    expect(world.take(0).count).toBe(40);
  });
});
