import { describe, expect, it } from "vitest";
import { askedIn, fromAddress, inAddress, whereIs, whereKept } from "./address";

const names = [
  "Acme",
  "",
  "~",
  "a~20b",
  "50%",
  "50%20",
  "a/b?c#d&e=f",
  "Zoë 🎉",
  "\u202e\u0000\n",
  ".",
  "a b",
];

describe("a name in an address", () => {
  it.each(names)("comes back as it was: %j", (name) => {
    const part = inAddress(name);
    expect(part).toMatch(/^[\w.!*'()~-]+$/);
    expect(fromAddress(part)).toBe(name);
    expect(fromAddress(decodeURI(part)), "read once more").toBe(name);
    expect(askedIn(whereIs(name, name).slice(1))?.filters).toEqual([
      { column: name, test: { kind: "equals", text: name }, not: false },
    ]);
  });

  it("may stand for a value that the engine keeps", () => {
    for (const name of names)
      expect(askedIn(whereKept(name, { value: 17, shown: name }).slice(1))?.filters).toEqual([
        { column: name, test: { kind: "kept", value: 17, shown: name }, not: false },
      ]);
    expect(askedIn("where=email&kept=x&shown=y")).toBeNull();
  });

  it("is what somebody typed where it was not made here", () => {
    expect(fromAddress("Acme Corp")).toBe("Acme Corp");
    expect(fromAddress("~zz")).toBe("~zz");
    expect(askedIn("find=x")).toBeNull();
    expect(askedIn("")).toBeNull();
  });
});
