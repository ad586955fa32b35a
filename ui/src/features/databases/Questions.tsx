import { Button, Group, Menu, NumberInput, UnstyledButton } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { formatCount, LiveRegion, plural, ToolButton, WarningNotice } from "../../components";
import { type Asked, nothingAsked } from "../../grid";
import {
  asUiError,
  type DataflowId,
  type ReadyQuestion,
  type RunId,
  type TableQuery,
  type UiError,
  useReadyQuestion,
  useReadyQuestions,
} from "../../ipc";
import { areDays, daysIn, MOST_DAYS, questionAddress, tableAsked } from "./addresses";
import classes from "./questions.module.css";

/** What an address asks of a table, by a ready question's title. */
export function useQuestion(dataflow: DataflowId, table: string, run: RunId | null) {
  const [search] = useSearchParams();
  const [, navigate] = useLocation();
  const query = useReadyQuestions(dataflow);
  const title = search.get("question");
  const ready = query.data?.filter((each) => each.table === table) ?? [];
  const found = ready.find((each) => each.title === title);
  const own = found?.days ?? null;
  const wanted = own === null ? null : (daysIn(search) ?? own);
  const isOther = wanted !== own;
  const other = useReadyQuestion(dataflow, table, title ?? "", isOther ? wanted : null);
  const answer = isOther ? other.data : found;
  // Until other days are counted the answer before stays in its place.
  const [last, setLast] = useState<ReadyQuestion | null>(null);
  if (answer && answer !== last) setLast(answer);
  const before = last?.title === title && !other.isLoadingError ? last : undefined;
  const asking = answer ?? (isOther ? before : undefined);
  const failed = query.isLoadingError ? query : other.isLoadingError ? other : null;
  const text = asking && JSON.stringify(asking.query);
  const asked = useMemo((): Asked | null => {
    return text ? { ...nothingAsked, ...(JSON.parse(text) as TableQuery) } : null;
  }, [text]);
  return {
    ready,
    title,
    asked,
    isPending:
      title !== null && (query.isPending || (isOther && other.isPending && before === undefined)),
    /** Whether the address asks what cannot be asked. */
    isUnknown: title !== null && query.isSuccess && found === undefined,
    /** Why there are none to choose from. */
    error: failed ? asUiError(failed.error) : null,
    retry: () => void failed?.refetch(),
    /** The table without it, in the same version. */
    without: tableAsked(dataflow, table, run, ""),
    ask: (question: ReadyQuestion) =>
      navigate(questionAddress(dataflow, table, question.title, run)),
    /** The days that are counted; null where the question counts none. */
    days: wanted,
    /** Those of the rows that are shown: others are still on their way. */
    counted: asking?.days ?? null,
    count: (days: number) => navigate(questionAddress(dataflow, table, title ?? "", run, days)),
  };
}

type Question = ReturnType<typeof useQuestion>;

/** What is often asked of a table, ready to be put to it. */
export function QuestionsMenu(props: { question: Question }) {
  const { ready, error, ask, retry } = props.question;
  if (ready.length === 0 && error === null) return null;
  return (
    <Menu position="bottom-end" width={380} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ToolButton name="Questions" icon={IconHelpCircle} opensMenu />
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {ready.map((question) => (
          <Menu.Item key={question.title} onClick={() => ask(question)}>
            <span className={classes.title}>{question.title}</span>
            <span className={classes.about}>{question.about}</span>
          </Menu.Item>
        ))}
        {error === null ? null : (
          <Menu.Item onClick={retry}>
            <span className={classes.title}>The questions cannot be shown: try again</span>
            <span className={classes.about}>{failureWords(error)}</span>
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function failureWords({ message, hint }: UiError): string {
  return hint ? `${message} ${hint}` : message;
}

/** The days that a question counts, to be changed. */
function Days(props: {
  title: string;
  days: number;
  counted: number | null;
  onCount: (days: number) => void;
}) {
  const [typed, setTyped] = useState<number | string>(props.days);
  const [before, setBefore] = useState(props.days);
  if (before !== props.days) {
    setBefore(props.days);
    setTyped(props.days);
  }
  const days = typeof typed === "number" ? typed : Number.NaN;
  const isSound = areDays(days);
  return (
    <form
      className={classes.days}
      aria-label={`Days of the question ${props.title}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (isSound) props.onCount(days);
      }}
    >
      <span>“{props.title}”, counted in days:</span>
      <NumberInput
        size="xs"
        className={classes.number ?? ""}
        aria-label="Days"
        min={1}
        max={MOST_DAYS}
        clampBehavior="none"
        allowDecimal={false}
        value={typed}
        error={isSound ? null : `1 to ${formatCount(MOST_DAYS)}`}
        onChange={setTyped}
      />
      <Button type="submit" variant="default" size="xs" disabled={!isSound}>
        Apply
      </Button>
      <span role="status" className="ph-hidden-text">
        {props.counted === null ? "" : `${plural(props.counted, "day")} counted`}
      </span>
    </form>
  );
}

/**
 * What is to be known of the question of the address: the days that it counts, or why it is not put, as it is
 * none to this table now or cannot be read.
 */
export function QuestionNotice(props: { table: string; question: Question }) {
  const { title, isUnknown, error, retry, days, counted, count } = props.question;
  return (
    <>
      {title !== null && days !== null && error === null ? (
        <Days title={title} days={days} counted={counted} onCount={count} />
      ) : null}
      <LiveRegion>
        {title !== null && (isUnknown || error) ? (
          <WarningNotice p="xs">
            {isUnknown ? (
              <span>
                There is no question “{title}” to {props.table}: all rows are shown.{" "}
                <Link href={props.question.without} className="ph-link">
                  Forget it
                </Link>
              </span>
            ) : null}
            {error ? (
              <Group justify="space-between" gap="xs">
                <span>
                  All rows are shown: the question “{title}” cannot be read now.{" "}
                  {failureWords(error)}
                </span>
                <Button variant="default" size="xs" onClick={retry}>
                  Try again
                </Button>
              </Group>
            ) : null}
          </WarningNotice>
        ) : null}
      </LiveRegion>
    </>
  );
}

/** The questions to all tables of a database, below their list. */
export function QuestionList(props: { dataflow: DataflowId; run: RunId | null }) {
  const [search] = useSearchParams();
  const { data, isLoadingError, refetch } = useReadyQuestions(props.dataflow);
  if (isLoadingError)
    return (
      <p className={classes.failed}>
        The questions cannot be shown.{" "}
        <UnstyledButton className="ph-link" onClick={() => void refetch()}>
          Try again
        </UnstyledButton>
      </p>
    );
  if (!data || data.length === 0) return null;
  const tables = [...new Set(data.map(({ table }) => table))];
  const asked = search.get("question");
  return (
    <details className={classes.list}>
      <summary>
        Questions <span className={classes.count}>{formatCount(data.length)}</span>
      </summary>
      {tables.map((table) => (
        <div key={table}>
          <h3 className={classes.table}>{table}</h3>
          <ul>
            {data
              .filter((each) => each.table === table)
              .map(({ title, about }) => (
                <li key={title}>
                  <Link
                    href={questionAddress(props.dataflow, table, title, props.run)}
                    className={classes.question ?? ""}
                    title={about}
                    aria-current={asked === title ? "true" : undefined}
                  >
                    {title}
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </details>
  );
}
