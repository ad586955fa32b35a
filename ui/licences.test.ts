import { expect, it } from "vitest";
import { gather } from "./licences";

it("lists every crate and package that is shipped, with the words of its licence", () => {
  const { packages, texts } = gather();
  const named = (name: string) => packages.find((each) => each.name === name);
  for (const name of [
    "tauri",
    "rusqlite",
    "libsqlite3-sys",
    "aws-sdk-cognitoidentityprovider",
    "rustls",
  ])
    expect(named(name)?.from, `${name} is linked into the programs`).toBe("crates.io");
  for (const name of ["react", "@mantine/core", "@tabler/icons-react"])
    expect(named(name)?.from, `${name} is in the page`).toBe("npm");
  for (const name of [
    "vitest",
    "typescript",
    "axe-core",
    "insta",
    "proptest",
    "fantoccini",
    "tauri-build",
  ])
    expect(named(name), `${name} only builds or tests`).toBeUndefined();
  expect(
    packages.filter(({ name }) => name.startsWith("poolhouse")),
    "our own are not others'",
  ).toEqual([]);
  const words = (name: string) =>
    (named(name)?.texts ?? []).map((place) => texts[place]).join("\n");
  expect(words("react")).toContain("Permission is hereby granted");
  expect(words("aws-lc-sys"), "and of the C library inside a crate").toContain("OpenSSL");
  for (const each of packages) expect(each.licence, each.name).not.toBe("");
  // A crate may leave its text out; most do not.
  const without = packages.filter((each) => each.texts.length === 0);
  expect(without.length).toBeLessThan(packages.length / 5);
  expect(new Set(texts).size, "each text once").toBe(texts.length);
}, 60_000);
