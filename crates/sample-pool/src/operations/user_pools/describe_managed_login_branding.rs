//! `DescribeManagedLoginBranding`: a style of the managed sign-in pages, by its ID.

use crate::Feature;
use crate::branding;
use crate::operations::call::{Call, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;

pub(crate) const OPERATION: Operation = Operation {
    name: "DescribeManagedLoginBranding",
    category: Category::PoolResource,
    answer,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
    managed_login_branding_id: Option<String>,
    #[serde(default)]
    return_merged_resources: bool,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let id = input
        .managed_login_branding_id
        .ok_or_else(|| Refusal::missing("managedLoginBrandingId"))?;
    let style = branding::ALL
        .iter()
        .find(|style| style.id == id && pool.has(Feature::Branding))
        .ok_or_else(|| Refusal::not_found(format!("Managed login branding {id} does not exist.")))?;
    reply(json!({ "ManagedLoginBranding": style.json(&pool.id, input.return_merged_resources) }))
}
