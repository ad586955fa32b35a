import { Button } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconFilter } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { SearchField } from "../../components";
import {
  type DataflowId,
  type Filter,
  type Person,
  type Publication,
  type RunId,
  type StoredColumn,
  useOpenTable,
  type ViewId,
} from "../../ipc";
import { ClassDialog } from "./ClassDialog";
import { ColumnsMenu } from "./ColumnsMenu";
import { CopyMenu } from "./CopyMenu";
import { FilterChips } from "./FilterChips";
import { FilterEditor } from "./FilterEditor";
import { ForgetDialog } from "./ForgetDialog";
import { errorsByFilter } from "./filters";
import { Grid } from "./Grid";
import { HEADERS, type Spot } from "./gridKeys";
import type { GridHandle } from "./gridProps";
import { firstLayout, isChanged, readLayout, sortFor } from "./layout";
import { RowCard } from "./RowCard";
import { StatusLine } from "./StatusLine";
import type { Selection } from "./selection";
import { InsteadOfRows } from "./states";
import { useColumns } from "./useColumns";
import { useCopy } from "./useCopy";
import type { HeldEdge } from "./useHeaderDrag";
import { NotNow, VersionSelect } from "./Versions";
import classes from "./view.module.css";

/** Milliseconds without a key after which what is typed is searched for. */
const PAUSE = 300;

const origin: Spot = { row: 0, column: 0 };
const noFields: { field: string; message: string }[] = [];

/** What is being filtered: a filter by its place, a new one (of a column), or none. */
type Edited = { place: number } | { column: string | null } | null;

/** A table: its rows in a grid, what is asked of them above, and a row's card beside them. */
export function TableView(props: {
  dataflow: DataflowId;
  table: string;
  /** The columns as the database has them, until the table is open. */
  columns: StoredColumn[];
  versions: Publication[];
  version: Publication | null;
  onRun: (run: RunId | null) => void;
  /** The run whose rows are shown now: when another publishes, the table is opened again. */
  edition: number;
  /** Whether a row is about a person, who can be forgotten. */
  isAboutPeople: boolean;
  /** What the rows are shown by beside the question: masks, and who was forgotten. */
  shownBy: string;
}) {
  const [remembered, remember, forget] = useLocalStorage<unknown>({
    key: `poolhouse.table.${props.dataflow}.${props.table}`,
    defaultValue: firstLayout,
    getInitialValueInEffect: false,
  });
  const layout = useMemo(() => readLayout(remembered), [remembered]);
  const [held, setHeld] = useState<HeldEdge | null>(null);
  const heldLayout = useMemo(
    () => (held ? { ...layout, widths: [...layout.widths, held] } : layout),
    [layout, held],
  );
  const [filters, setFilters] = useState<Filter[]>([]);
  const [edited, setEdited] = useState<Edited>(null);
  const [search, setSearch] = useState("");
  const [sought, setSought] = useState("");
  useEffect(() => {
    // What was emptied needs no pause: nobody is typing.
    const pause = setTimeout(() => setSought(search), search === "" ? 0 : PAUSE);
    return () => clearTimeout(pause);
  }, [search]);
  const { version } = props;
  // An older version may lack a column. Which it has is known once it is open; till then nothing
  // is sorted by one of them.
  const [seen, setSeen] = useState<{ run: RunId; columns: StoredColumn[] } | null>(null);
  const known = version === null || seen?.run !== version.run ? props.columns : seen.columns;
  const isKnown = version === null || seen?.run === version.run;
  const sort = isKnown ? sortFor(layout, known) : [];
  const { table, state } = useOpenTable(
    {
      dataflow: props.dataflow,
      table: props.table,
      version: version === null ? { kind: "now" } : { kind: "asOf", run: version.run },
      query: { filters, search: sought, sort },
    },
    `${version === null ? props.edition : version.run} ${props.shownBy}`,
  );
  if (version !== null && state.columns && seen?.run !== version.run)
    setSeen({ run: version.run, columns: state.columns });
  const stored = state.columns ?? known;
  const columns = useColumns(stored, heldLayout, remember);
  const copy = useCopy(table, columns);

  const [spot, setSpot] = useState<Spot>(origin);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [card, setCard] = useState<{ row: number; entered: number } | null>(null);
  const [classed, setClassed] = useState<string | null>(null);
  const [forgotten, setForgotten] = useState<Person | null>(null);
  const asked = JSON.stringify([filters, sought, layout.sort, version?.run]);
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
      <div className={classes.bar}>
        <div className={classes.search}>
          <SearchField
            size="xs"
            label="Search in all columns"
            inputRef={field}
            value={search}
            onChange={setSearch}
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
          <Button
            variant="default"
            size="xs"
            aria-haspopup="dialog"
            leftSection={<IconFilter size="var(--ph-icon-small)" aria-hidden="true" />}
            onClick={() => setEdited({ column: at?.name ?? null })}
          >
            Filter
          </Button>
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
        <CopyMenu
          row={spot.row >= 0 && state.found > 0 ? spot.row : null}
          selection={selection}
          isBusy={copy.isBusy}
          onCell={() => at && copy.copyCell(spot.row, at.name)}
          onRows={copy.copyRows}
        />
        <div className={classes.version}>
          <VersionSelect
            table={props.table}
            versions={props.versions}
            run={version?.run ?? null}
            onRun={props.onRun}
          />
        </div>
      </div>
      {version ? <NotNow publication={version} onNow={() => props.onRun(null)} /> : null}
      <FilterChips
        filters={filters}
        columns={stored}
        faults={faults}
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
            label={`Rows of ${props.table}`}
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
            onOpen={(row, isEntered) =>
              setCard({ row, entered: isEntered ? (card?.entered ?? 0) + 1 : 0 })
            }
            onClose={() => setCard(null)}
            onCopy={() => {
              if (selection) copy.copyRows(selection, "tabs");
              else if (at) copy.copyCell(spot.row, at.name);
            }}
            onFilter={(column) => setEdited({ column })}
            onClass={setClassed}
            onHold={setHeld}
          />
        ) : (
          <InsteadOfRows
            table={props.table}
            state={state}
            isFiltered={isFiltered}
            hasFault={faults.size > 0}
            onClear={clear}
            onRetry={() => table.open()}
          />
        )}
        {card && isGridShown ? (
          <RowCard
            row={card.row}
            found={state.found}
            stored={stored}
            cells={table.row(card.row)}
            entered={card.entered}
            onForget={
              props.isAboutPeople && table.id !== null
                ? () => setForgotten({ kind: "row", view: table.id as ViewId, row: card.row })
                : null
            }
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
      </div>
      {classed !== null ? (
        <ClassDialog
          dataflow={props.dataflow}
          table={props.table}
          column={classed}
          onClose={() => setClassed(null)}
        />
      ) : null}
      {forgotten ? (
        <ForgetDialog
          dataflow={props.dataflow}
          person={forgotten}
          onDone={() => {
            setForgotten(null);
            setCard(null);
          }}
          onClose={() => setForgotten(null)}
        />
      ) : null}
      <StatusLine
        state={state}
        isFiltered={isFiltered}
        isSorted={sort.length > 0}
        selection={selection}
        onStop={() => table.stop()}
      />
    </div>
  );
}
