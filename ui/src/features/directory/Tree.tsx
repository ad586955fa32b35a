// biome-ignore-all lint/a11y/useFocusableInteractive: the tree has the focus and names the node that is active
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the keys are those of the tree
import {
  IconBuilding,
  IconChevronDown,
  IconChevronRight,
  IconDatabase,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { ClippedText, formatCount, SearchField } from "../../components";
import classes from "./directory.module.css";
import { type Node, stepOf, typedAhead } from "./tree";

const NODE_HEIGHT = 32;
/** Milliseconds after which what is typed in the tree begins anew. */
const PAUSE = 700;

const icons = {
  everyone: IconUsers,
  organization: IconBuilding,
  dataflow: IconDatabase,
  group: IconUsersGroup,
};
const kinds = {
  everyone: "",
  organization: "organization",
  dataflow: "dataflow",
  group: "group",
};

/** Organizations, their dataflows and groups: of any number, only those in sight are drawn. */
export function Tree(props: {
  nodes: Node[];
  /** The key of the chosen one. */
  chosen: string;
  search: string;
  onSearch: (search: string) => void;
  onChoose: (node: Node) => void;
  onTurn: (nodes: Node[], isOpen: boolean) => void;
}) {
  const { nodes, chosen } = props;
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState(chosen);
  const [chosenBefore, setChosenBefore] = useState(chosen);
  if (chosen !== chosenBefore) {
    setChosenBefore(chosen);
    setActive(chosen);
  }
  const found = nodes.findIndex((node) => node.key === active);
  const at = Math.max(0, found);
  const typed = useRef({ text: "", at: 0 });
  const virtual = useVirtualizer({
    count: nodes.length,
    getScrollElement: () => box.current,
    estimateSize: () => NODE_HEIGHT,
    getItemKey: (place) => nodes[place]?.key ?? place,
    overscan: 10,
    initialRect: { width: 240, height: 640 },
  });
  useEffect(() => {
    // What is active is drawn, so that it can be named to who cannot see.
    if (found >= 0) virtual.scrollToIndex(found);
  }, [found, virtual]);

  const goTo = (place: number) => {
    const node = nodes[place];
    if (node) setActive(node.key);
  };
  const typeAhead = (letter: string, now: number) => {
    const { text, at: last } = typed.current;
    const next = now - last > PAUSE ? letter : text + letter;
    typed.current = { text: next, at: now };
    const place = typedAhead(nodes, at, next);
    if (place !== null) goTo(place);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const node = nodes[at];
    if (!node) return;
    const isTyping = typed.current.text !== "" && event.timeStamp - typed.current.at <= PAUSE;
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / NODE_HEIGHT) - 1);
    const step = isTyping && event.key === " " ? null : stepOf(nodes, at, event.key, page);
    if (step === null && event.key.length === 1) typeAhead(event.key, event.timeStamp);
    else if (step === null) return;
    else if (step.kind === "go") goTo(step.to);
    else if (step.kind === "turn") props.onTurn([node], step.isOpen);
    else if (step.kind === "choose") props.onChoose(node);
    else
      props.onTurn(
        nodes.filter((each) => each.level === node.level && each.isOpen === false),
        true,
      );
    event.preventDefault();
  };
  const nameOf = (place: number) => `${id}-${place}`;
  return (
    <div className={classes.tree}>
      <SearchField
        size="xs"
        label="Search organizations and groups"
        value={props.search}
        onChange={props.onSearch}
      />
      {nodes.length === 0 ? (
        <p className={classes.dim} role="status">
          No organization, dataflow or group has this name.
        </p>
      ) : (
        <div
          ref={box}
          role="tree"
          aria-label="Organizations, dataflows and groups"
          tabIndex={0}
          aria-activedescendant={nameOf(at)}
          className={classes.nodes}
          onKeyDown={onKeyDown}
        >
          <div role="none" className={classes.strip} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const node = nodes[item.index];
              if (!node) return null;
              const Icon = icons[node.kind];
              const Turn = node.isOpen ? IconChevronDown : IconChevronRight;
              return (
                <div
                  key={item.key}
                  id={nameOf(item.index)}
                  role="treeitem"
                  aria-level={node.level}
                  aria-posinset={node.place}
                  aria-setsize={node.beside}
                  aria-expanded={node.isOpen ?? undefined}
                  aria-selected={node.key === chosen}
                  data-active={item.index === at || undefined}
                  data-level={node.level}
                  className={classes.node}
                  style={{ height: item.size, top: item.start }}
                  onClick={() => {
                    goTo(item.index);
                    props.onChoose(node);
                  }}
                >
                  {/* For the mouse; the keyboard has its arrows. */}
                  <span
                    aria-hidden="true"
                    className={classes.turn}
                    onClick={(event) => {
                      if (node.isOpen === null) return;
                      event.stopPropagation();
                      goTo(item.index);
                      props.onTurn([node], !node.isOpen);
                    }}
                  >
                    {node.isOpen === null ? null : <Turn size="var(--ph-icon-small)" />}
                  </span>
                  <Icon size="var(--ph-icon-small)" aria-hidden="true" />
                  <span className={classes.name}>
                    <ClippedText text={node.name} />
                  </span>
                  <span className="ph-hidden-text">{kinds[node.kind]},</span>
                  {node.people === null ? null : (
                    <>
                      <span className={classes.count}>{formatCount(node.people)}</span>
                      <span className="ph-hidden-text">
                        {node.people === 1 ? "person" : "people"}
                      </span>
                    </>
                  )}
                </div>
              );
            })}
          </div>
        </div>
      )}
    </div>
  );
}
