/**
 * A table that is open for one question. Rows come in windows, are kept while they are near, and
 * are asked for again when they were let go. What comes for a question that is no longer asked is
 * dropped: each opening has a number, and an answer that bears another says nothing.
 */
import { commands } from "./api";
import type {
  ColumnProfile,
  RowHistory,
  StoredColumn,
  Subject,
  TableQuery,
  UiError,
  ViewId,
} from "./bindings";
import { asUiError } from "./errors";

export type Cells = (string | null)[];

export interface TableAsk {
  subject: Subject;
  query: TableQuery;
}

/** Whole each time: a new object for everything that is to be seen. */
export interface OpenTableState {
  status: "opening" | "open" | "stopped" | "failed";
  /** Null until it is open. */
  columns: StoredColumn[] | null;
  /** Rows of the whole table; null until it is open, and where nobody has counted them. */
  total: number | null;
  /** The databases that could not be read, each with why. */
  leftOut: string[];
  /** Columns for which there is no room. */
  columnsLeftOut: number;
  found: number;
  /** Whether `found` is all of them. */
  done: boolean;
  error: UiError | null;
}

const opening: OpenTableState = {
  status: "opening",
  columns: null,
  total: null,
  leftOut: [],
  columnsLeftOut: 0,
  found: 0,
  done: false,
  error: null,
};

/** Cells in a window at most, so that wide tables come in fewer rows at a time, and any at once. */
const CELLS = 5_000;
const FEWEST_ROWS = 40;
const MOST_ROWS = 200;
/** Windows kept: what was seen last. */
const KEPT = 60;
/**
 * Windows asked for at a time: as many as what is in sight may lie in. A thumb that is dragged passes
 * over more than it wants, and each that is asked for in vain is waited for.
 */
const AT_ONCE = 2;
/** Rows that a copy asks for at a time; the engine gives no more. */
const COPIED_AT_ONCE = 1_000;
/** A place that no table has: asking for it waits until the listing has gone on a while. */
const NO_PLACE = Number.MAX_SAFE_INTEGER;

interface Held {
  rows: Cells[];
  /** Whether rows that were not listed yet are missing at its end. */
  short: boolean;
}

export class OpenTable {
  private state = opening;
  private readonly heard = new Set<() => void>();
  private opened = 0;
  private view: ViewId | null = null;
  private size = MOST_ROWS;
  /** By number; the one that was used last comes last. */
  private windows = new Map<number, Held>();
  private inSight: number[] = [];
  private beside: number[] = [];
  private readonly underWay = new Set<number>();

  constructor(readonly ask: TableAsk) {}

  readonly subscribe = (hear: () => void): (() => void) => {
    this.heard.add(hear);
    return () => void this.heard.delete(hear);
  };

  readonly snapshot = (): OpenTableState => this.state;

  /** What the engine knows it by; null while it is not open. */
  get id(): ViewId | null {
    return this.view;
  }

