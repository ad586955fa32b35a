//! `GetUICustomization`: the style of the classic sign-in pages, of an app client or of all.
//!
//! A client without a style of its own has that of all clients, and a pool without any answers
//! with an empty object.

use crate::Feature;
use crate::clients;
use crate::json::seconds;
use crate::operations::call::{Call, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;

pub(crate) const OPERATION: Operation = Operation {
    name: "GetUICustomization",
    category: Category::PoolResource,
    answer,
};

const CREATED_MS: i64 = 1_565_000_000_000;
/// What the service calls all clients together.
const ALL: &str = "ALL";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
    client_id: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let client = pool.client(input.client_id.as_deref().filter(|id| *id != ALL))?;
    if !pool.has(Feature::Branding) {
        return reply(json!({ "UICustomization": {} }));
    }
    let of = if client.is_some_and(|client| client.id == clients::WEB) {
        clients::WEB
    } else {
        ALL
    };
    let mut style = json!({
        "UserPoolId": pool.id,
        "ClientId": of,
        "CSS": ".logo-customizable { max-width: 60%; }\n.label-customizable::after { content: \"→ 🎨 </style>\"; }",
        "CSSVersion": "20190128172214",
        "LastModifiedDate": seconds(CREATED_MS + 1_234),
        "CreationDate": seconds(CREATED_MS),
    });
    if of == ALL {
        style["ImageUrl"] = json!(format!(
            "https://d111111abcdef8.cloudfront.net/{}/{of}/20190128172214/assets/images/image.jpg",
            pool.id
        ));
    }
    reply(json!({ "UICustomization": style }))
}
