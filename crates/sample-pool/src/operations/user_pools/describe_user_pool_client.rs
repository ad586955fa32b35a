//! `DescribeUserPoolClient`: all about one app client, its secret included.

use crate::operations::call::{Call, Operation, reply};
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
    let client = pool
        .client(input.client_id.as_deref())?
        .ok_or_else(|| Refusal::missing("clientId"))?;
    reply(json!({ "UserPoolClient": client.json(&pool.id) }))
}
