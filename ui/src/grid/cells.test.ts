import { describe, expect, it } from "vitest";
import type { PersonalData, StoredColumn } from "../ipc";
import { nameOf, shownAs } from "./cells";

const columns = (...names: (string | [string, PersonalData])[]): StoredColumn[] =>
  names.map((each) => {
    const [name, personal] = typeof each === "string" ? [each, "none" as const] : each;
    return { name: `shown_${name}`, original: name, kind: "text", personal };
  });

describe("a cell as it is read", () => {
  it("is yes or no in a column that holds them, and what it is everywhere else", () => {
    expect(shownAs("1", "boolean")).toBe("yes");
    expect(shownAs("0", "boolean")).toBe("no");
    expect(shownAs("True", "boolean"), "as it came").toBe("True");
    expect(shownAs("", "boolean")).toBe("");
    expect(shownAs(null, "boolean")).toBeNull();
    expect(shownAs("1", "number")).toBe("1");
    expect(shownAs("1", undefined)).toBe("1");
  });
});

describe("the name of a row", () => {
  it("is that of the person, by the likeliest of the columns", () => {
    const people = columns("username", "email", "given_name", "family_name");
    expect(nameOf(people, ["u1", "a@b.io", "Ann", null])).toBe("Ann");
    expect(nameOf(people, ["u1", "a@b.io", "Ann", "Lee"])).toBe("Ann Lee");
    expect(nameOf(people, ["u1", "a@b.io", null, ""])).toBe("a@b.io");
    expect(nameOf(people, ["u1", null, null, null])).toBe("u1");
    expect(nameOf(columns(["name", "name"]), ["Zoë"])).toBe("Zoë");
  });

  it("is none where no column names anything", () => {
    expect(nameOf(columns("name", "value"), ["custom:tier", "gold"])).toBe("");
    expect(nameOf(columns("precedence"), ["3"])).toBe("");
    expect(nameOf([], [])).toBe("");
  });
});
