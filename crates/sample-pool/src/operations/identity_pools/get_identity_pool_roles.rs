//! `GetIdentityPoolRoles`: which role of IAM an identity gets. A pool without roles answers with
//! its ID alone.

use crate::clients;
use crate::keys::ACCOUNT;
use crate::operations::call::{Call, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) const OPERATION: Operation = Operation {
    name: "GetIdentityPoolRoles",
    category: Category::IdentityPoolRead,
    answer,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    identity_pool_id: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.identity_pool(input.identity_pool_id.as_deref())?;
    if !pool.configured {
        return reply(json!({ "IdentityPoolId": pool.id }));
    }
    let mut mappings = serde_json::Map::new();
    mappings.insert(
        format!("{}:{}", pool.user_pool, clients::WEB),
        json!({ "Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole" }),
    );
    mappings.insert(
        format!("{}:{}", pool.user_pool, clients::MOBILE),
        json!({
            "Type": "Rules",
            "AmbiguousRoleResolution": "Deny",
            "RulesConfiguration": {
                "Rules": [
                    rule("custom:tier", "Equals", "gold", "gold"),
                    rule("email", "Contains", "@\"example\".org,\n🦊", "example"),
                    rule("cognito:groups", "StartsWith", "=1+1", "formula"),
                    rule("isAdmin", "NotEqual", "true", "everybody-else"),
                ],
            },
        }),
    );
    mappings.insert("graph.facebook.com".into(), json!({ "Type": "Token" }));
    reply(json!({
        "IdentityPoolId": pool.id,
        "Roles": { "authenticated": role("signed-in"), "unauthenticated": role("guest") },
        "RoleMappings": mappings,
    }))
}

fn role(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/sample-{name}")
}

fn rule(claim: &str, kind: &str, value: &str, to: &str) -> Value {
    json!({ "Claim": claim, "MatchType": kind, "Value": value, "RoleARN": role(to) })
}
