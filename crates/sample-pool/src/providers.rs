//! The identity providers of the sample pool: those its federated users come from, and an OIDC
//! provider with a name that breaks what is careless.
//!
//! Each has a secret in its details, where AWS has one, so that its being dropped can be tested.

use crate::json::seconds;
use serde_json::{Value, json};

/// An identity provider.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Provider {
    pub(crate) name: &'static str,
    kind: &'static str,
    details: fn() -> Value,
    identifiers: &'static [&'static str],
}

const CREATED_MS: i64 = 1_562_000_000_000;

const CLIENT_SECRET: &str = "sample-provider-secret-that-must-never-be-stored";
const PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    sample+private+key+that+must-never-be-stored+MIGTAgEAMBMGByqGSM49\n\
    -----END PRIVATE KEY-----\n";

/// All of them.
pub(crate) const ALL: [Provider; 6] = [
    Provider {
        name: "Google",
        kind: "Google",
        details: google,
        identifiers: &[],
    },
    Provider {
        name: "Facebook",
        kind: "Facebook",
        details: facebook,
        identifiers: &[],
    },
    Provider {
        name: "SignInWithApple",
        kind: "SignInWithApple",
        details: apple,
        identifiers: &[],
    },
    Provider {
        name: "LoginWithAmazon",
        kind: "LoginWithAmazon",
        details: amazon,
        identifiers: &[],
    },
    Provider {
        name: "ExampleOkta",
        kind: "SAML",
        details: saml,
        identifiers: &["example.com", "example-partner.org"],
    },
    Provider {
        name: "Ключ \"OIDC\" 🔑 =1+1",
        kind: "OIDC",
        details: oidc,
        identifiers: &["oidc-1"],
    },
];

impl Provider {
    /// As the list has it.
    pub(crate) fn summary(&self) -> Value {
        json!({
            "ProviderName": self.name,
            "ProviderType": self.kind,
            "LastModifiedDate": seconds(CREATED_MS + 7_200_375),
            "CreationDate": seconds(CREATED_MS),
        })
    }

    /// As it is described, with all of its secrets.
    pub(crate) fn json(&self, pool_id: &str) -> Value {
        let mut provider = self.summary();
        provider["UserPoolId"] = json!(pool_id);
        provider["ProviderDetails"] = (self.details)();
        provider["AttributeMapping"] = match self.kind {
            "SAML" => json!({
                "email": "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
                "custom:tier": "urn:example:tier",
            }),
            _ => json!({ "email": "email", "username": "sub", "name": "name" }),
        };
        if !self.identifiers.is_empty() {
            provider["IdpIdentifiers"] = json!(self.identifiers);
        }
        provider
    }
}

fn google() -> Value {
    json!({
        "client_id": "1example-apps.googleusercontent.example",
        "client_secret": CLIENT_SECRET,
        "authorize_scopes": "profile email openid",
        "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
        "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
        "attributes_url_add_attributes": "true",
        "oidc_issuer": "https://accounts.google.com",
        "token_request_method": "POST",
        "token_url": "https://www.googleapis.com/oauth2/v4/token",
    })
}

fn facebook() -> Value {
    json!({
        "api_version": "v17.0",
        "client_id": "1000000000000001",
        "client_secret": CLIENT_SECRET,
        "authorize_scopes": "public_profile, email",
        "attributes_url": "https://graph.facebook.com/v17.0/me?fields=",
        "attributes_url_add_attributes": "true",
    })
}

fn apple() -> Value {
    json!({
        "client_id": "com.example.sign-in",
        "team_id": "EXAMPLE001",
        "key_id": "EXAMPLEKEY",
        "private_key": PRIVATE_KEY,
        "authorize_scopes": "public_profile email name",
        "oidc_issuer": "https://appleid.apple.com",
    })
}

fn amazon() -> Value {
    json!({
        "client_id": "amzn1.application-oa2-client.1example",
        "client_secret": CLIENT_SECRET,
        "authorize_scopes": "profile postal_code",
        "attributes_url": "https://api.amazon.com/user/profile",
        "attributes_url_add_attributes": "false",
    })
}

/// Nobody has to keep a private key in the metadata, and somebody will have.
fn saml() -> Value {
    let metadata = format!(
        "<?xml version=\"1.0\"?>\n<md:EntityDescriptor entityID=\"http://www.okta.com/exk1fcia6d6EMsf331d8\">\n\
         <!-- {PRIVATE_KEY} --></md:EntityDescriptor>"
    );
    json!({
        "MetadataFile": metadata,
        "IDPInit": "false",
        "IDPSignout": "true",
        "EncryptedResponses": "true",
        "RequestSigningAlgorithm": "rsa-sha256",
        "SSORedirectBindingURI": "https://example.okta.example/app/sso/saml",
        "SLORedirectBindingURI": "https://example.okta.example/app/slo/saml",
        "ActiveEncryptionCertificate": "MIICsampleCertificateThatIsNoSecret",
        "private_key": PRIVATE_KEY,
    })
}

fn oidc() -> Value {
    json!({
        "client_id": "oidc-client",
        "client_secret": CLIENT_SECRET,
        "attributes_request_method": "GET",
        "attributes_url": "https://oidc.example.com/userinfo",
        "attributes_url_add_attributes": "false",
        "authorize_scopes": "openid email \"quoted\"",
        "authorize_url": "https://oidc.example.com/authorize",
        "jwks_uri": "https://oidc.example.com/jwks.json",
        "oidc_issuer": "https://oidc.example.com",
        "token_url": "https://oidc.example.com/token",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::federation;

    #[test]
    fn federated_users_come_from_providers_that_are_listed() {
        for (name, kind, _) in federation::PROVIDERS {
            assert!(
                ALL.iter()
                    .any(|provider| provider.name == name && provider.kind == kind),
                "{name}"
            );
        }
    }

    #[test]
    fn every_provider_has_a_secret_to_drop() {
        for provider in ALL {
            let described = provider.json("p").to_string();
            assert!(described.contains(crate::SECRET_MARK), "{}", provider.name);
            assert!(
                !provider.summary().to_string().contains(crate::SECRET_MARK),
                "{}",
                provider.name
            );
        }
    }
}
