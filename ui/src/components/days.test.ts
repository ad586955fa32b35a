import { describe, expect, it } from "vitest";
import {
  addDays,
  addMonths,
  dayFault,
  dayWords,
  isInCalendar,
  monthWords,
  weekdayOf,
  weeksOf,
} from "./days";

describe("a calendar", () => {
  it("knows which days there are", () => {
    expect(["2026-11-21", "2024-02-29", "0001-01-01", "9999-12-31"].every(isInCalendar)).toBe(true);
    for (const none of ["2026-02-29", "2026-13-01", "2026-1-1", "2026-11", "", "0000-01-01"])
      expect(isInCalendar(none), none).toBe(false);
  });

  it("says what is wrong with a day: that there is none, or how one is written", () => {
    expect(dayFault("2026-11-21")).toBeNull();
    expect(dayFault("2026-02-30")).toBe("There is no such day.");
    for (const written of ["21.11.2026", "2026-11-21T06:00", "tomorrow", "2026-1-1"])
      expect(dayFault(written), written).toMatch(/^Write the day as 2026-11-21/);
  });

  it("goes by days and months, over the ends of each", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2024-03-01", -1)).toBe("2024-02-29");
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2024-03-31", -1)).toBe("2024-02-29");
    expect(addMonths("2024-02-29", 12)).toBe("2025-02-28");
    expect(addMonths("2026-05-07", -5)).toBe("2025-12-07");
    expect(addMonths("0001-01-15", -1), "and no further than there are days").toBe("0001-01-01");
    expect(addDays("9999-12-31", 1)).toBe("9999-12-31");
    expect(addMonths("9999-12-31", 1)).toBe("9999-12-31");
  });

  it("has whole weeks from Monday on, and every day of the month in them", () => {
    expect(weekdayOf("2026-11-21"), "a Saturday").toBe(5);
    const november = weeksOf("2026-11-21");
    expect(november[0]?.[0]).toBe("2026-10-26");
    expect(november.at(-1)?.at(-1)).toBe("2026-12-06");
    expect(weeksOf("2021-02-10"), "four weeks just so").toHaveLength(4);
    expect(weeksOf("2026-08-01")).toHaveLength(6);
    const end = weeksOf("9999-12-31");
    expect(end.at(-1), "the last days of all, each once").toEqual([
      "9999-12-27",
      "9999-12-28",
      "9999-12-29",
      "9999-12-30",
      "9999-12-31",
    ]);
    for (const week of november) expect(week).toHaveLength(7);
  });

  it("says days and months in words", () => {
    expect(dayWords("2026-11-21")).toBe("21 November 2026");
    expect(monthWords("2026-11-21")).toBe("November 2026");
  });
});
