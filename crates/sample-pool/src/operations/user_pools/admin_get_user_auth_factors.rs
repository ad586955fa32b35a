//! `AdminGetUserAuthFactors`: how a user may sign in, and with which second factors.

use crate::operations::call::{Call, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;

pub(crate) const OPERATION: Operation = Operation {
    name: "AdminGetUserAuthFactors",
    category: Category::UserRead,
    answer,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
    username: Option<String>,
}

/// Second factors and first factors that go together: preferred, all, first.
type Factors = (
    Option<&'static str>,
    &'static [&'static str],
    &'static [&'static str],
);

const FACTORS: [Factors; 6] = [
    (None, &[], &["PASSWORD"]),
    (
        Some("SOFTWARE_TOKEN_MFA"),
        &["SOFTWARE_TOKEN_MFA"],
        &["PASSWORD", "SOFTWARE_TOKEN"],
    ),
    (
        Some("SMS_MFA"),
        &["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"],
        &["PASSWORD", "SMS_OTP", "EMAIL_OTP", "SOFTWARE_TOKEN"],
    ),
    (None, &["EMAIL_OTP"], &["EMAIL_OTP"]),
    (None, &[], &["PASSWORD", "WEB_AUTHN"]),
    // Nothing at all: a user who comes from an identity provider has none of it.
    (None, &[], &[]),
];

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let user = pool.user(input.username.as_deref())?;
    let (preferred, second, first) = if user.status == "EXTERNAL_PROVIDER" {
        FACTORS[5]
    } else {
        pool.population.draw(user.number, "factors").one_of(&FACTORS)
    };
    let mut answer = json!({ "Username": user.username });
    if let Some(preferred) = preferred {
        answer["PreferredMfaSetting"] = json!(preferred);
    }
    if !second.is_empty() {
        answer["UserMFASettingList"] = json!(second);
    }
    if !first.is_empty() {
        answer["ConfiguredUserAuthFactors"] = json!(first);
    }
    reply(answer)
}
