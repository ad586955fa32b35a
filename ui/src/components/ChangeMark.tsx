import { IconMinus, IconPencil, IconPlus } from "@tabler/icons-react";
import classes from "./components.module.css";
import { CellText } from "./Value";

const kinds = {
  added: { word: "Added", counted: "Rows added", icon: IconPlus },
  changed: { word: "Changed", counted: "Cells changed", icon: IconPencil },
  removed: { word: "Removed", counted: "Rows removed", icon: IconMinus },
};

/** What can become of a row, in the order in which it is told. */
export const changesInOrder = Object.keys(kinds);

function isKind(value: string | null): value is keyof typeof kinds {
  return value !== null && Object.hasOwn(kinds, value);
}

/** What became of a row: a sign, a word and a colour. Any other word is shown as it is. */
export function ChangeMark(props: { kind: string | null; isCounted?: boolean }) {
  if (!isKind(props.kind)) return <CellText value={props.kind} />;
  const { word, counted, icon: Icon } = kinds[props.kind];
  return (
    <span className={classes.change} data-kind={props.kind}>
      <Icon size="var(--ph-icon-small)" aria-hidden="true" />
      {props.isCounted ? counted : word}
    </span>
  );
}
