import { Autocomplete, Textarea, TextInput } from "@mantine/core";
import type { Action, Answers } from "../model";
import classes from "../wizard.module.css";

/** What people call it, what it is for, whose data it is. All of it may stay empty. */
export function DetailsStep(props: {
  answers: Pick<Answers, "name" | "displayName" | "description" | "organization">;
  organizations: string[];
  dispatch: (action: Action) => void;
}) {
  const { answers, dispatch } = props;
  return (
    <div className={classes.fields}>
      <TextInput
        label="Display name (optional)"
        description="How lists show it. Anything goes here, spaces and all."
        placeholder={answers.name}
        value={answers.displayName}
        autoComplete="off"
        onChange={(event) =>
          dispatch({
            type: "detail_typed",
            field: "displayName",
            value: event.currentTarget.value,
          })
        }
      />
      <Textarea
        label="Description (optional)"
        description="What it is for, for whoever finds it in a year."
        rows={3}
        value={answers.description}
        onChange={(event) =>
          dispatch({
            type: "detail_typed",
            field: "description",
            value: event.currentTarget.value,
          })
        }
      />
      <Autocomplete
        label="Organization (optional)"
        description={
          props.organizations.length > 0
            ? "Whose data it is. Those that other dataflows use are offered."
            : "Whose data it is. The list of dataflows can be grouped by it."
        }
        data={props.organizations}
        value={answers.organization}
        autoComplete="off"
        onChange={(value) => dispatch({ type: "detail_typed", field: "organization", value })}
      />
    </div>
  );
}
