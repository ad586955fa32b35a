//! `GetPrincipalTagAttributeMap`: which claims of a provider's tokens become tags of a session.
//!
//! A provider without such a map is refused with `ResourceNotFoundException`, as programs that
//! audit real accounts expect it to be.

use crate::operations::call::{Call, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;

pub(crate) const OPERATION: Operation = Operation {
    name: "GetPrincipalTagAttributeMap",
    category: Category::IdentityPoolRead,
    answer,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    identity_pool_id: Option<String>,
    identity_provider_name: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.identity_pool(input.identity_pool_id.as_deref())?;
    let provider = input
        .identity_provider_name
        .ok_or_else(|| Refusal::missing("identityProviderName"))?;
    let (defaults, tags) = match provider.as_str() {
        "accounts.google.com" if pool.configured => (true, json!({ "client": "aud", "username": "sub" })),
        name if pool.configured && name == pool.user_pool => (
            false,
            json!({ "tier": "custom:tier", "cost centre": "custom:centre", "note \"☕\"": "cognito:groups" }),
        ),
        _ => {
            return Err(Refusal::not_found(
                "No principal tags exist for this identity provider.",
            ));
        }
    };
    reply(json!({
        "IdentityPoolId": pool.id,
        "IdentityProviderName": provider,
        "UseDefaults": defaults,
        "PrincipalTags": tags,
    }))
}
