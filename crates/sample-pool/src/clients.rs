//! The app clients of the sample pool.

use crate::json::seconds;
use serde_json::{Value, json};

/// An app client.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Client {
    pub(crate) id: &'static str,
    name: &'static str,
    /// One client has a secret, so that its being dropped can be tested.
    secret: Option<&'static str>,
    machine: bool,
}

const CREATED_MS: i64 = 1_561_000_000_000;

/// All of them.
pub(crate) const ALL: [Client; 3] = [
    Client {
        id: "1example23456789web0000001",
        name: "web",
        secret: None,
        machine: false,
    },
    Client {
        id: "2example23456789server0002",
        name: "back office \"server\"",
        secret: Some("sample-client-secret-that-must-never-be-stored-0001"),
        machine: true,
    },
    Client {
        id: "3example23456789mobile0003",
        name: "モバイル 📱",
        secret: None,
        machine: false,
    },
];

impl Client {
    /// As the list has it.
    pub(crate) fn summary(self, pool_id: &str) -> Value {
        json!({ "ClientId": self.id, "UserPoolId": pool_id, "ClientName": self.name })
    }

    /// As it is described.
    pub(crate) fn json(self, pool_id: &str) -> Value {
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
