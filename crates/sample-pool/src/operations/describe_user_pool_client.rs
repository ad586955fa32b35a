//! `DescribeUserPoolClient`: all about one app client, its secret included.

use super::call::{Call, Operation};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;

pub(crate) const OPERATION: Operation = Operation {
    name: "DescribeUserPoolClient",
    category: Category::PoolClient,
    answer,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
    client_id: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let id = input.client_id.ok_or_else(|| Refusal::missing("clientId"))?;
    let client = pool
        .clients
        .iter()
        .find(|client| client.id == id)
        .ok_or_else(|| Refusal::not_found(format!("User pool client {id} does not exist.")))?;
    Ok(json!({ "UserPoolClient": client.json(&pool.id) })
        .to_string()
        .into_bytes())
}
