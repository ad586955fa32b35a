//! `ListDatasets`: what an identity keeps, without the records.

use super::identity;
use crate::operations::call::{Call, Chain, Limit, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) const OPERATION: Operation = Operation {
    name: "ListDatasets",
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

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    identity_pool_id: Option<String>,
    identity_id: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let limit = LIMIT.rows(input.max_results)?;
    let (pool, identity) = identity(
        call,
        input.identity_pool_id.as_deref(),
        input.identity_id.as_deref(),
    )?;
    let datasets = pool.read().datasets(pool, identity.number);
    let chain = Chain {
        rows: "Datasets",
        token_name: "NextToken",
        pool: &pool.id,
        of: &identity.id,
        limit,
        token: input.next_token.as_deref(),
    };
    let mut answer = call.rows(chain, &datasets, |dataset| dataset.json(&identity.id))?;
    let count = answer["Datasets"].as_array().map_or(0, Vec::len);
    answer.insert("Count".into(), Value::from(count));
    reply(json!(answer))
}
