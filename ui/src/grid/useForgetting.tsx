/** The wish to forget whom a row is about. */
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";
import type { DataflowId, Person } from "../ipc";
import { ForgetDialog } from "./ForgetDialog";

interface Asked {
  dataflow: DataflowId;
  person: Person;
  done: () => void;
  /** Whether it was confirmed, in this database at least. */
  hasBegun: boolean;
}

interface Forgetting {
  /** Asks whether to forget somebody in this database; `done` hears that it was done. */
  forget: (dataflow: DataflowId, person: Person, done: () => void) => void;
  /** Whoever asked goes away. */
  leave: () => void;
  /** Another once somebody was forgotten: open tables are closed with it, whichever database it was. */
  edition: number;
}

const Context = createContext<Forgetting>({ forget: () => {}, leave: () => {}, edition: 0 });

/**
 * Draws the dialog above all places: what was begun in it goes on to the other databases that know the person,
 * though one has gone elsewhere meanwhile.
 */
export function ForgettingProvider(props: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [edition, setEdition] = useState(0);
  const forget = useCallback<Forgetting["forget"]>(
    (dataflow, person, done) => setAsked({ dataflow, person, done, hasBegun: false }),
    [],
  );
  // Without its rows there is nobody to look at, and nothing to confirm.
  const leave = useCallback(() => setAsked((now) => (now?.hasBegun ? now : null)), []);
  const value = useMemo(() => ({ forget, leave, edition }), [forget, leave, edition]);
  return (
    <Context.Provider value={value}>
      {props.children}
      {asked ? (
        <ForgetDialog
          dataflow={asked.dataflow}
          person={asked.person}
          onBegin={() => setAsked({ ...asked, hasBegun: true })}
          onDone={() => {
            setEdition((before) => before + 1);
            asked.done();
          }}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </Context.Provider>
  );
}

/** For what shows rows of people: asks to forget them, and says when they are others for it. */
export function useForgetting(): Pick<Forgetting, "forget" | "edition"> {
  const { forget, leave, edition } = useContext(Context);
  useEffect(() => leave, [leave]);
  return { forget, edition };
}
