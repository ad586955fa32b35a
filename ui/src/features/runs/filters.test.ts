import { describe, expect, it } from "vitest";
import { dayOf } from "../../components";
import {
  firstDay,
  narrows,
  noFilters,
  queryOf,
  rangeOf,
  readFilters,
  within,
  writeFilters,
} from "./filters";

const read = (address: string) => readFilters(new URLSearchParams(address));

describe("the filters of an address", () => {
  it("come back as they were, whatever is searched for", () => {
    const filters = {
      dataflow: 3,
      status: "failed" as const,
      trigger: "command_line" as const,
      from: "2026-11-01",
      to: "2026-11-21",
      search: `100% of "it" & a_b #c`,
    };
    expect(read(new URLSearchParams(writeFilters(filters)).toString())).toEqual(filters);
    expect(writeFilters(noFilters)).toEqual({});
  });

  it("are none where an address holds what it should not", () => {
    expect(read("dataflow=x&status=never_run&trigger=robot")).toEqual(noFilters);
    expect(read("dataflow=-1&status='OR 1=1")).toEqual(noFilters);
  });

  it("ask nothing where they are blank", () => {
    expect(queryOf({ ...noFilters, search: "  " }, "Europe/Berlin")).toEqual({
      dataflow: null,
      status: null,
      trigger: null,
      from: null,
      to: null,
      zone: "Europe/Berlin",
      text: null,
    });
  });

  it("narrow by anything but the dataflow, whose history it then is", () => {
    expect(narrows({ ...noFilters, dataflow: 3 })).toBe(false);
    expect(narrows({ ...noFilters, to: "2026-11-21" })).toBe(true);
  });
});

describe("days", () => {
  const now = new Date(2026, 2, 1, 23, 59);

  it("are those of the person's own calendar", () => {
    expect(dayOf(now)).toBe("2026-03-01");
    expect(firstDay("week", now)).toBe("2026-02-23");
  });

  it("are told as the range that they are", () => {
    expect(rangeOf(noFilters, now)).toBe("any");
    expect(rangeOf({ ...noFilters, from: "2026-03-01" }, now)).toBe("today");
    expect(rangeOf({ ...noFilters, from: "2026-02-23" }, now)).toBe("week");
    expect(rangeOf({ ...noFilters, from: "2026-02-24" }, now)).toBe("between");
    expect(rangeOf({ ...noFilters, to: "2026-03-01" }, now)).toBe("between");
  });

  it("of a stretch that is chosen stay within those that were asked for", () => {
    const asked = { ...noFilters, from: "2026-03-10", to: "2026-03-20" };
    expect(within(asked, "2026-03-01", "2026-03-31")).toEqual(asked);
    expect(within(noFilters, "2026-03-01", "2026-03-31")).toMatchObject({
      from: "2026-03-01",
      to: "2026-03-31",
    });
  });
});
