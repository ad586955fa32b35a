import { type ReactNode, useState } from "react";
import type { DataflowId, Person } from "../ipc";
import { ForgetDialog } from "./ForgetDialog";

/** The wish to forget whom a row is about: asked for in a dialog, which stands wherever `dialog` is put. */
export function useForgetting(): {
  /** Asks whether to forget somebody in this database; `done` hears that it was done. */
  forget: (dataflow: DataflowId, person: Person, done: () => void) => void;
  /** Another once somebody was forgotten: open tables are closed with it, whichever database it was. */
  edition: number;
  dialog: ReactNode;
} {
  const [whom, setWhom] = useState<{
    dataflow: DataflowId;
    person: Person;
    done: () => void;
  } | null>(null);
  const [edition, setEdition] = useState(0);
  return {
    forget: (dataflow, person, done) => setWhom({ dataflow, person, done }),
    edition,
    dialog: whom ? (
      <ForgetDialog
        dataflow={whom.dataflow}
        person={whom.person}
        onDone={() => {
          setEdition((before) => before + 1);
          whom.done();
        }}
        onClose={() => setWhom(null)}
      />
    ) : null,
  };
}
