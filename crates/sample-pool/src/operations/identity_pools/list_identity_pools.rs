//! `ListIdentityPools`: the identity pools of the account in its Region.

use crate::operations::call::{Call, Chain, Limit, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;

pub(crate) const OPERATION: Operation = Operation {
    name: "ListIdentityPools",
    category: Category::IdentityPoolRead,
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
    let chain = Chain {
        rows: "IdentityPools",
        token_name: "NextToken",
        pool: "",
        of: "",
        limit,
        token: input.next_token.as_deref(),
    };
    let answer = call.rows(
        chain,
        &call.world.identity_pools,
        |pool| json!({ "IdentityPoolId": pool.id, "IdentityPoolName": pool.name }),
    )?;
    reply(answer)
}
