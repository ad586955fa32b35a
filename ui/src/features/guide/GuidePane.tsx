import classes from "./guide.module.css";
import { type PolicyAsk, PolicyText, PolicyWords } from "./Policy";
import { TOPICS, topicForField } from "./topics";
import { AccessKey } from "./topics/AccessKey";
import { Calls } from "./topics/Calls";
import { IdentityPoolId } from "./topics/IdentityPoolId";
import { Network } from "./topics/Network";
import { Region } from "./topics/Region";
import { UserPoolId } from "./topics/UserPoolId";

const WORDS: Record<string, () => React.ReactNode> = {
  "user-pool-id": UserPoolId,
  "identity-pool": IdentityPoolId,
  region: Region,
  "access-key": AccessKey,
  policy: PolicyWords,
  calls: Calls,
  network: Network,
};

/** The guide beside the wizard: for the field that has the focus, and the least policy. */
export function GuidePane(props: { field: string | null; policy: PolicyAsk | null }) {
  const topic = topicForField(props.field);
  const Words = WORDS[topic] ?? UserPoolId;
  const policyFirst = topic === "policy";
  return (
    <div className={classes.pane}>
      {policyFirst && props.policy !== null ? <PolicyText ask={props.policy} /> : null}
      <section aria-label={TOPICS.find(({ id }) => id === topic)?.title}>
        <h2 className={classes.heading}>{TOPICS.find(({ id }) => id === topic)?.title}</h2>
        <Words />
      </section>
      {policyFirst || props.policy === null ? null : (
        <details>
          <summary className={classes.summary}>
            <strong>The least policy</strong> – what to ask an administrator for
          </summary>
          <PolicyText ask={props.policy} />
        </details>
      )}
    </div>
  );
}
