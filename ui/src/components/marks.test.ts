import { describe, expect, it } from "vitest";
import { withMarks } from "./marks";

describe("characters that would not be seen", () => {
  it("leaves plain text, other scripts and joined emoji alone", () => {
    for (const text of ["Zoë", "نور الدين", "👩‍👩‍👧", "=1+1", "<b>x</b>"])
      expect(withMarks(text)).toEqual([{ text, mark: null }]);
  });

  it("marks an override that would turn a file's ending round", () => {
    expect(withMarks("evil\u202Egnp.exe")).toEqual([
      { text: "evil", mark: null },
      { text: "U+202E", mark: "U+202E right-to-left override" },
      { text: "gnp.exe", mark: null },
    ]);
  });

  it("marks what would make two names look alike", () => {
    for (const unseen of ["\u00AD", "\u2060", "\u200B"])
      expect(withMarks(`ad${unseen}min`), "three pieces").toHaveLength(3);
  });

  it("gives controls their pictures", () => {
    expect(withMarks("a\u0000\n\u0085").map((piece) => piece.text)).toEqual([
      "a",
      "␀",
      "␊",
      "U+0085",
    ]);
  });
});
