//! `ListIdentityProviders`: where users may come from, by name.

use crate::Feature;
use crate::operations::call::{Call, Chain, Limit, Operation, reply};
use crate::providers::{self, Provider};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;

pub(crate) const OPERATION: Operation = Operation {
    name: "ListIdentityProviders",
    category: Category::PoolResource,
    answer,
};

const LIMIT: Limit = Limit {
    member: "maxResults",
    least: 0,
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
    let providers: &[Provider] = if pool.has(Feature::IdentityProviders) {
        &providers::ALL
    } else {
        &[]
    };
    let chain = Chain {
        rows: "Providers",
        token_name: "NextToken",
        pool: &pool.id,
        of: "",
        limit,
        token: input.next_token.as_deref(),
    };
    reply(call.rows(chain, providers, Provider::summary)?)
}
