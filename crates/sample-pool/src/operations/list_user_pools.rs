//! `ListUserPools`: the pools of the account in its Region.

use super::call::{Call, Limit, Operation};
use super::describe_user_pool::{CREATED_MS, UPDATED_MS};
use crate::json::seconds;
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;

pub(crate) const OPERATION: Operation = Operation {
    name: "ListUserPools",
    category: Category::PoolRead,
    answer,
};

const LIMIT: Limit = Limit {
    member: "maxResults",
    least: 1,
    default: None,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    max_results: Option<i64>,
    next_token: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let limit = LIMIT.rows(input.max_results)?;
    let pools: Vec<_> = call
        .world
        .pools
        .iter()
        .filter(|pool| !pool.read().gone)
        .map(|pool| {
            json!({
                "Id": pool.id,
                "Name": pool.name,
                "LambdaConfig": {},
                "LastModifiedDate": seconds(UPDATED_MS),
                "CreationDate": seconds(CREATED_MS),
            })
        })
        .collect();
    call.rows("UserPools", &pools, "", limit, input.next_token.as_deref())
}
