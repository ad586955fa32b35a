import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const css = readFileSync(`${import.meta.dirname}/tokens.css`, "utf8");

function tokens(scheme: string): Record<string, string> {
  const block = css.split(`[data-mantine-color-scheme="${scheme}"]`)[1]?.split("}")[0] ?? "";
  return Object.fromEntries(
    [...block.matchAll(/--ph-([\w-]+):\s*(#[0-9a-f]{6})/g)].map((found) => [found[1], found[2]]),
  );
}

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (parts[0] ?? 0) + 0.7152 * (parts[1] ?? 0) + 0.0722 * (parts[2] ?? 0);
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const grounds = ["ground", "surface", "surface-sunken", "surface-raised"];
const pairs: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] =>
    ["text-main", "text-dim", "accent-text", "bad", "good", "warn"].map((text) => [text, ground]),
  ),
  ["accent-text", "accent-soft"],
  ["text-dim", "quiet-soft"],
  ["good", "good-soft"],
  ["bad", "bad-soft"],
  ["warn", "warn-soft"],
  ["quiet", "quiet-soft"],
];

it.each(["light", "dark"])("every text can be read on every ground (AA), %s", (scheme) => {
  const set = tokens(scheme);
  const low = pairs
    .map(([text, ground]) => [text, ground, contrast(set[text] ?? "", set[ground] ?? "")] as const)
    .filter(([, , ratio]) => !(ratio >= 4.5));
  expect(low).toEqual([]);
});

it.each(["light", "dark"])("the ring and the edges of controls can be seen (3:1), %s", (scheme) => {
  const set = tokens(scheme);
  for (const edge of ["focus", "border-strong", "accent"])
    for (const ground of grounds)
      expect(
        contrast(set[edge] ?? "", set[ground] ?? ""),
        `${edge} on ${ground}`,
      ).toBeGreaterThanOrEqual(3);
  expect(contrast(set["danger-fill"] ?? "", "#ffffff")).toBeGreaterThanOrEqual(4.5);
});
