import { useLocalStorage } from "@mantine/hooks";
import { IconChartBar, IconFileExport, IconFilter } from "@tabler/icons-react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { SearchField, ToolBar, ToolBarEnd, ToolButton } from "../components";
import { useExport } from "../export";
import {
  type Filter,
  type Person,
  type StoredColumn,
  type Subject,
  type TableQuery,
  useOpenTable,
  usePreferences,
  type ViewId,
} from "../ipc";
import { ColumnsMenu } from "./ColumnsMenu";
import { CopyMenu } from "./CopyMenu";
import { type CountedColumn, CountsBar } from "./CountsBar";
import { FilterChips } from "./FilterChips";
import { FilterEditor } from "./FilterEditor";
import { errorsByFilter } from "./filters";
import { Grid } from "./Grid";
import { HEADERS, type Spot } from "./gridKeys";
import type { About, DrawCell, GridHandle, OnForget } from "./gridProps";
import { LeftOut } from "./LeftOut";
import { isChanged, laidOutAs, readLayout, sortFor } from "./layout";
import { ProfilePanel } from "./ProfilePanel";
import { RowCard } from "./RowCard";
import { StatusLine } from "./StatusLine";
import type { Selection } from "./selection";
import { InsteadOfRows } from "./states";
import { useColumns } from "./useColumns";
import { useCopy } from "./useCopy";
import type { HeldEdge } from "./useHeaderDrag";
import classes from "./view.module.css";

/** Milliseconds without a key after which what is typed is searched for. */
const PAUSE = 300;

const origin: Spot = { row: 0, column: 0 };
const noFields: { field: string; message: string }[] = [];

/** What is being filtered: a filter by its place, a new one (of a column), or none. */
type Edited = { place: number } | { column: string | null } | null;

