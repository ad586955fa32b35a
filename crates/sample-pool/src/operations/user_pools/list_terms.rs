//! `ListTerms`: the terms of use and privacy policies of a pool.

use crate::Feature;
use crate::operations::call::{Call, Chain, Limit, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use crate::terms::{self, Terms};
use serde::Deserialize;

/// The category is assumed: AWS's list of quotas does not have the operation.
pub(crate) const OPERATION: Operation = Operation {
    name: "ListTerms",
    category: Category::PoolResource,
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
    let terms: &[Terms] = if pool.has(Feature::Terms) {
        &terms::ALL
    } else {
        &[]
    };
    let chain = Chain {
        rows: "Terms",
        token_name: "NextToken",
        pool: &pool.id,
        of: "",
        limit,
        token: input.next_token.as_deref(),
    };
    reply(call.rows(chain, terms, Terms::summary)?)
}
