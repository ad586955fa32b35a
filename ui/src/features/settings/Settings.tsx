import { Button, Group, NumberInput, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { IconCircleCheck, IconKeyOff } from "@tabler/icons-react";
import { useId, useState } from "react";
import {
  ErrorState,
  ForeignText,
  formatBytes,
  noticeDone,
  noticeFailure,
  PageHeader,
  Panel,
} from "../../components";
import { FileActions } from "../../export";
import {
  type About,
  type AllPreferences,
  asUiError,
  type Theme,
  useAbout,
  usePreferences,
  useSavePreferences,
} from "../../ipc";
import { Diagnostics } from "./Diagnostics";
import { Licences } from "./Licences";
import { Network } from "./Network";
import classes from "./settings.module.css";

const themes: { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

const MOST_VERSIONS = 100;

function Choices(props: { preferences: AllPreferences }) {
  const { preferences } = props;
  const save = useSavePreferences();
  const [versions, setVersions] = useState<number | string>(preferences.versionsKept);
  const themeId = useId();
  const keep = async (wanted: AllPreferences) => {
    try {
      await save(wanted);
    } catch (error) {
      noticeFailure(asUiError(error));
    }
  };
  const valid =
    typeof versions === "number" &&
    Number.isInteger(versions) &&
    versions >= 1 &&
    versions <= MOST_VERSIONS;
  const saveVersions = async () => {
    if (!valid || versions === preferences.versionsKept) return;
    await keep({ ...preferences, versionsKept: versions });
    noticeDone("Saved", "It applies from the next run of each dataflow.");
  };
  return (
    <>
      <Panel title="Appearance">
        <Text size="sm" fw={600} id={themeId} mb="xs">
          Theme
        </Text>
        <SegmentedControl
          aria-labelledby={themeId}
          data={themes}
          value={preferences.theme}
          transitionDuration={0}
          onChange={(theme) => void keep({ ...preferences, theme: theme as Theme })}
        />
      </Panel>
      <Panel title="Versions">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void saveVersions();
          }}
        >
          <NumberInput
            label="Versions of each database to keep"
            description="Older versions are deleted after a run. What changed in each run stays in the history."
            min={1}
            max={MOST_VERSIONS}
            clampBehavior="none"
            allowDecimal={false}
            value={versions}
            error={valid ? null : `Type a whole number from 1 to ${MOST_VERSIONS}.`}
            onChange={setVersions}
            inputContainer={(input) => (
              <Group align="flex-end">
                <div className={classes.versions}>{input}</div>
                <Button type="submit" disabled={!valid || versions === preferences.versionsKept}>
                  Save
                </Button>
              </Group>
            )}
          />
        </form>
      </Panel>
    </>
  );
}

function Facts(props: { about: About }) {
  const { about } = props;
  const Sign = about.keychain.available ? IconCircleCheck : IconKeyOff;
  return (
    <>
      <Panel title="Data folder" actions={<FileActions path={about.dataFolder} />}>
        <p className={classes.path}>
          <ForeignText text={about.dataFolder} />
        </p>
        <Text size="sm" c="dimmed">
          {formatBytes(about.bytes)} on disk: the databases, the run history and these settings.
          Secrets are not in it.
        </Text>
      </Panel>
      <Panel title="Keychain">
        <p className={classes.keychain} data-available={about.keychain.available}>
          <Sign size="var(--ph-icon)" aria-hidden="true" />
          <span>
            <strong>
              {about.keychain.available
                ? "Secrets are kept in this computer's keychain"
                : "Secrets are not kept"}
            </strong>
            <br />
            {about.keychain.message}
          </span>
        </p>
      </Panel>
      <Panel title="About">
        <Text size="sm">Poolhouse {about.version}</Text>
        <Text size="sm" c="dimmed" className={classes.words ?? ""}>
          Free software under the Apache License 2.0 or the MIT License, as you choose. It is built
          on Tauri, SQLite, the AWS SDK for Rust, React and Mantine, each under its own free
          licence. It is not made by Amazon. Nothing leaves this computer but the calls to AWS.
        </Text>
        <Licences />
      </Panel>
    </>
  );
}

const Waiting = () => (
  <div role="status" aria-label="Loading the settings">
    <Skeleton height={96} mb="md" animate={false} />
    <Skeleton height={96} mb="md" animate={false} />
  </div>
);

/** Settings. */
export function Settings() {
  const preferences = usePreferences();
  const about = useAbout();
  const failed = preferences.error ?? about.error;
  return (
    <div className={classes.page}>
      <PageHeader title="Settings" summary="They are kept on this computer." />
      {preferences.data ? (
        <>
          <Choices preferences={preferences.data} />
          <Network preferences={preferences.data} />
        </>
      ) : null}
      {about.data ? <Facts about={about.data} /> : null}
      <Diagnostics />
      {failed ? (
        <ErrorState
          title="Some settings cannot be shown"
          {...asUiError(failed)}
          action={{
            label: "Try again",
            run: () => {
              void preferences.refetch();
              void about.refetch();
            },
          }}
        />
      ) : preferences.isPending || about.isPending ? (
        <Waiting />
      ) : null}
    </div>
  );
}
