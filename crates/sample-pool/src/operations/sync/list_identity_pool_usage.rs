//! `ListIdentityPoolUsage`: the identity pools that use Cognito Sync, and how much.

use crate::json::seconds;
use crate::operations::call::{Call, Chain, Limit, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;

pub(crate) const OPERATION: Operation = Operation {
    name: "ListIdentityPoolUsage",
    category: Category::SyncRead,
    answer,
};

/// The bounds are assumed; the model has none.
const LIMIT: Limit = Limit {
    member: "maxResults",
    least: 1,
    most: 60,
    default: Some(60),
};

const UPDATED_MS: i64 = 1_751_000_000_000;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    max_results: Option<i64>,
    next_token: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let limit = LIMIT.rows(input.max_results)?;
    let used: Vec<_> = call
        .world
        .identity_pools
        .iter()
        .filter(|pool| pool.configured)
        .collect();
    let chain = Chain {
        rows: "IdentityPoolUsages",
        token_name: "NextToken",
        pool: "",
        of: "",
        limit,
        token: input.next_token.as_deref(),
    };
    let mut answer = call.rows(chain, &used, |pool| {
        // A figure of the right size: adding up what a million identities keep takes too long.
        let identities = pool.read().identities(pool);
        json!({
            "IdentityPoolId": pool.id,
            "SyncSessionsCount": identities * 3,
            "DataStorage": identities * 2_048,
            "LastModifiedDate": seconds(UPDATED_MS),
        })
    })?;
    answer.insert("Count".into(), json!(used.len()));
    answer.insert("MaxResults".into(), json!(limit));
    reply(answer)
}
