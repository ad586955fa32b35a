import { Checkbox, SegmentedControl, Skeleton, Text, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CopyButton, plural } from "../../components";
import {
  asUiError,
  type ConnectorCard,
  commands,
  type Field,
  type Settings,
  type TableId,
  useConnectors,
} from "../../ipc";
import { PolicyDrawing } from "./drawings";
import classes from "./guide.module.css";

export interface PolicyAsk {
  connector: string;
  settings: Settings;
  tables: TableId[];
}

/** More tables than this are counted instead of named. */
const NAMED = 4;

/** The policy for some tables, with Copy. */
export function PolicyText(props: { ask: PolicyAsk }) {
  const { connector, settings, tables } = props.ask;
  const policy = useQuery({
    // Never stale: the same question has the same answer.
    queryKey: ["policy", connector, settings, tables],
    queryFn: () => commands.policy(connector, settings, tables),
    placeholderData: keepPreviousData,
    enabled: tables.length > 0,
  });
  if (tables.length === 0) return <Text size="sm">Tick at least one table to see its policy.</Text>;
  if (policy.isError) {
    const error = asUiError(policy.error);
    return (
      <Text size="sm" role="alert">
        {error.message} {error.hint}
      </Text>
    );
  }
  if (policy.data === undefined) return <Skeleton height={120} animate={false} />;
  if (policy.data === null)
    return <Text size="sm">This connector needs no permission at AWS.</Text>;
  return (
    <>
      <div className={classes.policyHead}>
        <Text size="sm" fw={600}>
          Policy for {tables.length > NAMED ? plural(tables.length, "table") : tables.join(", ")}
        </Text>
        <CopyButton text={policy.data} label="Copy" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <section className={classes.policyScroll} tabIndex={0} aria-label="Policy">
        <pre className={classes.policy}>{policy.data}</pre>
      </section>
    </>
  );
}

/** What to do with the policy, and the policy for the tables that one ticks. */
export function PolicyTopic() {
  return (
    <div className={classes.words}>
      <PolicyWords />
      <PolicyMaker />
    </div>
  );
}

export function PolicyWords() {
  return (
    <>
      <p>
        A policy is the list of what a key may do. This one lets it read what the tables need, in
        one pool, and nothing else: it can change nothing. AWS's own read-only policy for Cognito
        allows more than is needed, so it is better not used.
      </p>
      <PolicyDrawing />
      <ol>
        <li>
          In the AWS console open <strong>IAM</strong>, then <strong>Policies</strong>.
        </li>
        <li>
          Choose <strong>Create policy</strong>.
        </li>
        <li>
          Choose <strong>JSON</strong>, put the copied policy in place of what stands there, give it
          a name and create it. Then add it to the user that the key belongs to (
          <strong>Users</strong>, the user, <strong>Add permissions</strong>,{" "}
          <strong>Attach policies directly</strong>).
        </li>
      </ol>
      <p className={classes.tip}>
        You do not look after AWS yourself? Send the policy to whoever gave you the keys: “Please
        attach this to the key's user.” It holds no secret.
      </p>
    </>
  );
}

/** The field that names a connector's pool, where it has one. */
function poolFieldOf(card: ConnectorCard) {
  return card.fields.find((field) => /^(user|identity)_pool_id$/.test(field.key));
}

function PolicyMaker() {
  const connectors = useConnectors();
  const makers = (connectors.data ?? []).flatMap((card) => {
    const field = poolFieldOf(card);
    return field === undefined ? [] : [{ card, field }];
  });
  const [wanted, setWanted] = useState<string | null>(null);
  const maker = makers.find(({ card }) => card.id === wanted) ?? makers[0];
  if (maker === undefined) return null;
  return (
    <section className={classes.words} aria-label="Make the policy">
      <h3 className={classes.heading}>The policy for your tables</h3>
      {makers.length < 2 ? null : (
        <SegmentedControl
          aria-label="Connector"
          data={makers.map(({ card }) => ({ value: card.id, label: card.name }))}
          value={maker.card.id}
          transitionDuration={0}
          onChange={setWanted}
        />
      )}
      <PolicyOf key={maker.card.id} {...maker} />
    </section>
  );
}

function PolicyOf(props: { card: ConnectorCard; field: Field }) {
  const { card, field } = props;
  const [pool, setPool] = useState("");
  const [chosen, setChosen] = useState<TableId[] | null>(null);
  const standard = card.tables.filter((table) => table.default).map((table) => table.id);
  const ticked = new Set(chosen ?? standard);
  const tables = card.tables.map((table) => table.id).filter((id) => ticked.has(id));
  const region = /^([a-z]{2}(?:-[a-z]+)+-\d+)[_:]\S+$/.exec(pool.trim())?.[1];
  const settings: Settings = region === undefined ? {} : { [field.key]: pool.trim(), region };
  return (
    <>
      <TextInput
        label={`${field.label} (optional)`}
        description="With it, the policy names your pool and no other."
        value={pool}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setPool(event.currentTarget.value)}
      />
      <Checkbox.Group label="Tables" value={tables} onChange={(next) => setChosen(next)}>
        <div className={classes.ticks}>
          {card.tables.map((table) => (
            <Checkbox key={table.id} value={table.id} label={table.id} />
          ))}
        </div>
      </Checkbox.Group>
      <PolicyText ask={{ connector: card.id, settings, tables }} />
    </>
  );
}
