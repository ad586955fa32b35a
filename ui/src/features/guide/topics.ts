/** The pages of the guide, and which of them helps with which field. Pure. */

export const TOPICS = [
  { id: "user-pool-id", title: "Find the User Pool ID" },
  { id: "identity-pool", title: "Find the Identity Pool ID" },
  { id: "region", title: "Find the Region" },
  { id: "access-key", title: "Create an access key" },
  { id: "policy", title: "The least policy" },
  { id: "tables", title: "What each table holds" },
  { id: "calls", title: "What it costs in calls" },
  { id: "complete", title: "Is the import complete?" },
  { id: "columns", title: "When columns change" },
  { id: "network", title: "Proxy and certificates" },
] as const;

export type TopicId = (typeof TOPICS)[number]["id"];

/** The page of an address; the first one for an address that names none. */
export function topicOf(address: string | undefined): TopicId {
  return TOPICS.find((topic) => topic.id === address)?.id ?? TOPICS[0].id;
}

const HELPS: Record<string, TopicId> = {
  user_pool_id: "user-pool-id",
  identity_pool_id: "identity-pool",
  region: "region",
  access_key_id: "access-key",
  secret_access_key: "access-key",
  sign_in: "access-key",
  session_token: "access-key",
  profile: "access-key",
  endpoint: "network",
  speed: "calls",
  policy: "policy",
};

/** The page that helps with a field of the wizard. */
export function topicForField(field: string | null): TopicId {
  return HELPS[field ?? ""] ?? "user-pool-id";
}
