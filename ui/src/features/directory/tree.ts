/** The directory as a tree: its nodes in the order in which they stand below each other. Pure. */
import { inAddress } from "../../grid";
import type { DataflowPeople, Directory, Organization, Subject } from "../../ipc";

/** Who is chosen. An organization without a name is that of dataflows that name none. */
export interface Choice {
  organization: string | null;
  dataflow: string | null;
  group: string | null;
}

export const everyone: Choice = { organization: null, dataflow: null, group: null };

export interface Node {
  /** Tells it from all others: its address. */
  key: string;
  choice: Choice;
  kind: "everyone" | "organization" | "dataflow" | "group";
  name: string;
  /** Null where it was not imported who is in which group. */
  people: number | null;
  level: 1 | 2 | 3;
  /** Its place among those beside it, and how many these are. */
  place: number;
  beside: number;
  /** Null where there is nothing below it. */
  isOpen: boolean | null;
}

/** Nodes up to which all organizations stand open at first. */
const FEW = 200;

export function addressOf({ organization, dataflow, group }: Choice): string {
  const parts = [organization, dataflow, group].filter((part) => part !== null);
  return ["/directory", ...parts.map(inAddress)].join("/");
}

const folded = (text: string) => text.trim().toLowerCase();

/** What is chosen, as it stands in the directory; null where it is not there. */
export interface Found {
  organization: Organization | null;
  dataflow: DataflowPeople | null;
  subject: Subject;
  /** Null where it was not imported who is in which group. */
  people: number | null;
  /** Another, when what is shown is another version. */
  edition: string;
}

export function find(directory: Directory, choice: Choice): Found | null {
  const edition = (dataflows: DataflowPeople[]) =>
    dataflows.map((each) => `${each.dataflow}:${each.published}`).join();
  const subject: Subject = { kind: "people", organization: null, dataflow: null, group: null };
  if (choice.organization === null) {
    const { organizations } = directory;
    const people = organizations.reduce((sum, each) => sum + each.people, 0);
    const all = organizations.flatMap((each) => each.dataflows);
    return { organization: null, dataflow: null, subject, people, edition: edition(all) };
  }
  const named = folded(choice.organization);
  const organization = directory.organizations.find((each) => folded(each.name) === named);
  if (!organization) return null;
  if (choice.dataflow === null)
    return {
      organization,
      dataflow: null,
      subject: { ...subject, organization: organization.name },
      people: organization.people,
      edition: edition(organization.dataflows),
    };
  const wanted = folded(choice.dataflow);
  const dataflow = organization.dataflows.find((each) => folded(each.name) === wanted);
  if (!dataflow) return null;
  const of = { ...subject, dataflow: dataflow.dataflow };
  const found = { organization, dataflow, edition: edition([dataflow]) };
  if (choice.group === null) return { ...found, subject: of, people: dataflow.people };
  const group = dataflow.groups.find((each) => each.name === choice.group);
  return group ? { ...found, subject: { ...of, group: group.name }, people: group.people } : null;
}

/** Where a dataflow stands, by its name; null where it does not. */
export function placeOf(directory: Directory, name: string) {
  for (const organization of directory.organizations) {
    const dataflow = organization.dataflows.find((each) => each.name === name);
    if (dataflow) return { organization: organization.name, dataflow };
  }
  return null;
}

/** Whether organizations stand open at first: where there are few, one sees all at once. */
function areFew({ organizations }: Directory): boolean {
  const dataflows = organizations.reduce((sum, each) => sum + each.dataflows.length, 0);
  return organizations.length + dataflows <= FEW;
}

/**
 * The nodes that are to be seen. `turned` are those that were opened (true) or closed (false) by
 * hand; the way to what is chosen is open unless it was closed.
 */
