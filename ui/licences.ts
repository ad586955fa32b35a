/**
 * Lists what is shipped of others, with the words of their licences: the crates that cargo links
 * into the programs, and the npm packages of the page. Part of the build (see `vite.config.ts`);
 * the page gets it as `virtual:licences`. Made anew each time, so that it is never out of date.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/** One package of others. */
export interface Package {
  name: string;
  version: string;
  from: "crates.io" | "npm";
  /** As it says itself, an SPDX expression. */
  licence: string;
  /** Places in `Licences.texts`. */
  texts: number[];
}

export interface Licences {
  packages: Package[];
  /** Each once, however many packages have it. */
  texts: string[];
}

interface Metadata {
  packages: {
    id: string;
    name: string;
    version: string;
    license: string | null;
    source: string | null;
    manifest_path: string;
  }[];
  resolve: {
    nodes: { id: string; deps: { pkg: string; dep_kinds: { kind: string | null }[] }[] }[];
  };
}

/** The programs that are shipped. */
const PROGRAMS = ["poolhouse", "poolhouse-cli"];

const IS_LICENCE = /^(licen[cs]e|copying|copyright|notice|unlicense)/i;

function run(program: string, ...words: string[]): string {
  // What cargo knows of all packages is some megabytes.
  return execFileSync(program, words, { encoding: "utf8", maxBuffer: 256 << 20, cwd: ".." });
}

/** The files in which a package says its licence; of C libraries inside it too. */
function licenceFiles(folder: string, depth: number): string[] {
  const files: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    const isFolder = statSync(path).isDirectory();
    if (!isFolder && IS_LICENCE.test(name) && !/\.(rs|js|ts|toml|json)$/i.test(name))
      files.push(path);
    else if (isFolder && (depth > 0 || IS_LICENCE.test(name)))
      files.push(...licenceFiles(path, Math.max(0, depth - 1)));
  }
  return files;
}

/** What cargo links into the programs on this system; what only builds and tests need is left out. */
function crates(): { name: string; version: string; licence: string; folder: string }[] {
  const cargo = process.env.CARGO ?? "cargo";
  const host = /^host: (.+)$/m.exec(run("rustc", "-vV"))?.[1];
  const metadata: Metadata = JSON.parse(
    run(cargo, "metadata", "--format-version=1", "--locked", `--filter-platform=${host}`),
  );
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const wanted = new Set<string>();
  const take = (id: string) => {
    if (wanted.has(id)) return;
    wanted.add(id);
    for (const { pkg, dep_kinds } of nodes.get(id)?.deps ?? [])
      if (dep_kinds.some(({ kind }) => kind === null)) take(pkg);
  };
  for (const { id, name } of metadata.packages) if (PROGRAMS.includes(name)) take(id);
  return metadata.packages
    .filter(({ id, source }) => wanted.has(id) && source !== null)
    .map(({ name, version, license, manifest_path }) => ({
      name,
      version,
      licence: license ?? "see its text",
      folder: dirname(manifest_path),
    }));
}

/** What npm installs for the page itself. */
function modules(): { name: string; version: string; licence: string; folder: string }[] {
  const lock: { packages: Record<string, { dev?: boolean; optional?: boolean }> } = JSON.parse(
    readFileSync("package-lock.json", "utf8"),
  );
  return Object.entries(lock.packages)
    .filter(([path, about]) => path !== "" && !about.dev && existsSync(path))
    .map(([path]) => {
      const about = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
      return {
        name: about.name,
        version: about.version,
        licence: about.license ?? "see its text",
        folder: path,
      };
    });
}

/** All of it, by name. */
export function gather(): Licences {
  const texts = new Map<string, number>();
  const add = (file: string) => {
    const text = readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim();
    const place = texts.get(text) ?? texts.size;
    texts.set(text, place);
    return place;
  };
  const from = (source: Package["from"], found: ReturnType<typeof crates>): Package[] =>
    found.map(({ name, version, licence, folder }) => ({
      name,
      version,
      from: source,
      licence,
      // Crates that wrap a library bring its code, and its licence, in a folder of theirs.
      texts: [...new Set(licenceFiles(folder, name.endsWith("-sys") ? 2 : 0).map(add))],
    }));
  const packages = [...from("crates.io", crates()), ...from("npm", modules())];
  packages.sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
  return { packages, texts: [...texts.keys()] };
}

const NAME = "virtual:licences";

/** Makes `virtual:licences`. */
export function licences(): Plugin {
  return {
    name: "licences",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) =>
      id === `\0${NAME}`
        ? // As text: engines read that faster than an object of this size.
          `export default JSON.parse(${JSON.stringify(JSON.stringify(gather()))});`
        : null,
  };
}
