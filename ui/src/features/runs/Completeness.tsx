// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for forms
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
import { Table } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { CopyButton, Count, None, Panel, Words } from "../../components";
import type { Certificate, Run } from "../../ipc";
import {
  againWords,
  certificateJson,
  compared,
  driftLines,
  splitWords,
  verdictOf,
  type WholeCertificate,
} from "./certificate";
import classes from "./runs.module.css";
import { Names } from "./WaitingColumns";

/** What shows how completely a run read. A rollback reads nothing, and has none. */
export function Completeness(props: { run: Run; certificate: Certificate | null }) {
  const { run } = props;
  if (run.kind === "rollback") return null;
  if (props.certificate === null)
    return (
      <Panel title="Completeness">
        <p className={classes.dim}>
          {run.status === "succeeded"
            ? "This run kept no certificate: it was made by a version of Poolhouse that wrote none."
            : "There is no certificate: the run ended before it learned what there is to read, or was made by a version of Poolhouse that wrote none."}
        </p>
      </Panel>
    );
  const certificate = props.certificate as WholeCertificate;
  const verdict = verdictOf(run, certificate);
  const Sign = verdict.tone === "good" ? IconCircleCheck : IconAlertTriangle;
  const again = againWords(certificate);
  return (
    <Panel
      title="Completeness"
      actions={
        <CopyButton
          text={certificateJson(run, certificate)}
          label="Copy as JSON"
          tooltip="Copies the whole certificate. It holds names of tables and columns, and no value of a row."
        />
      }
    >
      <p className={classes.verdict} data-tone={verdict.tone}>
        <Sign className={classes.verdictSign} size="var(--ph-icon)" aria-hidden="true" />
        <span>{verdict.words}</span>
      </p>
      {certificate.skipped.map((skipped) => (
        <p className={classes.say} key={skipped.source}>
          <strong>{skipped.source}</strong> was not read. <Words text={skipped.reason} />
        </p>
      ))}
      <Part title="Estimate and outcome">
        <Table className={classes.compared} aria-label="Estimate and outcome">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                <span className="ph-hidden-text">What</span>
              </Table.Th>
              <Table.Th>Estimate</Table.Th>
              <Table.Th>Outcome</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {compared(run, certificate).map(({ what, estimate, actual }) => (
              <Table.Tr key={what}>
                <Table.Th scope="row">{what}</Table.Th>
                <Table.Td>{estimate ?? <None word="not known" />}</Table.Td>
                <Table.Td>{actual ?? <None word="not known" />}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {again === null ? null : <p className={classes.dim}>{again}</p>}
      </Part>
      {certificate.tables.length === 0 ? null : <Tables run={run} certificate={certificate} />}
      {certificate.readings.length === 0 ? null : <Readings certificate={certificate} />}
    </Panel>
  );
}

function Part(props: { title: string; children: ReactNode }) {
  return (
    <div className={classes.certified}>
      <h3>{props.title}</h3>
      {props.children}
    </div>
  );
}

function Tables(props: { run: Run; certificate: WholeCertificate }) {
  const isPublished = props.run.status === "succeeded";
  return (
    <Part title="Tables">
      <div className={classes.wide} role="group" aria-label="Tables as they were read" tabIndex={0}>
        <Table className={classes.figuresTable} aria-label="Tables as they were read">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Table</Table.Th>
              <Table.Th>Expected</Table.Th>
              <Table.Th>Rows read</Table.Th>
              <Table.Th>Distinct keys</Table.Th>
              <Table.Th>Did not fit</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {props.certificate.tables.map((table) => (
              <Table.Tr key={table.source}>
                <Table.Th scope="row">
                  {table.target}
                  {table.notes.map((note) => (
                    <p className={classes.remark} key={note}>
                      <Words text={note} />
                    </p>
                  ))}
                  {driftLines(table.columns).map((line) => (
                    <div className={classes.remark} key={line.words}>
                      {line.words}: <Names names={line.columns} />
                    </div>
                  ))}
                </Table.Th>
                <Table.Td>
                  {table.expected === null ? (
                    <None word="not known" />
                  ) : (
                    <>
                      about <Count value={table.expected} />
                    </>
                  )}
                </Table.Td>
                <Table.Td>
                  <Count value={table.read} />
                </Table.Td>
                <Table.Td>
                  <Count value={isPublished ? table.rows : null} />
                </Table.Td>
                <Table.Td>
                  <Count value={table.misfits} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Part>
  );
}

/** Which calls were made, in how many parts, and how far. Closed at first: it is for who doubts. */
function Readings(props: { certificate: WholeCertificate }) {
  const { readings, split } = props.certificate;
  return (
    <details className={classes.details}>
      <summary>What was asked of AWS</summary>
      <Table className={classes.figuresTable} aria-label="What was asked of AWS">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>AWS call</Table.Th>
            <Table.Th>Parts asked for</Table.Th>
            <Table.Th>Read to the end</Table.Th>
            <Table.Th>Pages</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {readings.map((reading) => (
            <Table.Tr key={reading.reading}>
              <Table.Th scope="row">
                <code>{reading.reading}</code>
              </Table.Th>
              <Table.Td>
                <Count value={reading.units} />
              </Table.Td>
              <Table.Td>
                <Count value={reading.covered} />
              </Table.Td>
              <Table.Td>
                <Count value={reading.pages} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {split === null ? null : (
        <p className={classes.dim}>
          <Words text={splitWords(split)} />
        </p>
      )}
    </details>
  );
}
