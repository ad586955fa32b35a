/** The connectors of the fake: the words are near the real ones, the truth is in the crates. */
import type { Column, ConnectorCard, Field, PersonalData, Table } from "../bindings";

function column(original: string, personal: PersonalData, kind: Column["kind"] = "text"): Column {
  return { original, kind, personal };
}

const DISCOVERED_BY: Record<string, string[]> = {
  ListUsersInGroup: ["ListGroups"],
  AdminListUserAuthEvents: ["ListUsers"],
  ListRecords: ["ListIdentities"],
};

function table(
  id: string,
  summary: string,
  reading: string,
  key: string[],
  isDefault: boolean,
  columns: Column[],
): Table {
  return {
    id,
    summary,
    reading,
    columns,
    key,
    discoveredBy: DISCOVERED_BY[reading] ?? [],
    person: key.find((name) => name === "sub" || name === "identity_id") ?? null,
    default: isDefault,
  };
}

const sub = column("sub", "identifier");

export const fakeTables: Table[] = [
  table("users", "One row a user, with every attribute as a column.", "ListUsers", ["sub"], true, [
    sub,
    column("username", "identifier"),
    column("email", "email"),
    column("name", "name"),
    column("phone_number", "phone"),
    column("custom:tier", "free_text"),
    column("enabled", "none", "boolean"),
    column("created_at", "none", "timestamp"),
  ]),
  table("user_attributes", "One row a user and attribute.", "ListUsers", ["sub", "name"], true, [
    sub,
    column("name", "none"),
    column("value", "free_text"),
  ]),
  table(
    "user_identities",
    "Sign-ins through other providers.",
    "ListUsers",
    ["sub", "provider"],
    true,
    [sub, column("provider", "none"), column("user_id", "identifier")],
  ),
  table("groups", "One row a group of the pool.", "ListGroups", ["name"], true, [
    column("name", "none"),
    column("description", "free_text"),
    column("precedence", "none", "number"),
  ]),
  table("group_members", "Who is in which group.", "ListUsersInGroup", ["group", "sub"], true, [
    column("group", "none"),
    sub,
  ]),
  table("user_pool", "The pool's own settings, in one row.", "DescribeUserPool", ["id"], true, [
    column("id", "none"),
    column("settings", "none", "json"),
  ]),
  table(
    "schema_attributes",
    "The attributes that users can have.",
    "DescribeUserPool",
    ["name"],
    true,
    [column("name", "none"), column("kind", "none")],
  ),
  table("app_clients", "The apps that sign in to the pool.", "ListUserPoolClients", ["id"], true, [
    column("id", "none"),
    column("name", "none"),
  ]),
  table(
    "user_sign_ins",
    "When and where from each person signed in; a call or more for every user.",
    "AdminListUserAuthEvents",
    ["sub", "event_id"],
    false,
    [sub, column("event_id", "none"), column("ip_address", "identifier")],
  ),
];

const identity = column("identity_id", "identifier");

/** Those of an identity pool. */
export const fakeIdentityTables: Table[] = [
  table(
    "identities",
    "Everybody who has an identity in the pool.",
    "ListIdentities",
    ["identity_id"],
    true,
    [identity, column("created_at", "none", "timestamp")],
  ),
  table(
    "identity_logins",
    "The providers that each identity signs in with.",
    "ListIdentities",
    ["identity_id", "login"],
    true,
    [identity, column("login", "none")],
  ),
  table(
    "identity_pool",
    "The pool's own settings, one row.",
    "DescribeIdentityPool",
    ["pool_id"],
    true,
    [column("pool_id", "none")],
  ),
  table(
    "sync_records",
    "What Cognito Sync keeps; a call for every identity.",
    "ListRecords",
    ["identity_id", "key"],
    false,
    [identity, column("key", "free_text")],
  ),
];

function field(part: Partial<Field> & Pick<Field, "key" | "label" | "help">): Field {
  return {
    kind: { type: "text" },
    group: "main",
    shownWhen: null,
    default: null,
    required: true,
    ...part,
  };
}

