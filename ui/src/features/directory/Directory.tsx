import { Button } from "@mantine/core";
import { IconBuilding, IconUsers, IconUsersMinus } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import {
  EmptyState,
  ErrorState,
  ForeignText,
  Loaded,
  noticeFailure,
  PageHeader,
  plural,
} from "../../components";
import {
  type About,
  type Ask,
  fromAddress,
  type OnForget,
  RowsView,
  searchOf,
  useAsked,
  useForgetting,
  useLastAsked,
} from "../../grid";
import { asUiError, type Directory as People, type StoredColumn, useDirectory } from "../../ipc";
import classes from "./directory.module.css";
import { Person } from "./Person";
import { Tree } from "./Tree";
import { addressOf, type Choice, everyone, type Found, find, nodesOf, placeOf } from "./tree";

/** The columns that say who somebody is; the others are one menu away. */
const SHOWN = [
  "given_name",
  "family_name",
  "email",
  "groups",
  "active",
  "phone_number",
  "also_in",
  "name",
  "organization",
  "database",
];
const noColumns: StoredColumn[] = [];
/** Dataflows without an organization that are named at most. */
const NAMED = 5;

/** Where dataflows name no organization: how to set one. */
function WithoutOrganization(props: { found: Found }) {
  const { organization, dataflow } = props.found;
  if (organization?.name !== "") return null;
  const all = dataflow ? [dataflow] : organization.dataflows;
  return (
    <p className={classes.without}>
      <IconBuilding size="var(--ph-icon-small)" aria-hidden="true" />
      <span>
        To set an organization, edit{" "}
        {all.slice(0, NAMED).map((each, place) => (
          <span key={each.dataflow}>
            {place > 0 ? ", " : ""}
            <Link href={`/imports/${each.dataflow}/edit`}>{each.name}</Link>
          </span>
        ))}
        {all.length > NAMED ? ` or ${plural(all.length - NAMED, "other")}` : ""}.
      </span>
    </p>
  );
}

function Split(props: { directory: People; choice: Choice; sent: number }) {
  const { directory, choice } = props;
  const [, goTo] = useLocation();
  const last = useLastAsked();
  const [sought, setSought] = useState("");
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const found = useMemo(() => find(directory, choice), [directory, choice]);
  const nodes = useMemo(
    () => nodesOf(directory, sought, choice, turned),
    [directory, sought, choice, turned],
  );
  const { asked, ask } = useAsked(addressOf(choice), {});
  // Who comes back asks it again; what a link asked for was of one person.
  const place = addressOf(everyone);
  const byHand = useRef(new Set([last.questions.get(place)]));
  const askAndKeep: Ask = (wanted, how) => {
    byHand.current.add(searchOf({}, wanted).slice(1));
    ask(wanted, how);
  };
  const words = searchOf({}, asked).slice(1);
  useEffect(() => {
    if (words === "") last.questions.delete(place);
    else if (byHand.current.has(words)) last.questions.set(place, words);
  }, [last, place, words]);
  const about = useCallback<About>(
    (columns, cells, place) => (
      <Person directory={directory} columns={columns} cells={cells} place={place} />
    ),
    [directory],
  );
  const forgetting = useForgetting();
  // Who stands in a row is forgotten in the database that has it.
  const forget: OnForget = (person, done, columns, cells) => {
    const name = cells[columns.findIndex((each) => each.name === "database")] ?? "";
    const home = placeOf(directory, name);
    if (home) forgetting.forget(home.dataflow.dataflow, person, done);
    else
      noticeFailure({
        message: `There is no database ${name} in the directory now.`,
        hint: "Its dataflow was renamed or removed. Search for the person again.",
      });
  };
  const names = [
    found?.organization?.name === "" ? "No organization" : (found?.organization?.name ?? null),
    found?.dataflow ? found.dataflow.displayName || found.dataflow.name : null,
    choice.group,
  ].filter((name) => name !== null);
  const name = names.at(-1) ?? "Everyone";
  return (
    <div className={classes.split}>
      <Tree
        nodes={nodes}
        chosen={addressOf({
          organization: found?.organization?.name ?? null,
          dataflow: found?.dataflow?.name ?? null,
          group: found ? choice.group : null,
        })}
        search={sought}
        onSearch={setSought}
        // What is asked stays, from one choice to the next.
        onChoose={(node) => goTo(addressOf(node.choice) + searchOf({}, asked))}
        onTurn={(which, isOpen) =>
          setTurned(new Map([...turned, ...which.map(({ key }) => [key, isOpen] as const)]))
        }
      />
      {found ? (
        <section className={classes.people} aria-label={`People of ${name}`}>
          <h2 className={classes.chosen}>
            {names.length === 0 ? "Everyone" : null}
            {names.map((each, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a way down, told by its depth
              <span key={place}>
                {place > 0 ? <span className={classes.dim}> › </span> : null}
                <ForeignText text={each} />
              </span>
            ))}
          </h2>
          <RowsView
            subject={found.subject}
            name={name}
            remembered="directory"
            columns={noColumns}
            areCertain={false}
            edition={`${found.edition} ${forgetting.edition}`}
            shownFirst={SHOWN}
            asked={asked}
            ask={askAndKeep}
            sent={props.sent}
            about={about}
            onForget={forget}
            leftOut={directory.leftOut}
            notice={<WithoutOrganization found={found} />}
            empty={
              found.people === null ? (
                <EmptyState
                  icon={IconUsersMinus}
                  title="Who is in which group was not imported"
                  actions={
                    <Button component={Link} href={`/imports/${found.dataflow?.dataflow}/edit`}>
                      Edit {found.dataflow?.name}
                    </Button>
                  }
                >
                  Choose the table of group members there, and run it again.
                </EmptyState>
              ) : (
                <EmptyState icon={IconUsers} title={`Nobody is in ${name}`}>
                  The last run found no people here.
                </EmptyState>
              )
            }
          />
        </section>
      ) : (
        <EmptyState
          icon={IconUsersMinus}
          title="Not in the directory now"
          actions={
            <Button component={Link} href="/directory" variant="default">
              Show everyone
            </Button>
          }
        >
          There is no such organization, dataflow or group in what was imported last.
        </EmptyState>
      )}
    </div>
  );
}

