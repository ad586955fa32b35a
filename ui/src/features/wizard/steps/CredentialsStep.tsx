import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import type { ConnectorCard, Field, FieldGroup, Keychain } from "../../../ipc";
import type { KeyFile } from "../keyFile";
import type { WizardState } from "../model";
import { Note } from "../Note";
import { poolOf, SPEED, shownFields, withDefaults } from "../rules";
import { settingErrors, settingsOf } from "../selectors";
import { useEstimate } from "../useEstimate";
import type { WizardWork } from "../useWizard";
import classes from "../wizard.module.css";
import { AccountChoices } from "./AccountChoices";
import { ConnectChecks } from "./ConnectChecks";
import { KeepChoice } from "./KeepChoice";
import { KeyFileDrop } from "./KeyFileDrop";
import { SecretField } from "./SecretField";
import { SettingField } from "./SettingField";
import { SpeedChoice } from "./SpeedChoice";

const GROUPS: { group: FieldGroup; title: string }[] = [
  { group: "sign_in", title: "Sign in another way" },
  { group: "advanced", title: "Advanced" },
];

/** What the connector asks for to sign in, and whether that works. */
export function CredentialsStep(props: {
  work: WizardWork;
  card: ConnectorCard;
  keychain: Keychain | undefined;
  onLookAgain: () => void;
}) {
  const { work, card } = props;
  const { state, dispatch } = work;
  const settings = withDefaults(card, settingsOf(state));
  const errors = settingErrors(state);
  const fields = shownFields(card, settings);
  const estimate = useEstimate(state);
  const checks = useRef<HTMLDivElement>(null);
  const progress = state.connection.state === "running" ? "running" : "rest";
  const connected = state.connection.state === "done";
  // What Connect tells must be seen where Next was pressed: it may stand below the fold.
  useEffect(() => {
    if (progress === "running" || connected) checks.current?.scrollIntoView({ block: "nearest" });
  }, [progress, connected]);
  const refused = state.at.step === "credentials" && state.at.refused;
  const secretGiven = fields.some(
    (field) => field.kind.type === "secret" && state.secrets[field.key] === "given",
  );

  function leave(key: string) {
    dispatch({ type: "field_left", key });
    void work.judgeSettings();
  }

  function show(field: Field) {
    if (field.kind.type === "secret") {
      return (
        <SecretField
          key={field.key}
          field={field}
          presence={state.secrets[field.key] ?? null}
          replacing={state.stored.includes(field.key) && state.secrets[field.key] !== "stored"}
          error={errors[field.key] ?? null}
          holder={work.secrets}
          dispatch={dispatch}
          onLeave={leave}
        />
      );
    }
    if (field.key === SPEED) {
      return (
        <SpeedChoice
          key={field.key}
          field={field}
          value={settings[field.key] ?? ""}
          error={errors[field.key] ?? null}
          cost={connected ? estimate : null}
          dispatch={dispatch}
        />
      );
    }
    return (
      <SettingField
        key={field.key}
        field={field}
        value={settings[field.key] ?? ""}
        error={errors[field.key] ?? null}
        dispatch={dispatch}
        onLeave={leave}
      />
    );
  }

  function takeKeyFile(file: Extract<KeyFile, { found: true }>) {
    dispatch({ type: "setting_typed", key: "access_key_id", value: file.accessKeyId });
    work.secrets.put("secret_access_key", file.secretAccessKey);
    dispatch({ type: "secret_changed", key: "secret_access_key", given: true });
  }

  const keys = fields.map((field) => field.key);
  const takesKeyFile = keys.includes("access_key_id") && keys.includes("secret_access_key");
  const pool = poolOf(card);

  return (
    <>
      {card.fields.length === 0 ? (
        <Note tone="plain">
          <span>
            <strong>Nothing is needed here.</strong> The sample pool is made up on this computer: no
            AWS account, no internet. Connect looks at it in the same four steps as a real one.
          </span>
        </Note>
      ) : (
        <div className={classes.fields}>
          {fields
            .filter((field) => field.group === "main")
            .map((field) => (
              <div key={field.key}>
                {show(field)}
                {pool !== null && field.key === pool.key ? (
                  <AccountChoices work={work} card={card} pool={pool} />
                ) : null}
              </div>
            ))}
          {takesKeyFile ? <KeyFileDrop onRead={takeKeyFile} /> : null}
          {GROUPS.map(({ group, title }) => (
            <Group
              key={group}
              title={title}
              fields={fields.filter((field) => field.group === group)}
              open={fields.some(
                (field) =>
                  field.group === group &&
                  (errors[field.key] !== undefined ||
                    (settings[field.key] ?? "") !== (field.default ?? "")),
              )}
              show={show}
            />
          ))}
          {props.keychain !== undefined && !props.keychain.available && hasSecret(card, state) ? (
            <KeepChoice
              message={props.keychain.message}
              keep={state.keep}
              missing={refused && secretGiven && state.keep === "keychain"}
              dispatch={dispatch}
              onLookAgain={props.onLookAgain}
            />
          ) : null}
        </div>
      )}
      <div className={classes.connect} ref={checks}>
        {state.connection.state === "stale" ? (
          <Note tone="warn" role="status">
            <span>
              Something changed since the last Connect. Connect again to see that it still works.
            </span>
          </Note>
        ) : null}
        <ConnectChecks
          connection={state.connection}
          upstream={card.shelf === "samples" ? "the sample pool" : "AWS"}
        />
        <div className={classes.stored}>
          {state.connection.state === "running" ? (
            <Button variant="default" onClick={work.cancelConnect}>
              Cancel
            </Button>
          ) : (
            <Button
              variant={state.connection.state === "done" ? "default" : "light"}
              leftSection={
                state.connection.state === "none" ? null : (
                  <IconRefresh size="var(--ph-icon-small)" aria-hidden="true" />
                )
              }
              onClick={() => void work.connect()}
            >
              {state.connection.state === "none" ? "Connect" : "Connect again"}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}

function hasSecret(card: ConnectorCard, state: WizardState): boolean {
  return shownFields(card, settingsOf(state)).some((field) => field.kind.type === "secret");
}

/** Fields that most people never open. An error or a value of one's own in them opens them. */
function Group(props: {
  title: string;
  fields: Field[];
  open: boolean;
  show: (field: Field) => React.ReactNode;
}) {
  const [opened, setOpened] = useState(props.open);
  if (props.fields.length === 0) return null;
  return (
    <details
      className={classes.group}
      open={opened || props.open}
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary>{props.title}</summary>
      <div className={classes.groupFields}>{props.fields.map(props.show)}</div>
    </details>
  );
}