const ownKeys = { key: "sign_in", anyOf: ["keys", "temporary"] };

export const cognitoFields: Field[] = [
  field({
    key: "user_pool_id",
    label: "User Pool ID",
    help: "In the AWS console: Amazon Cognito, User pools, the pool's row. It looks like eu-west-1_AbCdEfGhI.",
  }),
  field({
    key: "region",
    label: "Region",
    help: "The part of the User Pool ID before the underscore, such as eu-west-1.",
  }),
  field({
    key: "access_key_id",
    label: "Access key ID",
    help: "Twenty letters and digits that begin with AKIA, or ASIA for temporary keys.",
    shownWhen: ownKeys,
  }),
  field({
    key: "secret_access_key",
    label: "Secret access key",
    help: "Forty characters. AWS shows it once, when the key is made.",
    kind: { type: "secret" },
    shownWhen: ownKeys,
  }),
  field({
    key: "sign_in",
    label: "Sign in with",
    help: "How Poolhouse signs in to AWS.",
    group: "sign_in",
    default: "keys",
    kind: {
      type: "choice",
      choices: [
        { value: "keys", label: "Access key", help: "" },
        { value: "temporary", label: "Temporary keys", help: "With a session token; they expire." },
        {
          value: "profile",
          label: "Profile of this computer",
          help: "From the AWS configuration.",
        },
      ],
    },
  }),
  field({
    key: "session_token",
    label: "Session token",
    help: "Comes with the temporary keys, a long text.",
    kind: { type: "secret" },
    group: "sign_in",
    shownWhen: { key: "sign_in", anyOf: ["temporary"] },
  }),
  field({
    key: "profile",
    label: "Profile",
    help: "A name from the AWS configuration of this computer.",
    group: "sign_in",
    default: "default",
    shownWhen: { key: "sign_in", anyOf: ["profile"] },
  }),
  field({
    key: "endpoint",
    label: "Endpoint address",
    help: "Leave it empty for AWS. Otherwise https, or http on this computer only.",
    group: "advanced",
    required: false,
  }),
  field({
    key: "speed",
    label: "Speed",
    help: "How much of AWS's limit Poolhouse may use.",
    group: "advanced",
    default: "gentle",
    kind: {
      type: "choice",
      choices: [
        { value: "gentle", label: "Gentle", help: "A third of AWS's limit." },
        { value: "balanced", label: "Balanced", help: "Two thirds of it." },
        { value: "full", label: "Full", help: "All of it: for quiet hours." },
      ],
    },
  }),
];

export const fakeConnectors: ConnectorCard[] = [
  {
    id: "cognito-user-pool",
    name: "AWS Cognito user pool",
    summary: "Users, groups and settings of a Cognito user pool.",
    shelf: "services",
    fields: cognitoFields,
    tables: fakeTables,
  },
  {
    id: "cognito-identity-pool",
    name: "AWS Cognito identity pool",
    summary: "The identities of an identity pool, and the roles they get.",
    shelf: "services",
    fields: [
      field({
        key: "identity_pool_id",
        label: "Identity Pool ID",
        help: "In the AWS console: Amazon Cognito, Identity pools. It looks like eu-west-1:0a1b2c3d-….",
      }),
      ...cognitoFields.filter(({ key }) => key !== "user_pool_id"),
    ],
    tables: fakeIdentityTables,
  },
  {
    id: "sample-pool",
    name: "Sample user pool",
    summary: "250 made-up users. No AWS account and no internet needed.",
    shelf: "samples",
    fields: [],
    tables: fakeTables,
  },
];

export const fakePolicy = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["cognito-idp:DescribeUserPool", "cognito-idp:ListUsers"],
        Resource: "arn:aws:cognito-idp:eu-west-1:*:userpool/eu-west-1_AbCdEfGhI",
      },
    ],
  },
  null,
  2,
);
