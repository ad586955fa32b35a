//! `ListUserPools`: the pools of the account in its Region.

use super::describe_user_pool::{CREATED_MS, UPDATED_MS};
use crate::json::seconds;
use crate::operations::call::{Call, Chain, Limit, Operation, reply};
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
    most: 60,
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
    let pools: Vec<_> = call.world.pools.iter().filter(|pool| !pool.read().gone).collect();
    let chain = Chain {
        rows: "UserPools",
        token_name: "NextToken",
        pool: "",
        of: "",
        limit,
        token: input.next_token.as_deref(),
    };
    let answer = call.rows(chain, &pools, |pool| {
        json!({
            "Id": pool.id,
            "Name": pool.name,
            "LambdaConfig": {},
            "LastModifiedDate": seconds(UPDATED_MS),
            "CreationDate": seconds(CREATED_MS),
        })
    })?;
    reply(answer)
}
