// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for forms
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
import { Button, Table } from "@mantine/core";
import { IconChartBar, IconTable } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";
import { Count, Duration } from "../../components";
import type { RunsMark, RunsOverTime, Stretch } from "../../ipc";
import classes from "./runs.module.css";
import { TimeChart } from "./TimeChart";
import { changesWords, markTitle, markWords, stretchWord } from "./words";

/** Many runs, summed up by stretches of time: as a chart, or its numbers as a table. */
export function OverTime(props: {
  overTime: RunsOverTime;
  /** The address of the history of one stretch. */
  hrefOf: (mark: RunsMark) => string;
}) {
  const { stretch, marks } = props.overTime;
  const [asTable, setAsTable] = useState(false);
  const Icon = asTable ? IconChartBar : IconTable;
  const turn = (
    <Button
      variant="subtle"
      size="compact-xs"
      className={classes.turn ?? ""}
      leftSection={<Icon size="var(--ph-icon-small)" aria-hidden="true" />}
      onClick={() => setAsTable(!asTable)}
    >
      {asTable ? "Show as a chart" : "Show as a table"}
    </Button>
  );
  if (asTable) return <Numbers {...props} turn={turn} />;
  const [first, last] = [marks[0], marks.at(-1)];
  return (
    <TimeChart
      label={`The runs by ${stretchWord(stretch)}: most rows and longest run of each. Left and right move, Enter shows its runs.`}
      marks={marks.map((mark) => ({
        key: mark.begins,
        rows: mark.mostRows,
        durationMs: mark.longestMs,
        failed: mark.failed > 0,
        words: markWords(stretch, mark),
        href: props.hrefOf(mark),
      }))}
      rows={`Most rows of a run, by ${stretchWord(stretch)}`}
      duration="Longest run"
      failed="At least one run failed or was interrupted"
      hint={`Point at a ${stretchWord(stretch)} for its numbers; choose it to see its runs.`}
      ends={[first ? markTitle(stretch, first) : "", last ? markTitle(stretch, last) : ""]}
      actions={turn}
    />
  );
}

function Numbers(props: {
  overTime: RunsOverTime;
  hrefOf: (mark: RunsMark) => string;
  turn: React.ReactNode;
}) {
  const { stretch, marks } = props.overTime;
  const label = `The runs by ${stretchWord(stretch)}`;
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>
        {label}
        {props.turn}
      </figcaption>
      <div className={classes.numbers} role="group" aria-label={label} tabIndex={0}>
        <Table className={classes.figuresTable ?? ""} aria-label={label}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{capital(stretch)}</Table.Th>
              <Table.Th>Runs</Table.Th>
              <Table.Th>Failed or interrupted</Table.Th>
              <Table.Th>Most rows</Table.Th>
              <Table.Th>Longest run</Table.Th>
              <Table.Th>{"Added\u00A0/ Changed\u00A0/ Removed"}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {marks.toReversed().map((mark) => (
              <Table.Tr key={mark.begins}>
                <Table.Th scope="row">
                  {mark.runs === 0 ? (
                    markTitle(stretch, mark)
                  ) : (
                    <Link href={props.hrefOf(mark)} className="ph-link">
                      {markTitle(stretch, mark)}
                    </Link>
                  )}
                </Table.Th>
                <Table.Td>
                  <Count value={mark.runs} />
                </Table.Td>
                <Table.Td>
                  <Count value={mark.failed} />
                </Table.Td>
                <Table.Td>
                  <Count value={mark.mostRows} />
                </Table.Td>
                <Table.Td>
                  <Duration milliseconds={mark.longestMs} />
                </Table.Td>
                <Table.Td>{changesWords(mark)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </figure>
  );
}

function capital(stretch: Stretch): string {
  const word = stretchWord(stretch);
  return word.charAt(0).toUpperCase() + word.slice(1);
}
