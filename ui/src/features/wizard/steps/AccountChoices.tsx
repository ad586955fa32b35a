import { Button, Modal, Skeleton, Stack, Text, UnstyledButton } from "@mantine/core";
import { useRef, useState } from "react";
import { SearchField } from "../../../components/controls";
import { formatCount, plural } from "../../../components/format";
import { asUiError, type Choice, type ConnectorCard, commands, type UiError } from "../../../ipc";
import { missing, settingsToSend, shownFields } from "../rules";
import { settingsOf } from "../selectors";
import type { WizardWork } from "../useWizard";
import classes from "../wizard.module.css";
import { Details } from "./ConnectChecks";

type Listing =
  | { state: "closed" }
  | { state: "asking" }
  | { state: "failed"; error: UiError }
  | { state: "listed"; choices: Choice[] };

/** The user pools of a Region, to choose from where the keys allow that. */
export function AccountChoices(props: { work: WizardWork; card: ConnectorCard }) {
  const { work, card } = props;
  const { state, dispatch } = work;
  const [listing, setListing] = useState<Listing>({ state: "closed" });
  const [search, setSearch] = useState("");
  const [lacking, setLacking] = useState<string | null>(null);
  const asked = useRef(0);

  async function ask() {
    const settings = settingsOf(state);
    const empty = missing(card, settings, state.secrets).filter(
      (problem) => problem.field !== "user_pool_id",
    );
    if (empty.length > 0) {
      const labels = card.fields
        .filter((field) => empty.some((problem) => problem.field === field.key))
        .map((field) => field.label);
      setLacking(`To list the pools, first fill in: ${labels.join(", ")}.`);
      return;
    }
    setLacking(null);
    setSearch("");
    setListing({ state: "asking" });
    asked.current += 1;
    const turn = asked.current;
    const secretKeys = shownFields(card, settings)
      .filter((field) => field.kind.type === "secret")
      .map((field) => field.key);
    // The pool's ID is what is being looked for: a half-typed one must not stand in the way.
    const { user_pool_id: _, ...sent } = settingsToSend(card, settings);
    const answer = await commands
      .sourceChoices(
        card.id,
        sent,
        work.secrets.reveal(secretKeys),
        state.purpose.kind === "edit" ? state.purpose.dataflow.id : null,
      )
      .then((choices): Listing => ({ state: "listed", choices }))
      .catch((thrown): Listing => ({ state: "failed", error: asUiError(thrown) }));
    if (turn === asked.current) setListing(answer);
  }

  function close() {
    asked.current += 1;
    setListing({ state: "closed" });
  }

  const text = search.trim().toLowerCase();
  const shown =
    listing.state === "listed"
      ? listing.choices.filter((choice) =>
          [choice.name, ...Object.values(choice.settings)].some((part) =>
            part.toLowerCase().includes(text),
          ),
        )
      : [];
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        mt="xs"
        className={classes.flush ?? ""}
        onClick={() => void ask()}
      >
        Choose from my account
      </Button>
      {lacking === null ? null : (
        <p className={classes.dim} role="status">
          {lacking}
        </p>
      )}
      <Modal
        opened={listing.state !== "closed"}
        onClose={close}
        title="Choose a user pool"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {listing.state === "asking" ? (
          <Stack gap="sm" role="status" aria-label="Asking AWS for the user pools">
            <Text size="sm">Asking AWS for the user pools of this Region…</Text>
            <Skeleton height={52} animate={false} />
            <Skeleton height={52} animate={false} />
          </Stack>
        ) : null}
        {listing.state === "failed" ? (
          <Stack gap="sm" role="alert">
            <Text fw={600}>{listing.error.message}</Text>
            <Text size="sm">{listing.error.hint}</Text>
            <Details text={listing.error.detail} />
            <Button onClick={() => void ask()}>Try again</Button>
          </Stack>
        ) : null}
        {listing.state === "listed" && listing.choices.length === 0 ? (
          <Text>
            There is no user pool in this Region for this account. Change the Region and try again.
          </Text>
        ) : null}
        {listing.state === "listed" && listing.choices.length > 0 ? (
          <Stack gap="sm">
            <SearchField label="Search user pools" value={search} onChange={setSearch} />
            {shown.length === 0 ? <Text c="dimmed">No user pool matches.</Text> : null}
            <ul className={classes.choices}>
              {shown.map((choice) => (
                <li key={JSON.stringify(choice.settings)}>
                  <UnstyledButton
                    className={classes.choice}
                    onClick={() => {
                      dispatch({ type: "settings_filled", settings: choice.settings });
                      close();
                    }}
                  >
                    <Text fw={600}>{choice.name}</Text>
                    <Text size="sm" c="dimmed">
                      {choice.settings.user_pool_id ?? ""}
                      {choice.rows === null ? "" : ` · about ${plural(choice.rows, "user")}`}
                    </Text>
                  </UnstyledButton>
                </li>
              ))}
            </ul>
            <Text size="sm" c="dimmed" role="status">
              {formatCount(shown.length)} of {plural(listing.choices.length, "user pool")}
            </Text>
          </Stack>
        ) : null}
      </Modal>
    </>
  );
}
