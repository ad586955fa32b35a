//! `ListGroups`: the groups of a pool.

use super::call::{Call, Limit, Operation};
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
    let groups: Vec<_> = pool.groups.iter().map(|group| group.json(&pool.id)).collect();
    call.rows("Groups", &groups, &pool.id, limit, input.next_token.as_deref())
}
