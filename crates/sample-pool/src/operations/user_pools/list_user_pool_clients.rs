//! `ListUserPoolClients`: the app clients of a pool, by name.

use crate::operations::call::{Call, Chain, Limit, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;

pub(crate) const OPERATION: Operation = Operation {
    name: "ListUserPoolClients",
    category: Category::PoolClient,
    answer,
};

const LIMIT: Limit = Limit {
    member: "maxResults",
    least: 1,
    most: 60,
    default: Some(60),
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
    let chain = Chain {
        rows: "UserPoolClients",
        token_name: "NextToken",
        pool: &pool.id,
        of: "",
        limit,
        token: input.next_token.as_deref(),
    };
    reply(call.rows(chain, &pool.clients, |client| client.summary(&pool.id))?)
}
