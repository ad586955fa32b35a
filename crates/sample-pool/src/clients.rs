//! The app clients of the sample pool. The first three are the ones that tests name.

use crate::json::seconds;
use serde_json::{Value, json};
use std::borrow::Cow;

/// An app client.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    pub(crate) id: Cow<'static, str>,
    name: Cow<'static, str>,
    /// Some clients have a secret, so that its being dropped can be tested.
    secret: Option<&'static str>,
    machine: bool,
}

/// The client whose people see the pool's own pages, with its own style, terms and risks.
pub(crate) const WEB: &str = "1example23456789web0000001";
/// The client without people.
pub(crate) const SERVER: &str = "2example23456789server0002";
/// Another client with people.
pub(crate) const MOBILE: &str = "3example23456789mobile0003";
const SECRET: &str = "sample-client-secret-that-must-never-be-stored-0001";

const CREATED_MS: i64 = 1_561_000_000_000;

/// So many of them.
pub(crate) fn all(count: u64) -> Vec<Client> {
    let client = |id: &'static str, name: &'static str, secret, machine| Client {
        id: id.into(),
        name: name.into(),
        secret,
        machine,
    };
    let mut clients = vec![
        client(WEB, "web", None, false),
        client(SERVER, "back office \"server\"", Some(SECRET), true),
        client(MOBILE, "モバイル 📱", None, false),
    ];
    clients.truncate(count as usize);
    clients.extend((3..count).map(|number| Client {
        id: format!("{number:07}example23456789more").into(),
        name: format!("=app, no. {number} @home +1").into(),
        secret: number.is_multiple_of(4).then_some(SECRET),
        machine: number.is_multiple_of(4),
    }));
    clients
}

impl Client {
    /// As the list has it.
    pub(crate) fn summary(&self, pool_id: &str) -> Value {
        json!({ "ClientId": self.id, "UserPoolId": pool_id, "ClientName": self.name })
    }

    /// As it is described.
    pub(crate) fn json(&self, pool_id: &str) -> Value {
        let mut client = json!({
            "UserPoolId": pool_id,
            "ClientName": self.name,
            "ClientId": self.id,
            "LastModifiedDate": seconds(CREATED_MS + 3_600_250),
            "CreationDate": seconds(CREATED_MS),
            "RefreshTokenValidity": 30,
            "AccessTokenValidity": 60,
            "IdTokenValidity": 60,
            "TokenValidityUnits": { "AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days" },
            "ReadAttributes": ["email", "email_verified", "name", "custom:tier"],
            "WriteAttributes": ["email", "name"],
            "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
            "AllowedOAuthFlowsUserPoolClient": true,
            "PreventUserExistenceErrors": "ENABLED",
            "EnableTokenRevocation": true,
            "EnablePropagateAdditionalUserContextData": false,
            "AuthSessionValidity": 3,
        });
        let own = if self.machine {
            json!({
                "AllowedOAuthFlows": ["client_credentials"],
                "AllowedOAuthScopes": ["https://api.example.com/orders.read"],
            })
        } else {
            json!({
                "SupportedIdentityProviders": ["COGNITO", "Google", "ExampleOkta"],
                "CallbackURLs": ["https://app.example.com/callback", "http://localhost:3000/"],
                "LogoutURLs": ["https://app.example.com/bye"],
                "DefaultRedirectURI": "https://app.example.com/callback",
                "AllowedOAuthFlows": ["code"],
                "AllowedOAuthScopes": ["openid", "email", "profile"],
            })
        };
        if let (Value::Object(client), Value::Object(own)) = (&mut client, own) {
            client.extend(own);
            if let Some(secret) = self.secret {
                client.insert("ClientSecret".into(), json!(secret));
            }
        }
        client
    }
}
