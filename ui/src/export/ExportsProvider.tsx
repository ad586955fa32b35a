import { notifications } from "@mantine/notifications";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { noticeFailure, noticeStopped } from "../components";
import { asUiError, commands, type ExportProgress, type ExportRequest, events } from "../ipc";
import { ExportDialog } from "./ExportDialog";
import { noticeExported, noticeProgress } from "./notices";
import type { Offer } from "./offer";
import type { ExportState } from "./state";

/** Milliseconds between two progresses that are shown. */
const STEP = 120;

const Asking = createContext<(offer: Offer) => void>(() => {});

/** Opens the dialog for what is offered. */
export const useExport = () => useContext(Asking);

let begun = 0;

/** Draws the dialog, and tells how the exports go that go on without it. */
export function ExportsProvider(props: { children: ReactNode }) {
  const [offer, setOffer] = useState<{ offer: Offer; place: number } | null>(null);
  const [exports, setExports] = useState<ExportState[]>([]);
  /** The export that the dialog shows. */
  const [watched, setWatched] = useState<string | null>(null);
  // The same for what is asked when one ends.
  const watchedNow = useRef<string | null>(null);
  const watch = (id: string | null) => {
    watchedNow.current = id;
    setWatched(id);
  };
  const ask = useCallback((wanted: Offer) => {
    begun += 1;
    setOffer({ offer: wanted, place: begun });
  }, []);

  const put = useCallback((id: string, part: Partial<ExportState>) => {
    setExports((all) => all.map((each) => (each.id === id ? { ...each, ...part } : each)));
  }, []);
  useEffect(() => {
    const shown = new Map<string, number>();
    const stop = events.exportProgressed.listen(({ payload }: { payload: ExportProgress }) => {
      const now = performance.now();
      const isLast = payload.rows === payload.of;
      if (!isLast && !payload.sorting && now - (shown.get(payload.export) ?? 0) < STEP) return;
      shown.set(payload.export, now);
      put(payload.export, {
        rows: payload.rows,
        of: payload.of,
        isSorting: payload.sorting,
      });
    });
    return () => {
      void stop.then((unlisten) => unlisten());
    };
  }, [put]);

  const begin = (name: string, request: ExportRequest, expected: number | null): string => {
    begun += 1;
    const id = `${Math.round(performance.timeOrigin)}-${begun}`;
    watch(id);
    setExports((all) => [
      ...all,
      { id, name, rows: 0, of: null, expected, isSorting: false, outcome: null },
    ]);
    const ended = (outcome: ExportState["outcome"]) => {
      put(id, { outcome });
      if (watchedNow.current === id || outcome === null) return;
      if ("exported" in outcome) noticeExported(name, outcome.exported);
      else if (outcome.error.code === "cancelled")
        noticeStopped(`Export of ${name} cancelled`, "Nothing of it is left.");
      else noticeFailure(outcome.error);
    };
    commands.exportFile(id, request).then(
      (exported) => ended({ exported }),
      (error) => ended({ error: asUiError(error) }),
    );
    return id;
  };

  return (
    <Asking.Provider value={ask}>
      {props.children}
      {offer ? (
        <ExportDialog
          key={offer.place}
          offer={offer.offer}
          exports={exports}
          onBegin={(request, expected) => begin(offer.offer.name, request, expected)}
          onForget={() => watch(null)}
          // What is still written goes on, and is told of at the window's corner.
          onClose={() => {
            watch(null);
            setOffer(null);
          }}
        />
      ) : null}
      <Corner exports={exports} watched={watched} />
    </Asking.Provider>
  );
}

/** Keeps a notice for each export under way that no dialog shows. Draws nothing itself. */
function Corner(props: { exports: ExportState[]; watched: string | null }) {
  const shown = useRef(new Set<string>());
  useEffect(() => {
    for (const each of props.exports) {
      const isWanted = each.outcome === null && each.id !== props.watched;
      if (isWanted) noticeProgress(each, shown.current.has(each.id));
      else if (shown.current.has(each.id)) notifications.hide(`export-${each.id}`);
      if (isWanted) shown.current.add(each.id);
      else shown.current.delete(each.id);
    }
  }, [props.exports, props.watched]);
  return null;
}
