import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, it } from "vitest";

/** Who may know whom. A test file may know anything. */
const src = resolve(import.meta.dirname, "..");

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\.d\.ts$/.test(file))
  // Set-up shared by tests is a test's, too.
  .filter((file) => !/(^|\/)(test-|testing\.)/.test(file))
  .map((file) => file.replaceAll("\\", "/"));

const importing = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

function importsOf(file: string): string[] {
  return [...readFileSync(join(src, file), "utf8").matchAll(importing)].map(
    (found) => found[1] ?? "",
  );
}

/** A relative import as a file of `src`, or null for a package or a style sheet. */
function targetOf(file: string, wanted: string): string | null {
  if (!wanted.startsWith(".") || wanted.endsWith(".css")) return null;
  const path = relative(src, resolve(src, dirname(file), wanted)).replaceAll("\\", "/");
  const found = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}/index.tsx`].find(
    (each) => files.includes(each),
  );
  return found ?? path;
}

/** `components`, `ipc`, `features/imports`, … */
function areaOf(file: string): string {
  const [first, second] = file.split("/");
  return first === "features" ? `features/${second}` : (first ?? "");
}

const allowed = (area: string): string[] => {
  if (area === "components") return ["components", "styles"];
  if (area === "styles") return ["styles"];
  if (area === "ipc") return ["ipc"];
  if (area === "export") return ["components", "ipc", "export"];
  if (area === "grid") return ["components", "ipc", "export", "grid"];
  if (area.startsWith("features/")) return ["components", "grid", "export", "ipc", area];
  return [];
};

it("finds the sources", () => {
  expect(files.length).toBeGreaterThan(30);
});

it("lets each area know only what lies further in", () => {
  const wrong = files
    .filter((file) => !["app", "main.tsx"].includes(areaOf(file)))
    .flatMap((file) =>
      importsOf(file)
        .map((wanted) => targetOf(file, wanted))
        .filter((target) => target !== null)
        .filter((target) => !allowed(areaOf(file)).includes(areaOf(target)))
        .map((target) => `${file} → ${target}`),
    );
  expect(wrong).toEqual([]);
});

it("names Tauri in ipc/ alone", () => {
  const wrong = files.filter(
    (file) =>
      areaOf(file) !== "ipc" && importsOf(file).some((each) => each.startsWith("@tauri-apps/")),
  );
  expect(wrong).toEqual([]);
});

it("lets nothing but the entry name the fake, and that only on a switch", () => {
  const naming = files.filter(
    (file) =>
      !file.startsWith("ipc/fake") && importsOf(file).some((each) => each.includes("/fake")),
  );
  expect(naming).toEqual(["main.tsx"]);
  expect(readFileSync(join(src, "main.tsx"), "utf8")).toMatch(
    /import\.meta\.env\.VITE_FAKE === "1"\) \{\s*const \{ makeFake \} = await import/,
  );
});

it("has no cycles", () => {
  const links = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .map((wanted) => targetOf(file, wanted))
        .filter((target) => target !== null && files.includes(target)) as string[],
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (file: string, path: string[]) => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      return;
    }
    if (done.has(file)) return;
    for (const next of links.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  expect(cycles).toEqual([]);
});

it("names raw colours in styles/ alone", () => {
  const sheets = readdirSync(src, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.(css|tsx)$/.test(file) && !file.startsWith("styles") && !file.includes(".test."),
  );
  const wrong = sheets.filter((file) =>
    /(#[0-9a-f]{3,8}\b(?![-\w/])|\brgba?\(|\bhsla?\()/i.test(
      // Addresses (`#/history`) are no colours.
      readFileSync(join(src, file), "utf8").replaceAll(/#\//g, ""),
    ),
  );
  expect(wrong).toEqual([]);
});

it("keeps what is hidden but heard within what scrolls", () => {
  // Such a text is placed by its position: out of a box that scrolls and has none it makes the page longer.
  const sheets = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".css"),
  );
  const rules = sheets.flatMap((file) =>
    [...readFileSync(join(src, file), "utf8").matchAll(/([^{};]*)\{([^{}]*)\}/g)].map(
      ([, selector = "", body = ""]) => ({ name: `${file} ${selector.trim()}`, body }),
    ),
  );
  const scrolling = rules.filter(({ body }) => /overflow(-[xy])?: (auto|scroll)/.test(body));
  expect(scrolling.length).toBeGreaterThan(20);
  expect(
    scrolling.filter(({ body }) => !/\bposition: /.test(body)).map(({ name }) => name),
    "a menu has the position that Mantine gives it",
  ).toEqual(["features/databases/questions.module.css .menu"]);
});
