import { ActionIcon, Kbd, Tooltip } from "@mantine/core";
import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import {
  IconBook2,
  IconDatabase,
  IconHistory,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconSettings,
  IconTableImport,
  IconUserSearch,
  IconUsersGroup,
} from "@tabler/icons-react";
import { type ComponentType, type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import { addressAsLeft, isLeadBack, useLastAsked } from "../grid";
import { setTitle } from "../ipc";
import { controlKey, useFind } from "./find";
import classes from "./frame.module.css";
import { MaskSwitch } from "./MaskSwitch";

interface Place {
  path: string;
  name: string;
  icon: ComponentType<{ size?: number | string; stroke?: number }>;
}

const dataflow: Place[] = [
  { path: "/imports", name: "Imports", icon: IconTableImport },
  { path: "/databases", name: "Databases", icon: IconDatabase },
  { path: "/directory", name: "Directory", icon: IconUsersGroup },
  { path: "/history", name: "Run history", icon: IconHistory },
  { path: "/guide", name: "Setup guide", icon: IconBook2 },
];
const settings: Place = { path: "/settings", name: "Settings", icon: IconSettings };

/** The name of a place, for the window's title. */
export function placeName(path: string): string {
  if (path === "/imports/new") return "New dataflow";
  if (/^\/imports\/[^/]+\/edit$/.test(path)) return "Edit dataflow";
  const run = /^\/history\/run\/(\d+)$/.exec(path);
  if (run) return `Run ${run[1]}`;
  return [...dataflow, settings].find((place) => path.startsWith(place.path))?.name ?? "Imports";
}

function PlaceLink(props: { place: Place; here: string; narrow: boolean }) {
  const { place } = props;
  const last = useLastAsked();
  const [, goTo] = useLocation();
  const Icon = place.icon;
  const current = props.here.startsWith(place.path);
  return (
    <Tooltip
      label={place.name}
      position="right"
      disabled={!props.narrow}
      events={{ hover: true, focus: true, touch: true }}
    >
      <Link
        href={place.path}
        onClick={(event) => {
          event.preventDefault();
          // What was asked last may be another than when this was drawn.
          const replace = isLeadBack(last, place.path, props.here);
          goTo(addressAsLeft(last, place.path), { replace });
        }}
        className={classes.link ?? ""}
        aria-current={current ? "page" : undefined}
        aria-label={place.name}
      >
        <Icon size="var(--ph-icon)" stroke={1.7} aria-hidden="true" />
        <span className={classes.name}>{place.name}</span>
      </Link>
    </Tooltip>
  );
}

function FindEntry(props: { narrow: boolean }) {
  const { find } = useFind();
  return (
    <Tooltip
      label={`Find people (${controlKey} K)`}
      position="right"
      disabled={!props.narrow}
      events={{ hover: true, focus: true, touch: true }}
    >
      <button
        type="button"
        className={classes.find}
        // Where its words are in sight they are its name.
        {...(props.narrow ? { "aria-label": "Find people" } : {})}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={find}
      >
        <IconUserSearch size="var(--ph-icon)" stroke={1.7} aria-hidden="true" />
        <span className={classes.name}>Find people</span>
        <Kbd size="xs" className={classes.name ?? ""} aria-hidden="true">
          {controlKey} K
        </Kbd>
      </button>
    </Tooltip>
  );
}

/** Within the directory one stays in its tree; everywhere else another address is another page. */
const pageOf = (path: string) => (path.startsWith("/directory") ? "/directory" : path);

/** The left pane, and the place beside it. */
export function Frame(props: { children: ReactNode }) {
  const [here] = useLocation();
  const tight = useMediaQuery("(max-width: 899px)", false);
  const [collapsed, setCollapsed] = useLocalStorage({ key: "poolhouse.pane", defaultValue: false });
  const narrow = tight || collapsed;
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const name = placeName(here);

  useEffect(() => {
    const title = `Poolhouse – ${name}`;
    document.title = title;
    // A title that cannot be set is not worth a word: the place is named on the page as well.
    void setTitle(title).catch(() => {});
  }, [name]);

  const page = pageOf(here);
  useEffect(() => {
    main.current?.scrollTo?.(0, 0);
    const { activeElement } = document;
    // Who was sent to a field of the new page is there already.
    const isInField =
      activeElement instanceof HTMLInputElement && main.current?.contains(activeElement);
    // After a change of place the keyboard goes on from the new page, not from the old link.
    if (!first.current && page && !isInField) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [page]);

  const Fold = collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  const foldWords = collapsed ? "Expand the pane" : "Collapse the pane";
  return (
    <div className={classes.frame} data-narrow={narrow || undefined}>
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        Skip to the page
      </button>
      <nav className={classes.pane} aria-label="Places">
        <div className={classes.brand}>
          <svg viewBox="0 0 32 32" className={classes.mark} aria-hidden="true">
            <path d="M4 14 16 4l12 10" />
            <path d="M4 20c3 0 3-2 6-2s3 2 6 2 3-2 6-2 3 2 6 2" />
            <path d="M4 26c3 0 3-2 6-2s3 2 6 2 3-2 6-2 3 2 6 2" />
          </svg>
          <span className={classes.name}>Poolhouse</span>
        </div>
        <FindEntry narrow={narrow} />
        <p className={classes.heading} id="pane-dataflow">
          Dataflow
        </p>
        <ul className={classes.list} aria-labelledby="pane-dataflow">
          {dataflow.map((place) => (
            <li key={place.path}>
              <PlaceLink place={place} here={here} narrow={narrow} />
            </li>
          ))}
        </ul>
        <MaskSwitch narrow={narrow} />
        <div className={classes.bottom}>
          <PlaceLink place={settings} here={here} narrow={narrow} />
          {tight ? null : (
            <Tooltip label={foldWords} position="right">
              <ActionIcon
                variant="subtle"
                className={classes.fold ?? ""}
                aria-label={foldWords}
                onClick={() => setCollapsed(!collapsed)}
              >
                <Fold size="var(--ph-icon)" stroke={1.7} aria-hidden="true" />
              </ActionIcon>
            </Tooltip>
          )}
        </div>
      </nav>
      <main className={classes.main} id="main" ref={main} tabIndex={-1} aria-label={name}>
        {props.children}
      </main>
    </div>
  );
}
