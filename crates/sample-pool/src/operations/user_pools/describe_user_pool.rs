//! `DescribeUserPool`: the pool's settings and schema.

use super::describe_user_pool_domain::{CUSTOM, PREFIX};
use crate::Feature;
use crate::json::seconds;
use crate::keys::ACCOUNT;
use crate::operations::call::{Call, Operation, reply};
use crate::pool::Pool;
use crate::quota::Category;
use crate::refusal::Refusal;
use crate::schema::SchemaAttribute;
use crate::world::World;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) const OPERATION: Operation = Operation {
    name: "DescribeUserPool",
    category: Category::PoolRead,
    answer,
};

pub(crate) const CREATED_MS: i64 = 1_546_300_800_123;
pub(crate) const UPDATED_MS: i64 = 1_735_689_600_456;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    reply(json!({ "UserPool": describe(pool, call.world) }))
}

fn describe(pool: &Pool, world: &World) -> Value {
    let changes = pool.read();
    let schema: Vec<Value> = changes.schema.iter().map(SchemaAttribute::json).collect();
    let mut described = json!({
        "Id": pool.id,
        "Name": pool.name,
        "Arn": world.arn(&pool.id),
        "CreationDate": seconds(CREATED_MS),
        "LastModifiedDate": seconds(UPDATED_MS),
        "EstimatedNumberOfUsers": changes.estimate.unwrap_or_else(|| changes.users(pool)),
        "SchemaAttributes": schema,
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": 12,
                "RequireUppercase": true,
                "RequireLowercase": true,
                "RequireNumbers": true,
                "RequireSymbols": false,
                "PasswordHistorySize": 0,
                "TemporaryPasswordValidityDays": 7,
            },
            "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD"] },
        },
        "DeletionProtection": "ACTIVE",
        "LambdaConfig": {},
        "AutoVerifiedAttributes": ["email"],
        "AliasAttributes": ["preferred_username"],
        "VerificationMessageTemplate": {
            "DefaultEmailOption": "CONFIRM_WITH_CODE",
            "EmailMessage": "Your code is {####} 📬",
            "EmailSubject": "Your code",
        },
        "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": ["email"] },
        "MfaConfiguration": if changes.has(Feature::Mfa) { "OPTIONAL" } else { "OFF" },
        "EmailConfiguration": { "EmailSendingAccount": "COGNITO_DEFAULT" },
        "UserPoolTags": {},
        "AdminCreateUserConfig": {
            "AllowAdminCreateUserOnly": false,
            "UnusedAccountValidityDays": 7,
            "InviteMessageTemplate": {
                "EmailSubject": "Welcome",
                "EmailMessage": "Hello {username}, your password is {####}",
            },
        },
        "UsernameConfiguration": { "CaseSensitive": true },
        "AccountRecoverySetting": {
            "RecoveryMechanisms": [
                { "Priority": 1, "Name": "verified_email" },
                { "Priority": 2, "Name": "verified_phone_number" },
            ],
        },
        "UserPoolTier": if changes.has(Feature::ThreatProtection) { "PLUS" } else { "ESSENTIALS" },
    });
    let function = |name: &str| format!("arn:aws:lambda:{}:{ACCOUNT}:function:{name}", world.region);
    let mut put = |feature: Feature, name: &str, value: Value| {
        if changes.has(feature) {
            described[name] = value;
        }
    };
    put(
        Feature::Triggers,
        "LambdaConfig",
        json!({
            "PreSignUp": function("sample-pre-sign-up"),
            "PostConfirmation": function("sample-post-confirmation"),
            "PreTokenGeneration": function("sample-tokens"),
            "PreTokenGenerationConfig": { "LambdaVersion": "V2_0", "LambdaArn": function("sample-tokens") },
        }),
    );
    put(
        Feature::DeviceTracking,
        "DeviceConfiguration",
        json!({ "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": true }),
    );
    put(
        Feature::ThreatProtection,
        "UserPoolAddOns",
        json!({ "AdvancedSecurityMode": "ENFORCED" }),
    );
    put(
        Feature::Tags,
        "UserPoolTags",
        json!({ "team": "identity", "cost centre": "4711", "note": "naïve ☕" }),
    );
    put(Feature::Domains, "Domain", json!(PREFIX));
    put(Feature::Domains, "CustomDomain", json!(CUSTOM));
    described
}