/** Rows of anything, in a grid: what is asked of them above, and a row's card beside them. */
export function RowsView(props: {
  subject: Subject;
  /** What they are rows of, in a word or two. */
  name: string;
  /** By which the layout of its columns is remembered. */
  remembered: string;
  /** The columns as far as they are known before it is open, and whether they are just those. */
  columns: StoredColumn[];
  areCertain: boolean;
  /** When this is another, there are other rows: it is opened again. */
  edition: number | string;
  /** The columns that are shown, in their order, until somebody lays them out; all without. */
  shownFirst?: readonly string[];
  /** How wide a column is until somebody changes it, where that is not as in any table. */
  firstWidth?: ((column: StoredColumn) => number) | undefined;
  /** What is asked to begin with; another asks anew. */
  asked?: TableQuery | null;
  /** Hears what is asked, so that it can be asked again another time. */
  onAsked?: (query: TableQuery) => void;
  /** Counts how often one was sent here to search: the search takes the focus. */
  sent?: number;
  /** What else is to be said of a row, above its values in its card. */
  about?: About;
  /** What stands at the end of the bar, such as which version is shown. */
  tools?: ReactNode;
  /** What is to be known before one looks at the rows. */
  notice?: ReactNode;
  /** Databases that are known to be unreadable before the rows are open, each with why. */
  leftOut?: readonly string[];
  /** What stands where the rows would be if there are none at all. */
  empty?: ReactNode;
  /** Asks what a column holds of a person. */
  onClass?: (column: string) => void;
  /** Asks to forget whom a row is about, and says when that is done. */
  onForget?: OnForget;
  /** Columns whose values are counted above the grid. */
  counted?: (columns: StoredColumn[]) => CountedColumn[];
  drawCell?: DrawCell;
  /** What is done before the first row is found, where that is more than looking for it. */
  preparing?: string;
}) {
  const isMasked = usePreferences().data?.maskPersonalData ?? false;
  const [remembered, remember, forget] = useLocalStorage<unknown>({
    key: `poolhouse.table.${props.remembered}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const layout = useMemo(() => readLayout(remembered), [remembered]);
  const [held, setHeld] = useState<HeldEdge | null>(null);
  const begun = props.asked ?? null;
  const [filters, setFilters] = useState<Filter[]>(begun?.filters ?? []);
  const [edited, setEdited] = useState<Edited>(null);
  const [search, setSearch] = useState(begun?.search ?? "");
  const [sought, setSought] = useState(begun?.search ?? "");
  const [begunWith, setBegunWith] = useState(begun);
  if (begun !== begunWith) {
    setBegunWith(begun);
    setFilters(begun?.filters ?? []);
    setSearch(begun?.search ?? "");
    setSought(begun?.search ?? "");
    setEdited(null);
  }
  useEffect(() => {
    // What was emptied needs no pause: nobody is typing.
    const pause = setTimeout(() => setSought(search), search === "" ? 0 : PAUSE);
    return () => clearTimeout(pause);
  }, [search]);
  const subject = JSON.stringify(props.subject);
  // Which columns there are may be known for certain only once it is open; till then nothing is
  // sorted by one of them.
  const [seen, setSeen] = useState<{ subject: string; columns: StoredColumn[] } | null>(null);
  const isSeen = seen?.subject === subject;
  const known = isSeen ? seen.columns : props.columns;
  const isKnown = props.areCertain || isSeen;
  const sort = isKnown ? sortFor(layout, known) : [];
  const { table, state } = useOpenTable(
    { subject: props.subject, query: { filters, search: sought, sort } },
    `${props.edition}${isMasked ? " masked" : ""}`,
  );
  if (!props.areCertain && state.columns && !isSeen) setSeen({ subject, columns: state.columns });
  const stored = state.columns ?? known;
  const { shownFirst } = props;
  const heldLayout = useMemo(() => {
    const isFirst = remembered === null && shownFirst !== undefined;
    const laidOut = isFirst ? laidOutAs(shownFirst, stored) : layout;
    return held ? { ...laidOut, widths: [...laidOut.widths, held] } : laidOut;
  }, [layout, held, remembered, shownFirst, stored]);
  const columns = useColumns(stored, heldLayout, remember, props.firstWidth);
  const askForExport = useExport();
  const askForFile = () =>
    askForExport({
      name: props.name,
      what: {
        kind: "rows",
        subject: props.subject,
        query: { filters, search: sought, sort },
        found: state.done ? state.found : null,
        total: state.total,
        columns: stored,
        shown: columns.shown.map(({ name }) => name),
      },
    });
  const copy = useCopy(table, columns, askForFile);

  const [spot, setSpot] = useState<Spot>(origin);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [card, setCard] = useState<{ row: number; entered: number } | null>(null);
  const [isHistory, setHistory] = useState(false);
  const [profile, setProfile] = useState<{ column: string | null; entered: number } | null>(null);
  const openProfile = (column: string | null) => {
    setCard(null);
    setProfile({ column, entered: (profile?.entered ?? 0) + 1 });
  };
  const asked = JSON.stringify([filters, sought, layout.sort, subject]);
  const [answered, setAnswered] = useState(asked);
  if (asked !== answered) {
    // The rows are others: what was chosen of them, and where one stood, means nothing now.
    setAnswered(asked);
    setSelection(null);
    setCard(null);
    if (spot.row > 0) setSpot({ ...spot, row: 0 });
  }
  const grid = useRef<GridHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const find = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "f") return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener("keydown", find);
    return () => window.removeEventListener("keydown", find);
  }, []);
  // Enter in the search: the first row's card opens as soon as there is one.
  const [isFirstWanted, setIsFirstWanted] = useState(false);
  const hasFirst = state.found > 0;
  const hasNone = state.status !== "opening" && (state.done || state.status !== "open");
  useEffect(() => {
    if (!isFirstWanted || !(hasFirst || hasNone)) return;
    setIsFirstWanted(false);
    if (!hasFirst) return;
    grid.current?.goTo({ row: 0, column: 0 }, false);
    setCard((now) => ({ row: 0, entered: (now?.entered ?? 0) + 1 }));
  }, [isFirstWanted, hasFirst, hasNone]);
  const { onAsked, sent = 0 } = props;
  useEffect(() => onAsked?.({ filters, search: sought, sort: [] }), [onAsked, filters, sought]);
  useEffect(() => {
    if (sent === 0) return;
    field.current?.focus();
    field.current?.select();
  }, [sent]);

  const clear = () => {
    setFilters([]);
    setSearch("");
    setEdited(null);
  };
  const isFiltered = filters.length > 0 || sought !== "";
  const faults = errorsByFilter(state.error?.fields ?? noFields);
  const at = columns.shown[spot.column];
  const filtered = useMemo(() => new Set(filters.map(({ column }) => column)), [filters]);
  const isGridShown =
    state.status === "opening" || (state.status === "open" && (state.found > 0 || !state.done));
  return (
    <div className={classes.view}>
      <ToolBar isLong={props.tools !== undefined}>
        <div className={classes.search} data-masked={isMasked || undefined}>
          <SearchField
            size="xs"
            label="Search in all columns"
            inputRef={field}
            value={search}
            onChange={(text) => {
              setSearch(text);
              setIsFirstWanted(false);
            }}
            onEnter={() => {
              // At once, without the pause.
              setSought(search);
              setIsFirstWanted(true);
            }}
          />
        </div>
        <FilterEditor
          isOpen={edited !== null && "column" in edited}
          columns={stored}
          filter={null}
          column={edited !== null && "column" in edited ? edited.column : null}
          onClose={() => setEdited(null)}
          onDone={(filter) => {
            setFilters([...filters, filter]);
            setEdited(null);
          }}
        >
          <ToolButton
            name="Filter"
            icon={IconFilter}
            keepsName
            aria-haspopup="dialog"
            onClick={() => setEdited({ column: at?.name ?? null })}
          />
        </FilterEditor>
        <ColumnsMenu
          stored={stored}
          columns={columns}
          isLaidOut={isChanged(layout)}
          onReset={forget}
          onGoTo={(name) => {
            const column = columns.shown.findIndex((each) => each.name === name);
            grid.current?.goTo({ row: HEADERS, column }, true);
          }}
        />
        <ToolButton
          name="Profile"
          icon={IconChartBar}
          aria-expanded={profile !== null}
          onClick={() => (profile === null ? openProfile(null) : setProfile(null))}
        />
        <CopyMenu
          row={spot.row >= 0 && state.found > 0 ? spot.row : null}
          selection={selection}
          isBusy={copy.isBusy}
          onCell={() => at && copy.copyCell(spot.row, at.name)}
          onRows={copy.copyRows}
        />
        <ToolButton
          name="Export…"
          icon={IconFileExport}
          keepsName
          aria-haspopup="dialog"
          onClick={askForFile}
        />
        {props.tools ? <ToolBarEnd>{props.tools}</ToolBarEnd> : null}
      </ToolBar>
      <LeftOut
        databases={[...(props.leftOut ?? []), ...state.leftOut]}
        columns={state.columnsLeftOut}
      />
      {props.notice}
      {props.counted ? (
        <CountsBar
          table={table}
          state={state}
          of={`${subject} ${props.edition}`}
          counted={state.columns ? props.counted(state.columns) : []}
          isFiltered={isFiltered}
          filters={filters}
          onFilters={setFilters}
        />
      ) : null}
      <FilterChips
        filters={filters}
        columns={stored}
        faults={faults}
        isMasked={isMasked}
        edited={edited !== null && "place" in edited ? edited.place : null}
        onEdit={(wanted) => setEdited(wanted === null ? null : { place: wanted })}
        onChange={setFilters}
        onClear={clear}
      />
      <div className={classes.body}>
        {isGridShown ? (
          <Grid
            ref={grid}
            question={asked}
            label={`Rows of ${props.name}`}
            table={table}
            state={state}
            columns={columns}
            filtered={filtered}
            spot={spot}
            onSpot={(next) => {
              setSpot(next);
              // A card that is open follows.
              if (next.row >= 0) setCard((now) => now && { row: next.row, entered: 0 });
            }}
            selection={selection}
            onSelection={setSelection}
            opened={card?.row ?? null}
            onOpen={(row, isEntered) => {
              setProfile(null);
              setCard({ row, entered: isEntered ? (card?.entered ?? 0) + 1 : 0 });
            }}
            onClose={() => setCard(null)}
            onCopy={() => {
              if (selection) copy.copyRows(selection, "tabs");
              else if (at) copy.copyCell(spot.row, at.name);
            }}
            onFilter={(column) => setEdited({ column })}
            onProfile={openProfile}
            drawCell={props.drawCell}
            onHold={setHeld}
            onClass={props.onClass ?? null}
          />
        ) : (
          <InsteadOfRows
            name={props.name}
            state={state}
            isFiltered={isFiltered}
            hasFault={faults.size > 0}
            onClear={clear}
            onRetry={() => table.open()}
            empty={props.empty}
          />
        )}
        {card && isGridShown ? (
          <RowCard
            row={card.row}
            found={state.found}
            stored={stored}
            cells={table.row(card.row)}
            table={table}
            isHistory={isHistory}
            onHistory={setHistory}
            entered={card.entered}
            onForget={
              props.onForget && table.id !== null
                ? () => {
                    const view = table.id as ViewId;
                    const person: Person = { kind: "row", view, row: card.row };
                    const cells = table.row(card.row) ?? [];
                    props.onForget?.(person, () => setCard(null), stored, cells);
                  }
                : null
            }
            about={props.about}
            onRow={(row) => {
              grid.current?.goTo({ ...spot, row }, false);
              setCard({ row, entered: 0 });
            }}
            onClose={() => {
              setCard(null);
              grid.current?.goTo(spot, true);
            }}
          />
        ) : null}
        {profile && isGridShown ? (
          <ProfilePanel
            table={table}
            state={state}
            stored={stored}
            column={profile.column}
            isFiltered={isFiltered}
            entered={profile.entered}
            onColumn={openProfile}
            onFilter={(column, text) => {
              const filter: Filter = { column, test: { kind: "equals", text }, not: false };
              setFilters([...filters, filter]);
            }}
            onClose={() => {
              setProfile(null);
              grid.current?.goTo(spot, true);
            }}
          />
        ) : null}
      </div>
      <StatusLine
        state={state}
        isFiltered={isFiltered}
        isSorted={sort.length > 0}
        preparing={props.preparing}
        selection={selection}
        onStop={() => table.stop()}
      />
    </div>
  );
}
