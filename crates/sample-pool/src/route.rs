//! What a request asks for: of which service, which operation, and with which input.
//!
//! JSON 1.1 says it in a header and a body; REST says it in the path and the query, which are
//! made into such a body here, so that all operations read their input alike.

use crate::api::Api;
use crate::operations::{self, Operation};
use bytes::Bytes;
use http::Method;
use http::request::Parts;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A request, understood.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) api: Api,
    /// `None` where no such operation is answered.
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) head: Head,
    /// What the operation reads, as JSON.
    pub(crate) input: Bytes,
}

/// What every request says that has to do with faults, rights and quotas.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Head {
    user_pool_id: Option<String>,
    identity_pool_id: Option<String>,
    identity_id: Option<String>,
    dataset_name: Option<String>,
    pagination_token: Option<String>,
    next_token: Option<String>,
}

impl Head {
    /// Whether the request goes on with a listing.
    pub(crate) fn has_token(&self) -> bool {
        self.pagination_token.is_some() || self.next_token.is_some()
    }

    /// The pool that is meant; `*` where none is named.
    pub(crate) fn pool(&self) -> &str {
        self.user_pool_id
            .as_deref()
            .or(self.identity_pool_id.as_deref())
            .unwrap_or("*")
    }

    /// What is meant, as the last part of an ARN has it.
    pub(crate) fn resource(&self, api: Api) -> String {
        let pool = self.pool();
        match (api, &self.identity_id, &self.dataset_name) {
            (Api::UserPools, ..) => format!("userpool/{pool}"),
            (Api::Sync, Some(identity), Some(dataset)) => {
                format!("identitypool/{pool}/identity/{identity}/dataset/{dataset}")
            }
            (Api::Sync, Some(identity), None) => format!("identitypool/{pool}/identity/{identity}"),
            _ => format!("identitypool/{pool}"),
        }
    }
}

impl Asked {
    /// Reads what a request asks for.
    pub(crate) fn read(parts: &Parts, body: Bytes) -> Self {
        let target = parts
            .headers
            .get("x-amz-target")
            .and_then(|target| target.to_str().ok());
        let (api, name, input) = match target {
            Some(target) => {
                let (api, name) = [Api::UserPools, Api::IdentityPools]
                    .into_iter()
                    .find_map(|api| Some((api, target.strip_prefix(api.target()?)?)))
                    .unwrap_or((Api::UserPools, ""));
                let posted = parts.method == Method::POST;
                (api, if posted { name } else { "" }, body)
            }
            None if parts.uri.path().starts_with("/identitypools") => {
                let (name, input) = rest(parts).unwrap_or_default();
                (Api::Sync, name, input)
            }
            None => (Api::UserPools, "", body),
        };
        Self {
            api,
            operation: operations::find(api, name),
            head: serde_json::from_slice(&input).unwrap_or_default(),
            input,
        }
    }
}

/// The operation that a path and a query name, and what they say as a body.
fn rest(parts: &Parts) -> Option<(&'static str, Bytes)> {
    if parts.method != Method::GET {
        return None;
    }
    let path: Vec<String> = parts.uri.path().split('/').skip(1).map(decoded).collect();
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let (name, labels): (_, &[(&str, &str)]) = match *path {
        ["identitypools"] => ("ListIdentityPoolUsage", &[]),
        ["identitypools", pool, "identities", identity, "datasets"] => (
            "ListDatasets",
            &[("IdentityPoolId", pool), ("IdentityId", identity)],
        ),
        [
            "identitypools",
            pool,
            "identities",
            identity,
            "datasets",
            dataset,
            "records",
        ] => (
            "ListRecords",
            &[
                ("IdentityPoolId", pool),
                ("IdentityId", identity),
                ("DatasetName", dataset),
            ],
        ),
        _ => return None,
    };
    let mut input: Map<String, Value> = labels
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).into()))
        .collect();
    for pair in parts.uri.query().unwrap_or_default().split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = decoded(value);
        // What should be a number and is not stays text, and is refused where it is read.
        let number = |value: String| value.parse::<i64>().map_or(Value::String(value), Value::from);
        match name {
            "maxResults" => input.insert("MaxResults".into(), number(value)),
            "lastSyncCount" => input.insert("LastSyncCount".into(), number(value)),
            "nextToken" => input.insert("NextToken".into(), value.into()),
            "syncSessionToken" => input.insert("SyncSessionToken".into(), value.into()),
            _ => None,
        };
    }
    Some((name, Value::Object(input).to_string().into()))
}

/// Text of a path or a query without its percent signs.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = (first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(hex.unwrap_or(first));
        rest = if hex.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: Method, uri: &str, target: Option<&str>, body: &'static str) -> Asked {
        let mut request = http::Request::builder().method(method).uri(uri);
        if let Some(target) = target {
            request = request.header("x-amz-target", target);
        }
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        Asked::read(&parts, body.into())
    }

    fn name(asked: &Asked) -> &'static str {
        asked.operation.map_or("?", |operation| operation.name)
    }

    #[test]
    fn a_target_names_the_service_and_the_operation() {
        let body = "{\"IdentityPoolId\":\"r:1\",\"NextToken\":\"t\"}";
        let identities = asked(
            Method::POST,
            "/",
            Some("AWSCognitoIdentityService.ListIdentities"),
            body,
        );
        assert_eq!(
            (identities.api, name(&identities)),
            (Api::IdentityPools, "ListIdentities")
        );
        assert!(identities.head.has_token());
        assert_eq!(identities.head.resource(identities.api), "identitypool/r:1");
        let elsewhere = asked(
            Method::POST,
            "/",
            Some("AWSCognitoIdentityProviderService.ListIdentities"),
            body,
        );
        assert_eq!(name(&elsewhere), "?", "no operation of that service");
        let got = asked(
            Method::GET,
            "/",
            Some("AWSCognitoIdentityService.ListIdentities"),
            body,
        );
        assert_eq!(name(&got), "?", "JSON 1.1 is posted");
    }

    #[test]
    fn a_path_and_a_query_become_an_input() {
        let records = asked(
            Method::GET,
            "/identitypools/eu%3A1/identities/eu%3a2/datasets/a.b%3Ac/records?lastSyncCount=7&nextToken=x%2By",
            None,
            "",
        );
        assert_eq!((records.api, name(&records)), (Api::Sync, "ListRecords"));
        let input: Value = serde_json::from_slice(&records.input).expect("JSON");
        let meant = serde_json::json!({
            "IdentityPoolId": "eu:1", "IdentityId": "eu:2", "DatasetName": "a.b:c",
            "LastSyncCount": 7, "NextToken": "x+y",
        });
        assert_eq!(input, meant);
        assert_eq!(
            records.head.resource(Api::Sync),
            "identitypool/eu:1/identity/eu:2/dataset/a.b:c"
        );
        assert_eq!(
            name(&asked(Method::GET, "/identitypools", None, "")),
            "ListIdentityPoolUsage"
        );
        assert_eq!(name(&asked(Method::POST, "/identitypools", None, "")), "?");
        assert_eq!(
            name(&asked(Method::GET, "/identitypools/x/events", None, "")),
            "?"
        );
    }

    #[test]
    fn broken_percent_signs_stay_as_they_are() {
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%zz%2"), "%zz%2");
        assert_eq!(decoded("%F0%9F%A6%8A"), "🦊");
    }
}