export function nodesOf(
  directory: Directory,
  search: string,
  chosen: Choice,
  turned: ReadonlyMap<string, boolean>,
): Node[] {
  const wanted = folded(search);
  const isWanted = (name: string) => folded(name).includes(wanted);
  const isFew = areFew(directory);
  const everybody: Node = {
    key: addressOf(everyone),
    choice: everyone,
    kind: "everyone",
    name: "Everyone",
    people: directory.organizations.reduce((sum, each) => sum + each.people, 0),
    level: 1,
    place: 1,
    beside: 1,
    isOpen: null,
  };
  const isOpen = (choice: Choice, first: boolean) =>
    wanted !== "" || (turned.get(addressOf(choice)) ?? first);
  /** With the places among those of its level that are left. */
  const inPlaces = (lists: Node[][]) =>
    lists.flatMap((list, place) =>
      list.map((node, depth) =>
        depth === 0 ? { ...node, place: place + 1, beside: lists.length } : node,
      ),
    );
  const ofDataflow = (organization: Organization, dataflow: DataflowPeople, isAll: boolean) => {
    const choice = { organization: organization.name, dataflow: dataflow.name, group: null };
    const isNamed = isAll || isWanted(dataflow.name) || isWanted(dataflow.displayName);
    const groups = dataflow.groups.filter((group) => isNamed || isWanted(group.name));
    if (!isNamed && groups.length === 0) return [];
    const isChosen =
      chosen.group !== null &&
      folded(chosen.organization ?? "") === folded(organization.name) &&
      folded(chosen.dataflow ?? "") === folded(dataflow.name);
    const opened = groups.length > 0 && isOpen(choice, isChosen);
    const node: Node = {
      key: addressOf(choice),
      choice,
      kind: "dataflow",
      name: dataflow.displayName || dataflow.name,
      people: dataflow.people,
      level: 2,
      place: 1,
      beside: 1,
      isOpen: groups.length === 0 ? null : opened,
    };
    if (!opened) return [node];
    const below = groups.map(({ name, people }, place): Node => {
      const choice = { organization: organization.name, dataflow: dataflow.name, group: name };
      const beside = groups.length;
      const key = addressOf(choice);
      return {
        ...node,
        key,
        choice,
        kind: "group",
        name,
        people,
        level: 3,
        place: place + 1,
        beside,
        isOpen: null,
      };
    });
    return [node, ...below];
  };
  const ofOrganization = (organization: Organization) => {
    const choice = { organization: organization.name, dataflow: null, group: null };
    const isNamed = organization.name !== "" && isWanted(organization.name);
    const isAll = wanted === "" || isNamed;
    const dataflows = organization.dataflows.map((each) => ofDataflow(organization, each, isAll));
    const below = dataflows.filter((list) => list.length > 0);
    if (below.length === 0) return [];
    const isChosen =
      chosen.dataflow !== null && folded(chosen.organization ?? "") === folded(organization.name);
    const opened = isOpen(choice, isFew || isChosen);
    const node: Node = {
      key: addressOf(choice),
      choice,
      kind: "organization",
      name: organization.name || "No organization",
      people: organization.people,
      level: 1,
      place: 1,
      beside: 1,
      isOpen: opened,
    };
    return opened ? [node, ...inPlaces(below)] : [node];
  };
  const lists = directory.organizations.map(ofOrganization).filter((list) => list.length > 0);
  return inPlaces(wanted === "" ? [[everybody], ...lists] : lists);
}

/** What a key does in the tree, from the node at `at`. */
export type Step =
  | { kind: "go"; to: number }
  | { kind: "turn"; isOpen: boolean }
  | { kind: "all" }
  | { kind: "choose" }
  | null;

export function stepOf(nodes: readonly Node[], at: number, key: string, page: number): Step {
  const node = nodes[at];
  if (!node) return null;
  const go = (to: number): Step => ({
    kind: "go",
    to: Math.min(Math.max(0, to), nodes.length - 1),
  });
  switch (key) {
    case "ArrowDown":
      return go(at + 1);
    case "ArrowUp":
      return go(at - 1);
    case "PageDown":
      return go(at + page);
    case "PageUp":
      return go(at - page);
    case "Home":
      return go(0);
    case "End":
      return go(nodes.length - 1);
    case "ArrowRight":
      if (node.isOpen === false) return { kind: "turn", isOpen: true };
      return node.isOpen ? go(at + 1) : null;
    case "ArrowLeft": {
      if (node.isOpen) return { kind: "turn", isOpen: false };
      for (let above = at - 1; above >= 0; above -= 1)
        if ((nodes[above]?.level ?? 0) < node.level) return go(above);
      return null;
    }
    case "*":
      return { kind: "all" };
    case "Enter":
    case " ":
      return { kind: "choose" };
    default:
      return null;
  }
}

/** The next node whose name begins with what was typed; the one at `at` may be it while one types on. */
export function typedAhead(nodes: readonly Node[], at: number, typed: string): number | null {
  const wanted = typed.toLowerCase();
  // The same letter again and again goes from one to the next.
  const isRepeated = wanted.length > 1 && [...wanted].every((letter) => letter === wanted[0]);
  const prefix = isRepeated ? (wanted[0] ?? "") : wanted;
  const from = prefix.length > 1 ? at : at + 1;
  for (let step = 0; step < nodes.length; step += 1) {
    const place = (from + step) % nodes.length;
    if (nodes[place]?.name.toLowerCase().startsWith(prefix)) return place;
  }
  return null;
}

/** The names in a cell that joins them, as those that there are: a name may have a comma itself. */
export function namesIn(text: string, known: ReadonlySet<string>): string[] {
  const pieces = text.split(", ");
  const names: string[] = [];
  for (let from = 0; from < pieces.length; ) {
    let to = pieces.length;
    while (to > from + 1 && !known.has(pieces.slice(from, to).join(", "))) to -= 1;
    names.push(pieces.slice(from, to).join(", "));
    from = to;
  }
  return names;
}
