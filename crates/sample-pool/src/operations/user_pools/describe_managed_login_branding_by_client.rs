//! `DescribeManagedLoginBrandingByClient`: the style of the managed sign-in pages of an app
//! client. It is the only way to find a style, as no operation lists them.

use crate::Feature;
use crate::branding;
use crate::operations::call::{Call, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;

pub(crate) const OPERATION: Operation = Operation {
    name: "DescribeManagedLoginBrandingByClient",
    category: Category::PoolResource,
    answer,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
    client_id: Option<String>,
    #[serde(default)]
    return_merged_resources: bool,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let client = pool
        .client(input.client_id.as_deref())?
        .ok_or_else(|| Refusal::missing("clientId"))?;
    let style = branding::ALL
        .iter()
        .find(|style| style.client == client.id && pool.has(Feature::Branding))
        .ok_or_else(|| {
            let id = &client.id;
            Refusal::not_found(format!("Managed login branding for client {id} does not exist."))
        })?;
    reply(json!({ "ManagedLoginBranding": style.json(&pool.id, input.return_merged_resources) }))
}
