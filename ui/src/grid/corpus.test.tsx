import { readFileSync } from "node:fs";
import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { withMarks } from "../components/marks";
import { GridRow } from "./GridRow";
import type { ShownColumn } from "./useColumns";

/** The one corpus of all suites. */
const corpus: { values: { what: string; value: string; times?: number }[] } = JSON.parse(
  readFileSync("../crates/sample-pool/corpus.json", "utf8"),
);

const column = {
  name: "text",
  stored: { name: "text", original: "text", kind: "text", personal: "none" },
  place: 0,
  width: 200,
  isFrozen: false,
} as ShownColumn;

describe("a cell of the grid", () => {
  for (const { what, value: text, times = 1 } of corpus.values) {
    const value = text.repeat(times);
    it(`shows ${what} as it is, and makes nothing of it`, () => {
      const { container } = render(
        <MantineProvider>
          <GridRow
            row={0}
            cells={[value]}
            drawn={[{ column, index: 0, left: 0 }]}
            sticks={false}
            top={0}
            width={200}
            active={null}
            isSelected={false}
            isOpen={false}
          />
        </MantineProvider>,
      );
      const cell = container.querySelector("[role=gridcell]");
      expect(
        cell?.querySelector("script, img, a, b, iframe"),
        "no element of the value's own",
      ).toBe(null);
      const pieces = withMarks(value).map((piece) => piece.text);
      const shown = cell?.textContent ?? "";
      if (value === "") expect(shown).toBe("empty");
      else if (times > 1)
        expect(shown, "the beginning, and how long it is").toMatch(/2,048 characters$/);
      else expect(shown).toBe(pieces.join(""));
    });
  }
});
