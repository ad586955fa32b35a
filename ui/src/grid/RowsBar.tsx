import { IconChartBar, IconFileExport, IconFilter } from "@tabler/icons-react";
import type { ReactNode, RefObject } from "react";
import { ToolBar, ToolBarEnd, ToolButton } from "../components";
import { ColumnsMenu } from "./ColumnsMenu";
import { CopyMenu } from "./CopyMenu";
import { FilterEditor } from "./FilterEditor";
import { HEADERS } from "./gridKeys";
import type { GridHandle } from "./gridProps";
import { RowsSearch } from "./RowsSearch";
import type { Asking } from "./useAsking";
import { type Beside, useFirstCard } from "./useBeside";
import type { useCopy } from "./useCopy";
import type { Rows } from "./useRows";

/** What can be done with rows, above them: searched, filtered, laid out, profiled, copied, exported. */
export function RowsBar(props: {
  onExport: () => void;
  asking: Asking;
  rows: Rows;
  beside: Beside;
  copy: ReturnType<typeof useCopy>;
  grid: RefObject<GridHandle | null>;
  sent: number;
  tools: ReactNode;
}) {
  const { asking, rows, beside, copy, grid } = props;
  const { columns, state, stored } = rows;
  const { spot } = beside;
  const at = columns.shown[spot.column];
  const wantFirstCard = useFirstCard(grid, state, beside.openCard);
  const { edited } = asking;
  const isNew = edited !== null && "column" in edited;
  return (
    <ToolBar isLong={props.tools !== undefined}>
      <RowsSearch
        asking={asking}
        isMasked={rows.isMasked}
        sent={props.sent}
        onType={() => wantFirstCard(false)}
        onEnter={() => wantFirstCard(true)}
      />
      <FilterEditor
        isOpen={isNew}
        columns={stored}
        filter={null}
        column={isNew ? edited.column : null}
        onClose={() => asking.setEdited(null)}
        onDone={(filter) => {
          asking.setFilters([...asking.asked.filters, filter]);
          asking.setEdited(null);
        }}
      >
        <ToolButton
          name="Filter"
          icon={IconFilter}
          keepsName
          aria-haspopup="dialog"
          onClick={() => asking.setEdited({ column: at?.name ?? null })}
        />
      </FilterEditor>
      <ColumnsMenu
        stored={stored}
        columns={columns}
        isLaidOut={rows.isLaidOut}
        onReset={rows.resetLayout}
        onGoTo={(name) => {
          const column = columns.shown.findIndex((each) => each.name === name);
          grid.current?.goTo({ row: HEADERS, column }, true);
        }}
      />
      <ToolButton
        name="Profile"
        icon={IconChartBar}
        aria-expanded={beside.profile !== null}
        onClick={() => (beside.profile === null ? beside.openProfile(null) : beside.closeProfile())}
      />
      <CopyMenu
        row={spot.row >= 0 && state.found > 0 ? spot.row : null}
        selection={beside.selection}
        isBusy={copy.isBusy}
        onCell={() => at && copy.copyCell(spot.row, at.name)}
        onRows={copy.copyRows}
      />
      <ToolButton
        name="Export…"
        icon={IconFileExport}
        keepsName
        aria-haspopup="dialog"
        onClick={props.onExport}
      />
      {props.tools ? <ToolBarEnd>{props.tools}</ToolBarEnd> : null}
    </ToolBar>
  );
}
