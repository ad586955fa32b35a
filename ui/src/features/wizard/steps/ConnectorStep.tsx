import { Tabs, Text, UnstyledButton } from "@mantine/core";
import {
  IconCircle,
  IconCircleCheckFilled,
  IconFile,
  IconFlask,
  IconId,
  IconPlug,
  IconUsersGroup,
} from "@tabler/icons-react";
import { type KeyboardEvent, useRef } from "react";
import { flushSync } from "react-dom";
import { SearchField } from "../../../components/controls";
import type { ConnectorCard, Shelf } from "../../../ipc";
import type { Action } from "../model";
import classes from "../wizard.module.css";

const SHELVES: { value: Shelf | "all"; label: string; empty: string }[] = [
  { value: "all", label: "All categories", empty: "There is no connector yet." },
  { value: "services", label: "Services and apps", empty: "There is no service or app yet." },
  {
    value: "files",
    label: "Files",
    empty: "There is no connector for files yet. Look under Services and apps.",
  },
  { value: "samples", label: "Samples", empty: "There is no sample yet." },
];

/** Our own plain symbol for a connector. */
export function ConnectorSymbol(props: { card: Pick<ConnectorCard, "id" | "shelf"> }) {
  const Icon =
    props.card.shelf === "samples"
      ? IconFlask
      : props.card.shelf === "files"
        ? IconFile
        : props.card.id.includes("identity")
          ? IconId
          : props.card.id.includes("cognito")
            ? IconUsersGroup
            : IconPlug;
  return <Icon size="var(--ph-icon-large)" stroke={1.5} aria-hidden="true" />;
}

/** Where the data comes from. */
export function ConnectorStep(props: {
  cards: ConnectorCard[];
  chosen: string | null;
  shelf: Shelf | "all";
  search: string;
  error: string | null;
  fixed: boolean;
  dispatch: (action: Action) => void;
}) {
  const group = useRef<HTMLDivElement>(null);
  const text = props.search.trim().toLowerCase();
  const onShelf = props.cards.filter((card) => props.shelf === "all" || card.shelf === props.shelf);
  const shown = onShelf.filter((card) =>
    `${card.name} ${card.summary}`.toLowerCase().includes(text),
  );
  const choose = (card: ConnectorCard) =>
    props.dispatch({ type: "connector_chosen", connector: card.id });
  const focusCard = (index: number) =>
    group.current?.querySelectorAll<HTMLElement>('[role="radio"]')[index]?.focus();

  function onCardKey(event: KeyboardEvent, card: ConnectorCard, index: number) {
    const moves: Record<string, number> = {
      ArrowDown: 1,
      ArrowRight: 1,
      ArrowUp: -1,
      ArrowLeft: -1,
    };
    const move = moves[event.key];
    if (event.key === "Enter") {
      event.preventDefault();
      // Enter means Next, here as in a text field; Next must see what was chosen.
      flushSync(() => choose(card));
      event.currentTarget.closest("form")?.requestSubmit();
    } else if (move !== undefined) {
      event.preventDefault();
      const to = (index + move + shown.length) % shown.length;
      const target = shown[to];
      if (target !== undefined && !props.fixed) choose(target);
      focusCard(to);
    }
  }

  /** Arrow down goes to the cards; Enter takes what was found when that is a single one. */
  function onSearchKey(event: KeyboardEvent) {
    const only = shown.length === 1 && text !== "" ? shown[0] : undefined;
    if (event.key === "ArrowDown" && shown.length > 0) {
      event.preventDefault();
      focusCard(stop);
    } else if (event.key === "Enter" && only !== undefined) flushSync(() => choose(only));
  }

  const stop = Math.max(
    0,
    shown.findIndex((card) => card.id === props.chosen),
  );
  return (
    <>
      {props.fixed ? (
        <Text>The connector is fixed once a dataflow is created.</Text>
      ) : (
        <>
          <fieldset className={classes.plain} onKeyDown={onSearchKey}>
            <SearchField
              label="Search connectors"
              value={props.search}
              onChange={(search) => props.dispatch({ type: "search_typed", search })}
            />
          </fieldset>
          <Tabs
            value={props.shelf}
            color="var(--ph-accent)"
            classNames={{ tab: classes.tab ?? "" }}
            onChange={(shelf) =>
              props.dispatch({ type: "shelf_chosen", shelf: (shelf ?? "all") as Shelf | "all" })
            }
          >
            <Tabs.List aria-label="Categories">
              {SHELVES.map((shelf) => (
                <Tabs.Tab key={shelf.value} value={shelf.value}>
                  {shelf.label}
                </Tabs.Tab>
              ))}
            </Tabs.List>
          </Tabs>
        </>
      )}
      {props.error === null ? null : (
        <p className={classes.error} role="alert">
          {props.error}
        </p>
      )}
      {shown.length === 0 ? (
        <Text c="dimmed" role="status">
          {onShelf.length === 0
            ? SHELVES.find((shelf) => shelf.value === props.shelf)?.empty
            : `No connector here matches “${props.search.trim()}”. Try fewer letters or All categories.`}
        </Text>
      ) : (
        <div
          ref={group}
          className={classes.cards}
          role="radiogroup"
          aria-label="Connector"
          aria-invalid={props.error !== null}
        >
          {shown.map((card, index) => {
            const checked = card.id === props.chosen;
            return (
              <UnstyledButton
                key={card.id}
                type="button"
                role="radio"
                aria-checked={checked}
                aria-disabled={props.fixed}
                aria-label={card.name}
                aria-description={card.summary}
                tabIndex={index === stop ? 0 : -1}
                className={classes.card}
                onClick={() => choose(card)}
                onKeyDown={(event) => onCardKey(event, card, index)}
              >
                <span className={classes.cardIcon}>
                  <ConnectorSymbol card={card} />
                </span>
                <span className={classes.cardWords}>
                  <span className={classes.cardName}>{card.name}</span>
                  <span className={classes.dim}>{card.summary}</span>
                </span>
                <span className={classes.cardIcon} aria-hidden="true">
                  {checked ? (
                    <IconCircleCheckFilled size="var(--ph-icon)" />
                  ) : (
                    <IconCircle size="var(--ph-icon)" />
                  )}
                </span>
              </UnstyledButton>
            );
          })}
        </div>
      )}
    </>
  );
}
