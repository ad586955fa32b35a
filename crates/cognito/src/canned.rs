//! Pools that are answered by a function and not by a network, so that millions of replies can be
//! read in a minute. For tests and fuzzing alone: the feature `canned` is off in what is shipped.

use crate::{Credentials, IdentityPool, PoolSource, Speed, UserPool};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use std::fmt;
use std::sync::Arc;

/// A reply as it would stand on the wire.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Its status, such as 200.
    pub status: u16,
    /// What its `content-type` says.
    pub content_type: &'static str,
    /// Its body.
    pub body: Vec<u8>,
}

/// What answers each request, by the operation's name, such as `ListUsers`; for Cognito Sync, which names
/// none, by the request's path.
pub type Answer = dyn Fn(&str) -> Reply + Send + Sync;

impl UserPool {
    /// A pool that `answer` answers for.
    pub fn answered(answer: Arc<Answer>) -> Self {
        Self::open_with(source("eu-west-1_Sample001"), Some(client(answer)))
    }
}

impl IdentityPool {
    /// A pool that `answer` answers for.
    pub fn answered(answer: Arc<Answer>) -> Self {
        Self::open_with(
            source("eu-west-1:00000000-0000-4000-8000-000000000001"),
            Some(client(answer)),
        )
    }
}

fn source(pool_id: &str) -> PoolSource {
    PoolSource {
        pool_id: pool_id.into(),
        region: "eu-west-1".into(),
        endpoint: Some("http://127.0.0.1:9".into()),
        credentials: credentials(),
        speed: Speed::Unlimited,
        network: poolhouse_connector::Network::default(),
    }
}

fn credentials() -> Credentials {
    Credentials::Keys {
        access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
        secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned().into(),
        session_token: None,
    }
}

fn client(answer: Arc<Answer>) -> SharedHttpClient {
    let connector = SharedHttpConnector::new(Canned(answer));
    http_client_fn(move |_, _| connector.clone())
}

struct Canned(Arc<Answer>);

impl fmt::Debug for Canned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Canned").finish_non_exhaustive()
    }
}

impl HttpConnector for Canned {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target");
        let asked = target
            .and_then(|target| target.rsplit('.').next())
            .unwrap_or_else(|| request.uri());
        let Reply {
            status,
            content_type,
            body,
        } = (self.0)(asked);
        let reply = status.try_into().map(|status| {
            let mut reply = HttpResponse::new(status, SdkBody::from(body));
            reply.headers_mut().insert("content-type", content_type);
            reply
        });
        HttpConnectorFuture::ready(reply.map_err(|error| ConnectorError::other(Box::new(error), None)))
    }
}
