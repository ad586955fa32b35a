import { describe, expect, it } from "vitest";
import { progressOf } from "./notices";
import type { ExportState } from "./state";

const progress = (part: Partial<ExportState>) =>
  progressOf({
    id: "1",
    name: "users",
    rows: 0,
    of: null,
    expected: null,
    isSorting: false,
    outcome: null,
    ...part,
  });

describe("how far an export is", () => {
  it("says that it sorts, which comes before the first row", () => {
    expect(progress({}).words).toBe("Beginning …");
    expect(progress({ isSorting: true, of: 100 }).words).toBe("Sorting …");
    expect(progress({ isSorting: false, of: 100, rows: 50 })).toEqual({
      percent: 49,
      words: "50 of 100 rows",
    });
  });

  it("goes by what was found, as long as there are no more", () => {
    expect(progress({ rows: 50, expected: 200 })).toEqual({
      percent: 24,
      words: "50 of 200 rows",
    });
    expect(progress({ rows: 201, expected: 200 })).toEqual({
      percent: null,
      words: "201 rows written",
    });
    expect(progress({ rows: 50 })).toEqual({ percent: null, words: "50 rows written" });
    expect(progress({ rows: 50, expected: 200, of: 100 }).percent, "the engine knows").toBe(49);
  });
});
