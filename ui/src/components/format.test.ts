import { describe, expect, it } from "vitest";
import { formatBytes, formatCount, formatDuration, formatLeft, formatUtc, plural } from "./format";

describe("numbers and times as the window writes them", () => {
  it("groups digits", () => {
    expect(formatCount(1_204_331)).toBe("1,204,331");
    expect(plural(1, "row")).toBe("1 row");
    expect(plural(0, "row")).toBe("0 rows");
  });

  it.each([
    [40, "under 0.1 s"],
    [400, "0.4 s"],
    [9_940, "9.9 s"],
    [9_960, "10 s"],
    [59_400, "59 s"],
    [59_600, "1 min"],
    [200_000, "3 min 20 s"],
    [7_500_000, "2 h 5 min"],
    [7_200_000, "2 h"],
  ])("writes %i ms as %s", (milliseconds, words) => {
    expect(formatDuration(milliseconds)).toBe(words);
  });

  it("does not pretend to know the last seconds", () => {
    expect(formatLeft(2)).toBe("a few seconds left");
    expect(formatLeft(6)).toBe("about 6 s left");
    expect(formatLeft(200)).toBe("about 3 min 20 s left");
  });

  it.each([
    [1, "1 byte"],
    [999, "999 bytes"],
    [4_812_800, "4.8 MB"],
    [999_600, "1.0 MB"],
    [48_128_000, "48 MB"],
  ])("writes %i bytes as %s", (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });

  it("keeps the exact UTC time, and shows what is not a date as it came", () => {
    expect(formatUtc("2026-11-21T05:19:00.123Z")).toBe("2026-11-21 05:19:00.123 UTC");
    expect(formatUtc("nonsense")).toBe("nonsense");
  });
});
