//! `ListResourceServers`: the APIs that access tokens are made for, each with its scopes.

use crate::Feature;
use crate::operations::call::{Call, Chain, Limit, Operation, reply};
use crate::pool::Pool;
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) const OPERATION: Operation = Operation {
    name: "ListResourceServers",
    category: Category::PoolResource,
    answer,
};

/// The one listing of the service whose pages end at fifty.
const LIMIT: Limit = Limit {
    member: "maxResults",
    least: 1,
    most: 50,
    default: Some(50),
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let limit = LIMIT.rows(input.max_results)?;
    let servers = if pool.has(Feature::ResourceServers) {
        servers(pool)
    } else {
        Vec::new()
    };
    let chain = Chain {
        rows: "ResourceServers",
        token_name: "NextToken",
        pool: &pool.id,
        of: "",
        limit,
        token: input.next_token.as_deref(),
    };
    reply(call.rows(chain, &servers, Value::clone)?)
}

fn servers(pool: &Pool) -> Vec<Value> {
    let scope = |name: &str, description: &str| json!({ "ScopeName": name, "ScopeDescription": description });
    vec![
        json!({
            "UserPoolId": pool.id,
            "Identifier": "https://api.example.com",
            "Name": "Orders",
            "Scopes": [
                scope("orders.read", "Read orders"),
                scope("orders.write", "Place \"orders\",\nchange 🛒 and cancel them"),
                scope("=1+1", "=HYPERLINK(\"http://example.com\")"),
            ],
        }),
        json!({
            "UserPoolId": pool.id,
            "Identifier": "inventory",
            "Name": "=1+1,\n@stock",
            "Scopes": [scope("count", "Count")],
        }),
        // One without a scope has no list of them either.
        json!({ "UserPoolId": pool.id, "Identifier": "urn:example:no-scopes", "Name": "No scopes" }),
    ]
}
