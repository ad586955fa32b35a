import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readKeyFile } from "./keyFile";

/** The one corpus of all suites. */
const corpus: { values: { value: string; times?: number }[] } = JSON.parse(
  readFileSync("../crates/sample-pool/corpus.json", "utf8"),
);
const hostile = corpus.values.map(({ value, times = 1 }) => value.repeat(times));

const HEADER = "Access key ID,Secret access key";
const ID = "AKIAIOSFODNN7EXAMPLE";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/** Numbers below a bound, the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What must hold whatever the file is: an answer, and a key without white space. */
function read(text: string) {
  const file = readKeyFile(text);
  if (file.found) {
    expect(file.accessKeyId).toMatch(/^\S+$/);
    expect(file.secretAccessKey).toMatch(/^\S+$/);
  } else {
    expect(file.why).not.toBe("");
  }
  return file;
}

const sound = { found: true, accessKeyId: ID, secretAccessKey: SECRET };

describe("an access-key file", () => {
  it("is read as AWS writes it, with every line end, and as other programs write it anew", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      expect(read(`\ufeff${HEADER}${end}${ID},${SECRET}${end}`)).toEqual(sound);
      expect(
        read(`"User name","${HEADER.replace(",", '","')}"${end}"a ""b""",${ID},${SECRET}`),
      ).toEqual(sound);
    }
  });

  it("is found whatever stands in the columns beside it", () => {
    for (const text of hostile) {
      const quoted = `"${text.replaceAll('"', '""')}"`;
      expect(read(`User name,${HEADER}\n${quoted},${ID},${SECRET}\n`)).toEqual(sound);
    }
  });

  it("is answered for, whatever it is", () => {
    const pick = numbers(18);
    const pieces = [
      ...hostile.filter((text) => text.length < 99),
      ",",
      '"',
      "\n",
      "\r\n",
      HEADER,
      ID,
      SECRET,
      "",
    ];
    for (let turn = 0; turn < 3000; turn++) {
      const length = pick(12);
      read(
        Array.from({ length }, () => pieces[pick(pieces.length)]).join(pick(2) === 0 ? "," : ""),
      );
    }
  });

  it("of a megabyte without an end takes no longer than its length", () => {
    expect(read(`${HEADER}\n"${"x,\n".repeat(300_000)}`).found).toBe(false);
  });
});
