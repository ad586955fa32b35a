import { Button, Group, Modal, Skeleton, Tabs } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import {
  CopyButton,
  DateTime,
  ErrorState,
  ForeignText,
  useFocusBack,
  WarningNotice,
} from "../../components";
import { asUiError, type DataflowId, type Publication, type Recipe, useRecipes } from "../../ipc";
import classes from "./openIn.module.css";

/** How other programs open the database's file, in lines to copy. */
export function OpenIn(props: {
  dataflow: DataflowId;
  name: string;
  path: string;
  table: string;
  /** The version that one looks at; null for now. The file's tables are those of now all the same. */
  version: Publication | null;
  /** Asks for a file of that version. */
  onExport: () => void;
  onClose: () => void;
}) {
  useFocusBack();
  const { version } = props;
  const recipes = useRecipes(props.dataflow, props.table);
  let body = (
    <Skeleton height={220} animate={false} role="status" aria-label="Loading the recipes" />
  );
  if (recipes.isError)
    body = (
      <ErrorState
        title="The recipes cannot be shown"
        {...asUiError(recipes.error)}
        action={{ label: "Try again", run: () => void recipes.refetch() }}
      />
    );
  else if (recipes.data) body = <Recipes recipes={recipes.data} />;
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={
        <>
          Open <ForeignText text={`${props.table} of ${props.name}`} /> in…
        </>
      }
      size="xl"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.page}>
        <p className={classes.about}>
          The database is a SQLite file. Other programs may read it at any time, also while a run is
          under way: reading never stops a run. Each run puts new rows under the same names. Write
          nothing into it: to change it or to send it, export a copy.
        </p>
        {version ? (
          <WarningNotice p="xs" icon={<IconClock size="var(--ph-icon)" aria-hidden="true" />}>
            <Group justify="space-between" gap="xs">
              <span className={classes.notNow}>
                These lines read what the database has now, and not run {version.run},{" "}
                <DateTime value={version.at} />, which is on screen. A copy of that version opens in
                the same programs.
              </span>
              <Button variant="default" size="xs" onClick={props.onExport}>
                Export run {version.run} as SQLite…
              </Button>
            </Group>
          </WarningNotice>
        ) : null}
        <div className={classes.file}>
          <span className={classes.path}>
            <ForeignText text={props.path} />
          </span>
          <CopyButton text={props.path} label="Copy path" />
        </div>
        {body}
      </div>
    </Modal>
  );
}

function Recipes(props: { recipes: Recipe[] }) {
  return (
    <Tabs
      defaultValue={props.recipes[0]?.id ?? ""}
      orientation="vertical"
      variant="pills"
      keepMounted={false}
    >
      <Tabs.List aria-label="Programs">
        {props.recipes.map(({ id, program }) => (
          <Tabs.Tab key={id} value={id} classNames={{ tabLabel: classes.program ?? "" }}>
            {program}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {props.recipes.map((recipe) => (
        <Tabs.Panel key={recipe.id} value={recipe.id} className={classes.recipe ?? ""}>
          <p className={classes.how}>{recipe.how}</p>
          <section className={classes.lines} aria-label={`Lines for ${recipe.program}`}>
            <pre>
              {recipe.lines.split("\n").map((line, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the lines never move
                <span key={place} className={classes.oneLine}>
                  <ForeignText text={line} />
                  {"\n"}
                </span>
              ))}
            </pre>
          </section>
          <div className={classes.below}>
            <CopyButton text={recipe.lines} label="Copy" />
            <p className={classes.tried}>{recipe.tried}</p>
          </div>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
