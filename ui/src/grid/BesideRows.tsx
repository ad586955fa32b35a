import type { ViewId } from "../ipc";
import type { About, OnForget } from "./gridProps";
import { ProfilePanel } from "./ProfilePanel";
import { RowCard } from "./RowCard";
import type { Asking } from "./useAsking";
import type { Beside } from "./useBeside";
import type { Rows } from "./useRows";

/** What is open beside the rows: a row's card, or a profile. */
export function BesideRows(props: {
  rows: Rows;
  asking: Asking;
  beside: Beside;
  about: About | undefined;
  onForget: OnForget | undefined;
}) {
  const { rows, asking, beside, onForget } = props;
  const { table, state, stored } = rows;
  const { card, profile } = beside;
  const forget = (view: ViewId, row: number) => () =>
    onForget?.({ kind: "row", view, row }, beside.closeCard, stored, table.row(row) ?? []);
  return (
    <>
      {card ? (
        <RowCard
          row={card.row}
          found={state.found}
          stored={stored}
          cells={table.row(card.row)}
          table={table}
          isHistory={beside.isHistory}
          onHistory={beside.setHistory}
          entered={card.entered}
          onForget={onForget && table.id !== null ? forget(table.id, card.row) : null}
          about={props.about}
          onRow={beside.stepCard}
          onClose={beside.leave}
        />
      ) : null}
      {profile ? (
        <ProfilePanel
          table={table}
          state={state}
          stored={stored}
          column={profile.column}
          isFiltered={asking.isFiltered}
          entered={profile.entered}
          onColumn={beside.openProfile}
          onFilter={(column, text) =>
            asking.setFilters([
              ...asking.asked.filters,
              { column, test: { kind: "equals", text }, not: false },
            ])
          }
          onClose={beside.leave}
        />
      ) : null}
    </>
  );
}
