import { Alert, Button, Menu } from "@mantine/core";
import { IconChevronDown, IconHelpCircle } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { formatCount } from "../../components";
import { type DataflowId, type ReadyQuestion, type TableQuery, useReadyQuestions } from "../../ipc";
import { questionAddress, tableAddress } from "./addresses";
import classes from "./questions.module.css";

/** What an address asks of a table, by a ready question's title. */
export function useQuestion(dataflow: DataflowId, table: string) {
  const [search] = useSearchParams();
  const [, navigate] = useLocation();
  // The same question can be asked again, after its filters were changed.
  const [times, setTimes] = useState(0);
  const query = useReadyQuestions(dataflow);
  const title = search.get("question");
  const ready = query.data?.filter((each) => each.table === table) ?? [];
  const found = ready.find((each) => each.title === title);
  const text = found && JSON.stringify(found.query);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another object asks anew
  const asked = useMemo(() => (text ? (JSON.parse(text) as TableQuery) : null), [text, times]);
  return {
    ready,
    title,
    asked,
    isPending: title !== null && query.isPending,
    /** Whether the address asks what cannot be asked. */
    isUnknown: title !== null && query.isSuccess && found === undefined,
    ask: (question: ReadyQuestion) => {
      setTimes(times + 1);
      navigate(questionAddress(dataflow, table, question.title));
    },
  };
}

/** What is often asked of a table, ready to be put to it. */
export function QuestionsMenu(props: {
  questions: ReadyQuestion[];
  onAsk: (question: ReadyQuestion) => void;
}) {
  if (props.questions.length === 0) return null;
  return (
    <Menu position="bottom-end" width={380} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconHelpCircle size="var(--ph-icon-small)" aria-hidden="true" />}
          rightSection={<IconChevronDown size={12} aria-hidden="true" />}
        >
          Questions
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {props.questions.map((question) => (
          <Menu.Item key={question.title} onClick={() => props.onAsk(question)}>
            <span className={classes.title}>{question.title}</span>
            <span className={classes.about}>{question.about}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Says that an address asks what cannot be asked of this table now. */
export function UnknownQuestion(props: { dataflow: DataflowId; table: string; title: string }) {
  return (
    <Alert role="status" color="var(--ph-warn)" variant="outline" p="xs">
      <span>
        There is no question “{props.title}” to {props.table}: all rows are shown.{" "}
        <Link href={tableAddress(props.dataflow, props.table)} className="ph-link">
          Forget it
        </Link>
      </span>
    </Alert>
  );
}

/** The questions to all tables of a database, below their list. */
export function QuestionList(props: { dataflow: DataflowId }) {
  const [search] = useSearchParams();
  const { data } = useReadyQuestions(props.dataflow);
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
                    href={questionAddress(props.dataflow, table, title)}
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
