/** Which versions can be compared, and which are meant. Pure. */
import { dayOf, formatDate, plural } from "../../components";
import type { Publication, PublishedTable, RunId, Version } from "../../ipc";

const now: Version = { kind: "now" };

function publicationOf(version: Version, publications: Publication[]): Publication | undefined {
  return publications.find((each) =>
    version.kind === "now" ? each.current : each.run === version.run,
  );
}

/** The version before another; null where there is none. */
export function versionBefore(version: Version, publications: Publication[]): Version | null {
  const found = publicationOf(version, publications);
  const earlier = found && before(found, publications);
  return earlier ? { kind: "asOf", run: earlier.run } : null;
}

/** A version by its word in an address; null for a run that published nothing. */
export function versionOf(word: string, publications: Publication[]): Version | null {
  if (word === "now") return now;
  const found = publications.find((each) => String(each.run) === word);
  if (!found) return null;
  return found.current ? now : { kind: "asOf", run: found.run };
}

/** What is compared: as an address says, or the version before with what is now. */
export function comparedVersions(
  words: { from: string | null; to: string | null },
  publications: Publication[],
): { from: Version | null; to: Version | null } {
  const to = versionOf(words.to ?? "now", publications);
  if (words.from !== null) return { from: versionOf(words.from, publications), to };
  return { from: to && versionBefore(to, publications), to };
}

/** Every table that there is or was. */
export function tablesEver(publications: Publication[]): string[] {
  return [...new Set(publications.flatMap(({ tables }) => tables.map(({ target }) => target)))];
}

/** Whether the rows of a version are no longer kept. */
export function isPruned(version: Version, publications: Publication[]): boolean {
  return publicationOf(version, publications)?.kept === false;
}

/** A table by its name in a version, whatever the case, as the database has it. */
function named(publication: Publication | undefined, table: string): PublishedTable | undefined {
  const name = table.toLowerCase();
  return publication?.tables.find(({ target }) => target.toLowerCase() === name);
}

/** A table in a version, as the engine finds it: by the name that it had there, or that it has now. */
export function tableIn(
  publication: Publication,
  table: string,
  publications: Publication[],
): PublishedTable | undefined {
  const renamed = () => {
    const today = named(publicationOf(now, publications), table);
    return today && publication.tables.find(({ source }) => source === today.source);
  };
  return named(publication, table) ?? renamed();
}

/** What readers saw once a run had published: the versions of a table that are kept. */
export function keptVersions(publications: Publication[], table: string): Publication[] {
  return publications.filter(
    (each) => each.kept && !each.current && tableIn(each, table, publications) !== undefined,
  );
}

const places = new WeakMap<Publication[], Map<Publication, number>>();

/** The version before one in a history: looked up, as a menu asks for each of thousands. */
function before(publication: Publication, publications: Publication[]): Publication | undefined {
  const known =
    places.get(publications) ?? new Map(publications.map((each, place) => [each, place]));
  places.set(publications, known);
  const place = known.get(publication);
  return place === undefined ? undefined : publications[place + 1];
}

/** The run whose rows a table went back to, where a version is of a rollback; null where it is not. */
export function wentBackTo(
  publication: Publication,
  table: string,
  publications: Publication[],
): RunId | null {
  const earlier = before(publication, publications);
  const then = earlier && tableIn(earlier, table, publications);
  const version = tableIn(publication, table, publications)?.version;
  return then && version !== undefined && version < then.version ? version : null;
}

/** A version by its run and its date, where there is little room. */
export function versionShort(
  publication: Publication,
  table: string,
  publications: Publication[],
): string {
  const back = wentBackTo(publication, table, publications);
  const as = back === null ? "" : `, as run ${back}`;
  const run = publication.run;
  const name = publication.current ? `Now (run ${run}${as})` : `Run ${run}${as}`;
  return `${name} · ${formatDate(publication.at)}`;
}

/** A version on one line: its run, its date, and how many rows the table had. */
export function versionLine(
  publication: Publication,
  table: string,
  publications: Publication[],
): string {
  const of = tableIn(publication, table, publications);
  const rows = of ? plural(of.rows, "row") : "no such table then";
  const kept = publication.kept || publication.current ? "" : " · rows no longer kept";
  return `${versionShort(publication, table, publications)} · ${rows}${kept}`;
}

/** Whether a version is meant by what was typed: part of its line, or of its day as 2026-11-21. */
export function isVersionSought(
  publication: Publication,
  table: string,
  publications: Publication[],
  typed: string,
): boolean {
  const wanted = typed.trim().toLowerCase();
  const line = versionLine(publication, table, publications).toLowerCase();
  return line.includes(wanted) || dayOf(new Date(publication.at)).includes(wanted);
}

/** A version in a sentence. */
export function versionName(version: Version, publications: Publication[]): string {
  const found = publicationOf(version, publications);
  if (version.kind === "now") return "now";
  return found ? `run ${version.run}, ${formatDate(found.at)}` : `run ${version.run}`;
}