  /** Opens it, or opens it again. */
  open(): void {
    this.letGo();
    const opened = this.opened;
    this.tell(opening);
    const { subject, query } = this.ask;
    commands.openTable(subject, query).then(
      (answer) => {
        if (opened !== this.opened) {
          void closeQuietly(answer.view);
          return;
        }
        this.view = answer.view;
        const width = Math.max(1, answer.columns.length);
        this.size = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, Math.floor(CELLS / width)));
        this.tell({
          status: "open",
          columns: answer.columns,
          total: answer.rows,
          leftOut: answer.leftOut,
          columnsLeftOut: answer.columnsLeftOut,
        });
        this.want(0, 0);
        void this.follow(opened);
      },
      (error) => {
        if (opened === this.opened) this.tell({ status: "failed", error: asUiError(error) });
      },
    );
  }

  /** Ends the search. What was found is no longer there to look at. */
  stop(): void {
    const { found } = this.state;
    this.letGo();
    this.tell({ ...opening, status: "stopped", found });
  }

  /** Ends it for good; nothing is told any more. */
  close(): void {
    this.letGo();
  }

  /** A row, where it is here. */
  row(place: number): Cells | undefined {
    return this.windows.get(Math.floor(place / this.size))?.rows[place % this.size];
  }

  /** Says which rows are in sight: they are fetched first, then those beside them and `also`. */
  want(first: number, last: number, also: readonly number[] = []): void {
    const from = Math.floor(first / this.size);
    const to = Math.floor(last / this.size);
    this.inSight = [];
    for (let number = from; number <= to; number += 1) this.inSight.push(number);
    this.beside = [to + 1, ...(from > 0 ? [from - 1] : [])];
    for (const row of also) this.beside.push(Math.floor(row / this.size));
    for (const number of [...this.beside, ...this.inSight]) {
      const held = this.windows.get(number);
      if (!held) continue;
      this.windows.delete(number);
      this.windows.set(number, held);
    }
    this.pump();
  }

  /** Rows for a copy, whether they are in sight or not; null when the question changed meanwhile. */
  async fetch(from: number, count: number): Promise<Cells[] | null> {
    const opened = this.opened;
    const rows: Cells[] = [];
    while (rows.length < count) {
      if (this.view === null || opened !== this.opened) return null;
      const left = Math.min(COPIED_AT_ONCE, count - rows.length);
      const answer = await commands.tableRows(this.view, from + rows.length, left);
      if (opened !== this.opened) return null;
      if (answer.rows.length === 0) break;
      rows.push(...answer.rows);
    }
    return rows;
  }

  /** What a column's values are like, over the rows asked for; null when they are others by then. */
  async profile(column: string): Promise<ColumnProfile | null> {
    const { opened, view } = this;
    if (view === null) return null;
    const profile = await commands.profileColumn(view, column).catch((error) => {
      if (opened === this.opened) throw error;
      return null;
    });
    return opened === this.opened ? profile : null;
  }

  /** Ends the look at a column that is under way. */
  cancelProfile(): void {
    if (this.view !== null) void commands.cancelProfile(this.view).catch(() => {});
  }

  /** What became of a row, and where it is to be found; null when the rows are others by then. */
  async history(row: number): Promise<RowHistory | null> {
    const { opened, view } = this;
    if (view === null) return null;
    const history = await commands.rowHistory(view, row).catch((error) => {
      if (opened === this.opened) throw error;
      return null;
    });
    return opened === this.opened ? history : null;
  }

  private letGo(): void {
    this.opened += 1;
    if (this.view !== null) void closeQuietly(this.view);
    this.view = null;
    this.windows = new Map();
    this.inSight = [];
    this.beside = [];
    this.underWay.clear();
  }

  private tell(part: Partial<OpenTableState>): void {
    this.state = { ...this.state, ...part };
    for (const hear of this.heard) hear();
  }

  private isMissing(number: number): boolean {
    if (this.underWay.has(number)) return false;
    const { found, done } = this.state;
    const start = number * this.size;
    const held = this.windows.get(number);
    if (held) return held.short && found > start + held.rows.length;
    // The first is asked for before anything is known.
    return start < found || (number === 0 && !done);
  }

  private pump(): void {
    this.loadMissing(this.inSight);
    // What is beside must not keep what is in sight waiting.
    if (!this.inSight.some((number) => this.underWay.has(number) || this.isMissing(number)))
      this.loadMissing(this.beside);
  }

  private loadMissing(numbers: readonly number[]): void {
    const { view } = this;
    if (view === null) return;
    for (const number of numbers) {
      if (this.underWay.size >= AT_ONCE) return;
      if (this.isMissing(number)) void this.load(view, number, this.opened);
    }
  }

  private async load(view: ViewId, number: number, opened: number): Promise<void> {
    this.underWay.add(number);
    const from = number * this.size;
    try {
      const answer = await commands.tableRows(view, from, this.size);
      if (opened !== this.opened) return;
      this.underWay.delete(number);
      const short = answer.rows.length < this.size && !answer.done;
      this.windows.delete(number);
      this.windows.set(number, { rows: answer.rows, short });
      for (const old of this.windows.keys()) {
        if (this.windows.size <= KEPT) break;
        if (![...this.inSight, ...this.beside].includes(old)) this.windows.delete(old);
      }
      this.grown(answer.found, answer.done);
      this.pump();
    } catch (error) {
      this.fails(opened, error);
    }
  }

  /** Waits with the listing until it is done, so that what is found shows as it is found. */
  private async follow(opened: number): Promise<void> {
    try {
      while (opened === this.opened && this.view !== null && !this.state.done) {
        const answer = await commands.tableRows(this.view, NO_PLACE, 0);
        if (opened !== this.opened) return;
        this.grown(answer.found, answer.done);
        this.pump();
      }
    } catch (error) {
      this.fails(opened, error);
    }
  }

  private grown(found: number, done: boolean): void {
    // Answers may overtake each other; the listing only grows.
    this.tell({
      found: Math.max(found, this.state.found),
      done: done || this.state.done,
    });
  }

  private fails(opened: number, error: unknown): void {
    if (opened !== this.opened) return;
    this.letGo();
    this.tell({ ...opening, status: "failed", error: asUiError(error) });
  }
}

/** What is closed may be gone already, and that is as well. */
async function closeQuietly(view: ViewId): Promise<void> {
  await commands.closeTable(view).catch(() => {});
}
