//! `DescribeIdentityProvider`: all about one identity provider, its secrets included.

use crate::Feature;
use crate::operations::call::{Call, Operation, reply};
use crate::providers;
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;

pub(crate) const OPERATION: Operation = Operation {
    name: "DescribeIdentityProvider",
    category: Category::PoolResource,
    answer,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
    provider_name: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let name = input
        .provider_name
        .ok_or_else(|| Refusal::missing("providerName"))?;
    let provider = providers::ALL
        .iter()
        .find(|provider| provider.name == name && pool.has(Feature::IdentityProviders))
        .ok_or_else(|| Refusal::not_found(format!("Identity provider {name} does not exist.")))?;
    reply(json!({ "IdentityProvider": provider.json(&pool.id) }))
}
