//! `ListGroups`: the groups of a pool.

use crate::operations::call::{Call, Chain, Limit, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;

pub(crate) const OPERATION: Operation = Operation {
    name: "ListGroups",
    category: Category::PoolResource,
    answer,
};

const LIMIT: Limit = Limit {
    member: "limit",
    least: 0,
    most: 60,
    default: Some(60),
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
    limit: Option<i64>,
    next_token: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let limit = LIMIT.rows(input.limit)?;
    let chain = Chain {
        rows: "Groups",
        token_name: "NextToken",
        pool: &pool.id,
        of: "",
        limit,
        token: input.next_token.as_deref(),
    };
    reply(call.rows(chain, &pool.groups, |group| group.json(&pool.id))?)
}
