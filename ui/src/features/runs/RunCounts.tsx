import { Table } from "@mantine/core";
import { Count, formatCount, Panel, plural } from "../../components";
import type { Purpose, Run } from "../../ipc";
import classes from "./runs.module.css";

export const purposes: Record<Purpose, string> = {
  all: "All",
  customer_360: "Customer 360",
  privacy_metadata: "Privacy-Metadata",
};

/** What a run cost, and what it met. What did not happen is not worth a word. */
function costWords(run: Run): string {
  const refused =
    run.throttled === 0 ? "" : `, ${formatCount(run.throttled)} of them refused for going too fast`;
  const misfits =
    run.misfits === 0
      ? ""
      : `; ${plural(run.misfits, "value")} did not fit the column's type and ${run.misfits === 1 ? "was" : "were"} kept as found`;
  return `${plural(run.calls, "AWS call")}${refused}${misfits}.`;
}

/** What a run did to each table, and what it cost. */
export function RunCounts(props: { run: Run }) {
  const { run } = props;
  return (
    <Panel title="Tables">
      <Table className={classes.counts}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Table</Table.Th>
            <Table.Th>Purpose</Table.Th>
            <Table.Th>Rows</Table.Th>
            <Table.Th>Added</Table.Th>
            <Table.Th>Changed</Table.Th>
            <Table.Th>Removed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {run.tables.map((table) => (
            <Table.Tr key={table.source}>
              <Table.Th scope="row">{table.target}</Table.Th>
              <Table.Td>{purposes[table.purpose]}</Table.Td>
              <Table.Td>
                <Count value={table.rows} />
              </Table.Td>
              <Table.Td>
                <Count value={table.added} />
              </Table.Td>
              <Table.Td>
                <Count value={table.changed} />
              </Table.Td>
              <Table.Td>
                <Count value={table.removed} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className={classes.dim}>{costWords(run)}</p>
    </Panel>
  );
}
