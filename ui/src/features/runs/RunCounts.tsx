import { Table } from "@mantine/core";
import { Count, Panel } from "../../components";
import type { Purpose, Run } from "../../ipc";
import classes from "./runs.module.css";

export const purposes: Record<Purpose, string> = {
  all: "All",
  customer_360: "Customer 360",
  privacy_metadata: "Privacy-Metadata",
};

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
      <p className={classes.dim}>
        <Count value={run.calls} /> AWS calls, <Count value={run.throttled} /> of them refused for
        going too fast; <Count value={run.misfits} /> values did not fit their column's type and
        were kept as they came.
      </p>
    </Panel>
  );
}
