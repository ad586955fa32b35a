import { Radio } from "@mantine/core";
import { formatCount } from "../components";
import type { Privacy } from "../ipc";
import classes from "./export.module.css";

/** Names told before the others are only counted. */
const TOLD = 8;

const choices: [Privacy, string, string][] = [
  ["keep", "Keep", "As it is."],
  ["mask", "Mask", "The first character and •••."],
  ["leave_out", "Leave out", "These columns are not in the file."],
];

/** Of a comparison, whose lines say of which column their cells are. */
const LEFT_OUT_BY_LINE =
  "These columns are not in the file. Before and after are, but empty where the line is of such a column.";

/** What becomes of personal data, and which columns have it. */
export function PersonalChoice(props: {
  columns: string[];
  /** Whether it is a comparison's. */
  isByLine: boolean;
  value: Privacy;
  onChange: (value: Privacy) => void;
}) {
  const { columns } = props;
  if (columns.length === 0)
    return <p className={classes.dim}>None of these columns is marked as personal data.</p>;
  const told = columns
    .slice(0, TOLD)
    .join(columns.some((each) => each.includes(":")) ? "; " : ", ");
  const more = columns.length > TOLD ? ` and ${formatCount(columns.length - TOLD)} more` : "";
  return (
    <Radio.Group
      label="Personal data"
      description={`In ${told}${more}.`}
      descriptionProps={{ className: classes.names ?? "" }}
      value={props.value}
      onChange={(value) => props.onChange(value as Privacy)}
    >
      <div className={classes.line}>
        {choices.map(([value, label, description]) => (
          <Radio
            key={value}
            value={value}
            label={label}
            description={value === "leave_out" && props.isByLine ? LEFT_OUT_BY_LINE : description}
          />
        ))}
      </div>
    </Radio.Group>
  );
}
