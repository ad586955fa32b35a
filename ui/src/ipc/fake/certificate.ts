/** Made-up certificates for `fake-data.ts`. */
import type { Certificate, Run } from "../bindings";

/** What a run that ended as this one did would show of how completely it read. */
export function makeCertificate(run: Run): Certificate {
  const whole = run.status === "succeeded";
  const read = whole ? run.rows : 4_320;
  return {
    expected: { rows: 12_414, calls: 430, atLeast: true, seconds: 21 },
    actual: {
      rows: whole ? run.rows + 14 : 0,
      calls: run.calls,
      atLeast: false,
      seconds: Math.ceil(run.durationMs / 1_000),
    },
    throttled: run.throttled,
    retried: 1,
    readings: [
      { reading: "ListGroups", units: 1, covered: 1, pages: 1 },
      { reading: "ListUsers", units: 17, covered: whole ? 17 : 5, pages: whole ? 416 : 72 },
    ],
    tables: run.tables.map((table, index) => ({
      source: table.source,
      target: table.target,
      read: index === 0 ? read + 3 : 14,
      rows: whole ? table.rows : 0,
      expected: index === 0 ? 12_400 : null,
      misfits: index === 0 ? 2 : 0,
      notes: index === 0 ? [] : ["This pool has no group without a description."],
      columns:
        index === 0 && whole
          ? [
              { original: "custom:tier", kind: "added" },
              { original: "custom:old", kind: "vanished" },
              { original: "custom:score", kind: "widened" },
              { original: "custom:new\u202E", kind: "held_back" },
            ]
          : [],
    })),
    skipped: whole ? [{ source: "terms", reason: "The source no longer has it." }] : [],
    split: {
      reading: "ListUsers",
      parts: 16,
      covered: whole ? 16 : 4,
      proved: true,
      trusted: whole,
      reason: whole ? "the parts held every row of the whole" : "",
    },
  };
}
