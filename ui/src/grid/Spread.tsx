import { Table } from "@mantine/core";
import { Count, ForeignText, formatCount, plural } from "../components";
import type { Bar, ColumnType } from "../ipc";
import classes from "./profile.module.css";

const HEIGHT = 72;
/** Of the chart's width, in hundredths: few bars are bars still, not beams. */
const WIDEST = 12;

/** How the values are spread, as bars; their numbers as a table, for who cannot see them. */
export function Spread(props: { spread: Bar[]; kind: ColumnType }) {
  const { spread } = props;
  if (spread.length < 2) return null;
  const most = Math.max(...spread.map(({ rows }) => rows), 1);
  const slot = 100 / spread.length;
  const width = Math.min(slot * 0.8, WIDEST);
  const isTime = props.kind === "timestamp";
  // `2026-11`, `2026`, or `2020–2029`.
  const by = { 4: "Year", 7: "Month" }[spread[0]?.from.length ?? 0] ?? "Years";
  return (
    <section aria-label="Spread">
      <h3 className={classes.part}>Spread</h3>
      <figure className={classes.chart}>
        <svg
          role="img"
          aria-label={`Rows by ${isTime ? by.toLowerCase() : "value"}; the numbers stand below.`}
          className={classes.plot}
          height={HEIGHT}
        >
          {spread.map(({ from, rows }, place) => {
            // What is there at all is seen.
            const height = rows === 0 ? 0 : Math.max(2, (rows / most) * (HEIGHT - 2));
            return (
              <rect
                key={from + String(place)}
                x={`${(place + 0.5) * slot - width / 2}%`}
                width={`${width}%`}
                y={HEIGHT - height}
                height={height}
                rx="1.5"
                className={classes.spreadBar}
              >
                <title>
                  {from}: {formatCount(rows)}
                </title>
              </rect>
            );
          })}
          <line x1="0" x2="100%" y1={HEIGHT} y2={HEIGHT} className={classes.axis} />
        </svg>
        <figcaption className={classes.span}>
          <span>{spread[0]?.from}</span>
          <span>most: {plural(most, "row")}</span>
          <span>{spread.at(-1)?.from}</span>
        </figcaption>
      </figure>
      <details className={classes.numbers}>
        <summary>The numbers</summary>
        <Table aria-label="Spread in numbers" className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{isTime ? by : "From"}</Table.Th>
              <Table.Th className={classes.right}>Rows</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {spread.map(({ from, rows }, place) => (
              <Table.Tr key={from + String(place)}>
                <Table.Th scope="row">
                  <ForeignText text={from} />
                </Table.Th>
                <Table.Td className={classes.right}>
                  <Count value={rows} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </section>
  );
}
