import { describe, expect, it } from "vitest";
import {
  contentHeight,
  isScaled,
  offsetOf,
  offsetShowing,
  ROW_HEIGHT,
  rowsInSight,
  rowsOfPage,
  scrolledHeight,
  TALLEST,
  topOf,
  withinRows,
} from "./scale";

const few = { rows: 12_468, view: 680 };
const many = { rows: 5_000_000, view: 680 };

describe("scaled scrolling", () => {
  it("leaves tables alone that are not too high", () => {
    expect(isScaled(few)).toBe(false);
    expect(scrolledHeight(few)).toBe(contentHeight(few));
    for (const top of [0, 1, 17.5, 40_000]) {
      expect(offsetOf(top, few)).toBe(top);
      expect(topOf(top, few)).toBe(top);
    }
  });

  it("never makes an element higher than a web view can draw", () => {
    for (const rows of [0, 1, 294_117, 294_118, 1_000_000, 5_000_000, 2 ** 40])
      expect(scrolledHeight({ rows, view: 680 })).toBeLessThanOrEqual(33_554_428);
  });

  it("puts the ends of the scroll bar at the ends of the rows", () => {
    expect(offsetOf(0, many)).toBe(0);
    expect(offsetOf(TALLEST - many.view, many)).toBe(contentHeight(many) - many.view);
    expect(rowsInSight(offsetOf(TALLEST, many), many).last).toBe(4_999_999);
    expect(rowsInSight(0, many)).toEqual({ first: 0, last: 19 });
  });

  it("comes back to an offset within one pixel of the scroll bar", () => {
    const pixel = contentHeight(many) / TALLEST;
    for (let row = 0; row < many.rows; row += 123_457) {
      const offset = withinRows(row * ROW_HEIGHT, many);
      const back = offsetOf(Math.round(topOf(offset, many)), many);
      expect(Math.abs(back - offset)).toBeLessThanOrEqual(pixel);
    }
  });

  it("grows with the scroll bar, without a jump back", () => {
    let before = -1;
    for (let top = 0; top <= TALLEST; top += 99_991) {
      const offset = offsetOf(top, many);
      expect(offset).toBeGreaterThan(before);
      before = offset;
    }
  });

  it("steps row by row however long the table is", () => {
    let offset = 2_500_000 * ROW_HEIGHT;
    for (let row = 2_500_020; row < 2_500_200; row += 1) {
      const next = offsetShowing(row, offset, many);
      expect(next - offset, "one row further, to the pixel").toBe(ROW_HEIGHT);
      offset = next;
    }
    expect(offsetShowing(2_500_190, offset, many), "what is in sight needs no step").toBe(offset);
    expect(offsetShowing(10, offset, many)).toBe(340);
  });

  it("keeps within the rows, where they are fewer than the view as well", () => {
    const short = { rows: 3, view: 680 };
    expect(withinRows(-5, short)).toBe(0);
    expect(withinRows(500, short)).toBe(0);
    expect(offsetOf(500, short)).toBe(0);
    expect(rowsInSight(0, short)).toEqual({ first: 0, last: 2 });
    expect(rowsInSight(0, { rows: 0, view: 680 }).last).toBe(-1);
    expect(withinRows(1e12, many)).toBe(contentHeight(many) - many.view);
  });

  it("goes a page less one row", () => {
    expect(rowsOfPage(many)).toBe(19);
    expect(rowsOfPage({ rows: 10, view: 20 })).toBe(1);
  });
});
