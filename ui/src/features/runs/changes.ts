/** Counting what a run changed, by table, kind and column. Pure. */
import type { ChangeCount, ChangeKind, ChangeQuery } from "../../ipc";

function passes(count: ChangeCount, asked: ChangeQuery): boolean {
  return (
    (asked.table === null || asked.table === count.table) &&
    (asked.kind === null || asked.kind === count.kind) &&
    (asked.column === null || asked.column === count.column)
  );
}

/** How many changes a question brings. */
export function linesOf(counts: ChangeCount[], asked: ChangeQuery): number {
  return counts.reduce((sum, count) => sum + (passes(count, asked) ? count.lines : 0), 0);
}

/** The tables in which something changed, in their order. */
export function tablesOf(counts: ChangeCount[]): string[] {
  return [...new Set(counts.map((count) => count.table))];
}

/** How many changes of each kind there are, whatever kind or column is asked for. */
export function kindsOf(counts: ChangeCount[], asked: ChangeQuery): Record<ChangeKind, number> {
  const of = (kind: ChangeKind) => linesOf(counts, { table: asked.table, kind, column: null });
  return { added: of("added"), changed: of("changed"), removed: of("removed") };
}

/** The columns of which cells changed, those with the most first. */
export function columnsOf(
  counts: ChangeCount[],
  asked: ChangeQuery,
): { column: string; lines: number }[] {
  const lines = new Map<string, number>();
  for (const count of counts)
    if (count.column !== null && (asked.table === null || asked.table === count.table))
      lines.set(count.column, (lines.get(count.column) ?? 0) + count.lines);
  return [...lines]
    .map(([column, lines]) => ({ column, lines }))
    .sort((one, other) => other.lines - one.lines || one.column.localeCompare(other.column));
}
