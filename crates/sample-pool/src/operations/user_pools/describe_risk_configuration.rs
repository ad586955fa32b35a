//! `DescribeRiskConfiguration`: what threat protection does, for the pool or for an app client.

use super::admin_list_user_auth_events::no_threat_protection;
use crate::Feature;
use crate::clients;
use crate::json::seconds;
use crate::keys::ACCOUNT;
use crate::operations::call::{Call, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) const OPERATION: Operation = Operation {
    name: "DescribeRiskConfiguration",
    category: Category::PoolResource,
    answer,
};

const UPDATED_MS: i64 = 1_736_000_000_500;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
    client_id: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let client = pool.client(input.client_id.as_deref())?;
    if !pool.has(Feature::ThreatProtection) {
        return Err(no_threat_protection());
    }
    let settings = match client {
        None => of_the_pool(&pool.id, &call.world.region),
        Some(client) if client.id == clients::WEB => json!({
            "UserPoolId": pool.id,
            "ClientId": client.id,
            "CompromisedCredentialsRiskConfiguration": { "Actions": { "EventAction": "NO_ACTION" } },
            "LastModifiedDate": seconds(UPDATED_MS + 60_000),
        }),
        // A client that has nothing of its own. That the answer is empty, and not the pool's
        // settings nor a refusal, is assumed.
        Some(_) => json!({}),
    };
    reply(json!({ "RiskConfiguration": settings }))
}

fn of_the_pool(pool_id: &str, region: &str) -> Value {
    let email = |subject: &str| {
        json!({
            "Subject": subject,
            "HtmlBody": "<!DOCTYPE html>\n<p>A sign-in from {ip-address} \"{city}\" 🔐</p>",
            "TextBody": "A sign-in from {ip-address}",
        })
    };
    json!({
        "UserPoolId": pool_id,
        "CompromisedCredentialsRiskConfiguration": {
            "EventFilter": ["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"],
            "Actions": { "EventAction": "BLOCK" },
        },
        "AccountTakeoverRiskConfiguration": {
            "NotifyConfiguration": {
                "From": "\"Security, Example\" <security@example.com>",
                "ReplyTo": "no-reply@example.com",
                "SourceArn": format!("arn:aws:ses:{region}:{ACCOUNT}:identity/security@example.com"),
                "BlockEmail": email("Blocked sign-in"),
                "NoActionEmail": email("New sign-in"),
                "MfaEmail": email("A code was asked for"),
            },
            "Actions": {
                "LowAction": { "Notify": false, "EventAction": "NO_ACTION" },
                "MediumAction": { "Notify": true, "EventAction": "MFA_IF_CONFIGURED" },
                "HighAction": { "Notify": true, "EventAction": "BLOCK" },
            },
        },
        "RiskExceptionConfiguration": {
            "BlockedIPRangeList": ["192.0.2.0/24", "2001:db8:bad::/48"],
            "SkippedIPRangeList": ["198.51.100.7/32"],
        },
        "LastModifiedDate": seconds(UPDATED_MS),
    })
}
