//! `AdminListUserAuthEvents`: what a user did to sign in, the latest first.

use crate::Feature;
use crate::operations::call::{Call, Chain, Limit, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use crate::sign_ins;
use serde::Deserialize;
use serde_json::Value;

pub(crate) const OPERATION: Operation = Operation {
    name: "AdminListUserAuthEvents",
    category: Category::UserResource,
    answer,
};

/// The default is assumed; AWS names none.
const LIMIT: Limit = Limit {
    member: "maxResults",
    least: 0,
    most: 60,
    default: Some(25),
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
    username: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

/// The refusal of what needs threat protection. The code is that of the model; the words are
/// ours.
pub(super) fn no_threat_protection() -> Refusal {
    Refusal::new(
        "UserPoolAddOnNotEnabledException",
        "User pool add-ons are not enabled.",
    )
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let limit = LIMIT.rows(input.max_results)?;
    if !pool.has(Feature::ThreatProtection) {
        return Err(no_threat_protection());
    }
    let user = pool.user(input.username.as_deref())?;
    let chain = Chain {
        rows: "AuthEvents",
        token_name: "NextToken",
        pool: &pool.id,
        of: &user.sub,
        limit,
        token: input.next_token.as_deref(),
    };
    reply(call.rows(chain, &sign_ins::of(pool, &user), Value::clone)?)
}
