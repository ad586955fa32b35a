//! `DescribeIdentityPool`: who may get an identity, and how. The answer is the pool itself, with
//! no member around it.

use crate::clients;
use crate::keys::ACCOUNT;
use crate::operations::call::{Call, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;

pub(crate) const OPERATION: Operation = Operation {
    name: "DescribeIdentityPool",
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
    let mut described = json!({
        "IdentityPoolId": pool.id,
        "IdentityPoolName": pool.name,
        "AllowUnauthenticatedIdentities": pool.configured,
    });
    if !pool.configured {
        return reply(described);
    }
    described["AllowClassicFlow"] = json!(true);
    described["SupportedLoginProviders"] = json!({
        "accounts.google.com": "1example-apps.googleusercontent.example",
        "graph.facebook.com": "1000000000000001",
        "www.amazon.com": "amzn1.application.1example",
    });
    described["DeveloperProviderName"] = json!("login.example.app");
    described["OpenIdConnectProviderARNs"] =
        json!([format!("arn:aws:iam::{ACCOUNT}:oidc-provider/oidc.example.com")]);
    described["CognitoIdentityProviders"] = json!([
        { "ProviderName": pool.user_pool, "ClientId": clients::WEB, "ServerSideTokenCheck": false },
        { "ProviderName": pool.user_pool, "ClientId": clients::MOBILE, "ServerSideTokenCheck": true },
    ]);
    described["SamlProviderARNs"] = json!([format!("arn:aws:iam::{ACCOUNT}:saml-provider/ExampleOkta")]);
    described["IdentityPoolTags"] = json!({ "team": "identity", "note": "naïve ☕ \"quoted\"", "empty": "" });
    reply(described)
}
