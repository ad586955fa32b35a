//! `ListIdentities`: the identities of a pool. Those that are hidden, and those that were
//! deleted meanwhile, leave their pages short or empty, with a token.

use crate::operations::call::{Call, Limit, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use crate::token::Place;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) const OPERATION: Operation = Operation {
    name: "ListIdentities",
    category: Category::IdentityList,
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
    identity_pool_id: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
    #[serde(default)]
    hide_disabled: bool,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.identity_pool(input.identity_pool_id.as_deref())?;
    let limit = LIMIT.rows(input.max_results)?;
    let of = if input.hide_disabled { "enabled" } else { "" };
    let listing = call.listing(&pool.id, of, limit);
    let from = call.place(&listing, input.next_token.as_deref())?.position;
    let changes = pool.read();
    let end = changes.end(pool);
    let stop = end.min(from + limit as u64);
    let identities: Vec<Value> = (from..stop)
        .filter_map(|position| changes.at(pool, position))
        .filter(|identity| !(input.hide_disabled && identity.disabled))
        .map(|identity| identity.json())
        .collect();
    let next = (stop < end).then_some(Place {
        position: stop,
        after_empty: false,
    });
    let mut answer = json!({ "IdentityPoolId": pool.id, "Identities": identities });
    if let Some(next) = call.token(&listing, next, input.next_token.as_deref()) {
        answer["NextToken"] = json!(next);
    }
    reply(answer)
}
