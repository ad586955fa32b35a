//! The terms of use and privacy policies that people accept when they sign up for an app client.

use crate::clients;
use crate::json::seconds;
use serde_json::{Value, json};

/// Terms of an app client.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) id: &'static str,
    client: &'static str,
    name: &'static str,
    links: &'static [(&'static str, &'static str)],
}

const CREATED_MS: i64 = 1_760_000_000_125;

/// All of them.
pub(crate) const ALL: [Terms; 3] = [
    Terms {
        id: "7e2f1a00-0001-4a5b-8c6d-000000000001",
        client: clients::WEB,
        name: "terms-of-use",
        links: &[
            ("cognito:default", "https://example.com/terms"),
            (
                "cognito:german",
                "https://example.com/de/nutzungsbedingungen?a=1&b=\"2\"",
            ),
            ("cognito:chinese-simplified", "https://example.com/条款"),
        ],
    },
    Terms {
        id: "7e2f1a00-0002-4a5b-8c6d-000000000002",
        client: clients::WEB,
        name: "privacy-policy",
        links: &[("cognito:default", "https://example.com/privacy")],
    },
    Terms {
        id: "7e2f1a00-0003-4a5b-8c6d-000000000003",
        client: clients::MOBILE,
        name: "terms-of-use",
        links: &[("cognito:default", "https://example.com/mobile/terms")],
    },
];

impl Terms {
    /// As the list has them.
    pub(crate) fn summary(&self) -> Value {
        json!({
            "TermsId": self.id,
            "TermsName": self.name,
            "Enforcement": "NONE",
            "CreationDate": seconds(CREATED_MS),
            "LastModifiedDate": seconds(CREATED_MS + 86_400_000),
        })
    }

    /// As they are described.
    pub(crate) fn json(&self, pool_id: &str) -> Value {
        let mut terms = self.summary();
        let links: serde_json::Map<String, Value> = self
            .links
            .iter()
            .map(|&(language, link)| (language.to_owned(), json!(link)))
            .collect();
        terms["UserPoolId"] = json!(pool_id);
        terms["ClientId"] = json!(self.client);
        terms["TermsSource"] = json!("LINK");
        terms["Links"] = Value::Object(links);
        terms
    }
}
