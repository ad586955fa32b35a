import { Title } from "@mantine/core";
import { Link } from "wouter";
import { PageHeader } from "../../components";
import classes from "./guide.module.css";
import { PolicyTopic } from "./Policy";
import { TOPICS, type TopicId, topicOf } from "./topics";
import { AccessKey } from "./topics/AccessKey";
import { Calls } from "./topics/Calls";
import { Columns } from "./topics/Columns";
import { Complete } from "./topics/Complete";
import { IdentityPoolId } from "./topics/IdentityPoolId";
import { Network } from "./topics/Network";
import { Region } from "./topics/Region";
import { Tables } from "./topics/Tables";
import { UserPoolId } from "./topics/UserPoolId";

/** The pages behind the wizard's help. All of it works with no network. */
export function Guide(props: { topic?: string }) {
  const topic = topicOf(props.topic);
  return (
    <>
      <PageHeader
        title="Setup guide"
        summary="What AWS asks for, where to find it, what an import costs, and how to trust it. All of it reads offline."
      />
      <div className={classes.page}>
        <nav aria-label="Topics">
          <ul className={classes.topics}>
            {TOPICS.map(({ id, title }) => (
              <li key={id}>
                <Link
                  href={`/guide/${id}`}
                  className={classes.topic ?? ""}
                  aria-current={id === topic ? "page" : undefined}
                >
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <article className={classes.sheet} aria-labelledby="guide-topic">
          <Title order={2} size="h4" mb="md" id="guide-topic">
            {TOPICS.find(({ id }) => id === topic)?.title}
          </Title>
          <TopicWords topic={topic} />
        </article>
      </div>
    </>
  );
}

function TopicWords(props: { topic: TopicId }) {
  switch (props.topic) {
    case "user-pool-id":
      return <UserPoolId />;
    case "identity-pool":
      return <IdentityPoolId />;
    case "region":
      return <Region />;
    case "access-key":
      return <AccessKey />;
    case "policy":
      return <PolicyTopic />;
    case "tables":
      return <Tables />;
    case "calls":
      return <Calls />;
    case "complete":
      return <Complete />;
    case "columns":
      return <Columns />;
    case "network":
      return <Network />;
  }
}
