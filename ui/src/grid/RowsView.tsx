import { type ReactNode, useMemo, useRef } from "react";
import type { StoredColumn, Subject } from "../ipc";
import type { Asked } from "./address";
import { BesideRows } from "./BesideRows";
import { type CountedColumn, CountsBar } from "./CountsBar";
import { FilterChips } from "./FilterChips";
import { errorsByFilter } from "./filters";
import { Grid } from "./Grid";
import type { About, DrawCell, GridHandle, OnForget } from "./gridProps";
import { LeftOut } from "./LeftOut";
import { RowsBar } from "./RowsBar";
import { StatusLine } from "./StatusLine";
import { InsteadOfRows } from "./states";
import type { Ask } from "./useAsked";
import { useAsking } from "./useAsking";
import { useBeside } from "./useBeside";
import { useCopy } from "./useCopy";
import { useExportRows } from "./useExportRows";
import { type ColumnsKnown, useRows } from "./useRows";
import classes from "./view.module.css";

const noFields: { field: string; message: string }[] = [];

interface RowsViewProps extends ColumnsKnown {
  subject: Subject;
  /** What they are rows of, in a word or two. */
  name: string;
  /** When this is another, there are other rows: it is opened again. */
  edition: number | string;
  /** What is asked of them, and what hears that something else is to be (`useAsked`). */
  asked: Asked;
  ask: Ask;
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
}

/** Rows of anything, in a grid: what is asked of them above, and a row's card beside them. */
export function RowsView(props: RowsViewProps) {
  const grid = useRef<GridHandle>(null);
  const asking = useAsking(props.asked, props.ask);
  const { edited, isFiltered } = asking;
  const { filters } = asking.asked;
  const rows = useRows(props.subject, asking, props.edition, props);
  const { table, state, stored, columns } = rows;
  const beside = useBeside(grid, rows.question);
  const { spot, selection } = beside;
  const exportRows = useExportRows(props.subject, props.name, asking, rows);
  const copy = useCopy(table, columns, rows.question, exportRows);
  const faults = errorsByFilter(state.error?.fields ?? noFields);
  const filtered = useMemo(() => new Set(filters.map(({ column }) => column)), [filters]);
  const copyChosen = () => {
    const at = columns.shown[spot.column];
    if (selection) copy.copyRows(selection, "tabs");
    else if (at) copy.copyCell(spot.row, at.name);
  };
  const isGridShown =
    state.status === "opening" || (state.status === "open" && (state.found > 0 || !state.done));
  return (
    <div className={classes.view}>
      <RowsBar
        onExport={exportRows}
        asking={asking}
        rows={rows}
        beside={beside}
        copy={copy}
        grid={grid}
        sent={props.sent ?? 0}
        tools={props.tools}
      />
      <LeftOut
        databases={[...(props.leftOut ?? []), ...rows.leftOut]}
        columns={rows.columnsLeftOut}
      />
      {props.notice}
      {props.counted ? (
        <CountsBar
          table={table}
          state={state}
          of={`${JSON.stringify(props.subject)} ${props.edition}`}
          counted={state.columns ? props.counted(state.columns) : []}
          isFiltered={isFiltered}
          filters={filters}
          onFilters={asking.setFilters}
        />
      ) : null}
      <FilterChips
        filters={filters}
        columns={stored}
        faults={faults}
        isMasked={rows.isMasked}
        edited={edited !== null && "place" in edited ? edited.place : null}
        onEdit={(place) => asking.setEdited(place === null ? null : { place })}
        onChange={asking.setFilters}
        onClear={asking.clear}
      />
      <div className={classes.body}>
        {isGridShown ? (
          <Grid
            ref={grid}
            question={rows.question}
            label={`Rows of ${props.name}`}
            table={table}
            state={state}
            columns={columns}
            filtered={filtered}
            spot={spot}
            onSpot={beside.goTo}
            selection={selection}
            onSelection={beside.select}
            opened={beside.card?.row ?? null}
            onOpen={beside.openCard}
            onClose={beside.closeCard}
            onCopy={copyChosen}
            onFilter={(column) => asking.setEdited({ column })}
            onProfile={beside.openProfile}
            drawCell={props.drawCell}
            onHold={rows.hold}
            onClass={props.onClass ?? null}
          />
        ) : (
          <InsteadOfRows
            name={props.name}
            state={state}
            isFiltered={isFiltered}
            hasFault={faults.size > 0}
            onClear={asking.clear}
            onRetry={() => table.open()}
            empty={props.empty}
          />
        )}
        {isGridShown ? (
          <BesideRows
            rows={rows}
            asking={asking}
            beside={beside}
            about={props.about}
            onForget={props.onForget}
          />
        ) : null}
      </div>
      <StatusLine
        state={state}
        isFiltered={isFiltered}
        isSorted={rows.sort.length > 0}
        preparing={props.preparing}
        selection={selection}
        onStop={() => table.stop()}
      />
    </div>
  );
}