function Body(props: { directory: People; choice: Choice; sent: number; onRetry: () => void }) {
  const { directory } = props;
  if (directory.organizations.length > 0) return <Split {...props} />;
  if (directory.leftOut.length > 0)
    return (
      <ErrorState
        title="No database can be read now"
        message={directory.leftOut.join(" ")}
        action={{ label: "Try again", run: props.onRetry }}
      />
    );
  return (
    <EmptyState
      icon={IconUsers}
      title="Nobody here yet"
      actions={
        <Button component={Link} href="/imports">
          Go to Imports
        </Button>
      }
    >
      The directory shows the people of all your dataflows in one place, by organization and group,
      and finds anyone by any of their attributes. The first run that imports users fills it.
    </EmptyState>
  );
}

/** The parts of the address after the place itself, as they stand there. */
function choiceIn(address: string): Choice {
  const parts = address.split("/").filter((part) => part !== "");
  const [organization = null, dataflow = null, group = null] = parts.map(fromAddress);
  return { organization, dataflow, group };
}

/** Everybody of all databases: by organization, dataflow and group. */
export function Directory(props: {
  /** The address below the place: an organization, a dataflow, a group. */
  address: string;
  /** Counts how often one came here to find somebody. */
  sent: number;
}) {
  const query = useDirectory();
  const directory = query.data;
  const choice = useMemo(() => choiceIn(props.address), [props.address]);
  const people = directory?.organizations.reduce((sum, each) => sum + each.people, 0) ?? 0;
  const databases =
    directory?.organizations.reduce((sum, each) => sum + each.dataflows.length, 0) ?? 0;
  return (
    <div className={classes.page}>
      <PageHeader
        title="Directory"
        summary={
          people > 0
            ? `${plural(people, "person", "people")} in ${plural(databases, "database")}, as imported last. Who is in several counts in each.`
            : "The people of all databases together, by organization and group."
        }
      />
      <Loaded query={query} error={asUiError(query.error)} what="the directory">
        {(found, again) => (
          <Body directory={found} choice={choice} sent={props.sent} onRetry={again} />
        )}
      </Loaded>
    </div>
  );
}
