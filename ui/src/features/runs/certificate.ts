/** What a run's certificate says, in words and figures. Pure. */
import { formatCount, formatDuration, formatSeconds, plural } from "../../components";
import type { Certificate, ColumnDrift, DriftKind, Run, SplitCertificate } from "../../ipc";

/** The engine reads certificates of an older app that lack some parts, and always answers all. */
export type WholeCertificate = Required<Certificate>;

export interface Verdict {
  tone: "good" | "warn";
  words: string;
}

/** Whether everything that there was to read was read. */
export function verdictOf(run: Run, certificate: WholeCertificate): Verdict {
  const asked = certificate.readings.reduce((sum, reading) => sum + reading.units, 0);
  const covered = certificate.readings.reduce((sum, reading) => sum + reading.covered, 0);
  if (asked === 0)
    return {
      tone: "warn",
      words:
        run.calls > 0
          ? "Not complete: the run was cut off before it wrote down what it had read. Nothing was published."
          : "Not complete: the run ended before it read anything. Nothing was published.",
    };
  const parts =
    asked === covered
      ? `${asked === 1 ? "the one part that was" : `all ${formatCount(asked)} parts that were`} asked for`
      : `${formatCount(covered)} of the ${formatCount(asked)} parts that were asked for`;
  if (run.status !== "succeeded")
    return {
      tone: "warn",
      words: `Not complete: ${parts} ${asked === 1 ? "was" : "were"} read to the end when the run ended. Nothing was published.`,
    };
  const distinct = certificate.tables.reduce((sum, table) => sum + table.rows, 0);
  if (asked !== covered || certificate.skipped.length > 0) {
    const skipped = plural(certificate.skipped.length, "table");
    return {
      tone: "warn",
      words: `Complete but for ${asked === covered ? skipped : plural(asked - covered, "part")}: ${parts} ${asked === 1 ? "was" : "were"} read to the end, ${plural(distinct, "row")} with distinct keys.`,
    };
  }
  return {
    tone: "good",
    words: `Complete: ${parts} ${asked === 1 ? "was" : "were"} read to the end, ${plural(distinct, "row")} with distinct keys.`,
  };
}

export interface Compared {
  what: string;
  estimate: string | null;
  actual: string | null;
}

/** The estimate beside what came of it. Rows are compared for the tables whose size was known. */
export function compared(run: Run, certificate: WholeCertificate): Compared[] {
  const { expected } = certificate;
  const published = run.status === "succeeded";
  const sum = (tables: WholeCertificate["tables"]) =>
    tables.reduce((rows, table) => rows + (published ? table.rows : table.read), 0);
  const all = sum(certificate.tables);
  const known = sum(certificate.tables.filter((table) => table.expected !== null));
  const rest =
    all === known ? "" : ` (${formatCount(all)} with tables whose size was not known before)`;
  const rows = expected.rows === null ? formatCount(all) : `${formatCount(known)}${rest}`;
  const calls = `${expected.atLeast ? "at least" : "about"} ${formatCount(expected.calls)}`;
  return [
    {
      what: published ? "Rows" : "Rows read",
      estimate: expected.rows === null ? null : `about ${formatCount(expected.rows)}`,
      // A run that was cut off has not written down what it had read.
      actual: certificate.tables.length === 0 ? null : rows,
    },
    {
      what: "AWS calls",
      estimate: expected.calls === 0 ? null : calls,
      actual: formatCount(run.calls),
    },
    {
      what: "Time",
      estimate: expected.seconds === null ? null : `about ${formatSeconds(expected.seconds)}`,
      actual: formatDuration(run.durationMs),
    },
  ];
}

/** Calls that had to be made again, and why; null for none. */
export function againWords(certificate: WholeCertificate): string | null {
  const { throttled, retried } = certificate;
  if (throttled === 0 && retried === 0) return null;
  const again = throttled + retried;
  const why = [
    throttled === 0 ? "" : `${formatCount(throttled)} refused for going too fast`,
    retried === 0 ? "" : `${formatCount(retried)} failed in passing`,
  ].filter((part) => part !== "");
  return `${plural(again, "call")} ${again === 1 ? "was" : "were"} made again: ${why.join(", ")}.`;
}

/** How a listing was read in parts. */
export function splitWords(split: SplitCertificate): string {
  const read = `\`${split.reading}\` was asked for in ${plural(split.parts, "part")}; ${formatCount(split.covered)} ${split.covered === 1 ? "was" : "were"} read to the end.`;
  const proof = split.proved ? " The whole was read beside them, to prove them." : "";
  const reason = split.reason === "" ? "" : `: ${split.reason}`;
  const verdict = split.trusted
    ? ` Reading in parts is trusted here${reason}.`
    : reason === ""
      ? ""
      : ` Reading in parts is not trusted here${reason}.`;
  return `${read}${proof}${verdict}`;
}

const KINDS: Record<DriftKind, [string, string]> = {
  added: ["New column", "New columns"],
  held_back: ["Left out", "Left out"],
  vanished: ["No longer at the source, kept and empty from now on", ""],
  widened: ["Of another type now, so kept as text", ""],
};

export interface DriftLine {
  words: string;
  columns: string[];
}

/** The columns that are other than before, those of a kind together. */
export function driftLines(columns: ColumnDrift[]): DriftLine[] {
  return (Object.keys(KINDS) as DriftKind[])
    .map((kind) => columns.filter((column) => column.kind === kind))
    .filter((some) => some.length > 0)
    .map((some) => {
      const [one, many] = KINDS[some[0]?.kind ?? "added"];
      return {
        words: some.length > 1 && many !== "" ? many : one,
        columns: some.map((column) => column.original),
      };
    });
}

/** The certificate with the run that it is of, to be kept elsewhere. */
export function certificateJson(run: Run, certificate: WholeCertificate): string {
  const { id, dataflowName, status, startedAt, endedAt } = run;
  const of = { run: id, dataflow: dataflowName, status, startedAt, endedAt };
  return JSON.stringify({ ...of, certificate }, null, 2);
}
