//! `GetUserPoolMfaConfig`: second factors and passkeys.

use crate::Feature;
use crate::keys::ACCOUNT;
use crate::operations::call::{Call, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;

pub(crate) const OPERATION: Operation = Operation {
    name: "GetUserPoolMfaConfig",
    category: Category::PoolResource,
    answer,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    if !pool.has(Feature::Mfa) {
        return reply(json!({ "MfaConfiguration": "OFF" }));
    }
    reply(json!({
        "MfaConfiguration": "OPTIONAL",
        "SmsMfaConfiguration": {
            "SmsAuthenticationMessage": "Ваш код: {####} 📟",
            "SmsConfiguration": {
                "SnsCallerArn": format!("arn:aws:iam::{ACCOUNT}:role/service-role/sample-sms"),
                "ExternalId": "5a3b1c00-example-external-id",
                "SnsRegion": call.world.region,
            },
        },
        "SoftwareTokenMfaConfiguration": { "Enabled": true },
        "EmailMfaConfiguration": {
            "Message": "Your \"code\" is {####}\n<b>Keep it</b>",
            "Subject": "Your code, please",
        },
        "WebAuthnConfiguration": { "RelyingPartyId": "auth.example.com", "UserVerification": "preferred" },
    }))
}
