//! Requests as they are on the wire: signed with `aws-sigv4`, answered with the very JSON.

use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use http::Method;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;
use poolhouse_sample_pool::{Key, SamplePool};
use serde_json::Value;
use std::time::SystemTime;
use tokio::net::TcpStream;

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The exception, with whatever AWS writes behind it.
    pub(crate) kind: Option<String>,
    pub(crate) content_type: String,
    pub(crate) body: Value,
}

impl Answer {
    /// The code of a refusal.
    pub(crate) fn code(&self) -> &str {
        let kind = self.kind.as_deref().unwrap_or("none");
        kind.split(':').next().unwrap_or(kind)
    }

    /// The text of a member, from wherever it is in the answer.
    pub(crate) fn text(&self, pointer: &str) -> &str {
        let found = self.body.pointer(pointer).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("{pointer} is in {self:?}"))
    }

    /// The rows of a page.
    pub(crate) fn rows(&self, name: &str) -> &[Value] {
        let rows = self.body[name].as_array();
        rows.unwrap_or_else(|| panic!("{name} are in {self:?}"))
    }
}

/// Who asks, and which service the requests are signed for.
pub(crate) struct Raw<'a> {
    pub(crate) pool: &'a SamplePool,
    pub(crate) key: Key,
    pub(crate) service: &'static str,
}

impl<'a> Raw<'a> {
    pub(crate) fn new(pool: &'a SamplePool, service: &'static str) -> Self {
        let key = Key::full();
        Self { pool, key, service }
    }

    /// Calls an operation of JSON 1.1.
    pub(crate) async fn post(&self, target: &str, input: &Value) -> Answer {
        let targets = [
            ("x-amz-target", target),
            ("content-type", "application/x-amz-json-1.1"),
        ];
        self.send(Method::POST, "/", &targets, &input.to_string()).await
    }

    /// Calls an operation of identity pools.
    pub(crate) async fn identity(&self, operation: &str, input: &Value) -> Answer {
        self.post(&format!("AWSCognitoIdentityService.{operation}"), input)
            .await
    }

    /// Calls an operation of Cognito Sync.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "").await
    }

    async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let endpoint = self.pool.endpoint();
        let address = endpoint.strip_prefix("http://").expect("plain HTTP");
        let url = format!("{endpoint}{path}");
        let signature = self.signature(&method, &url, headers, body);
        let mut request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("host", address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        for (name, value) in signature {
            request = request.header(name, value);
        }
        let request = request
            .body(Full::new(bytes::Bytes::from(body.to_owned())))
            .expect("a request");
        let stream = TcpStream::connect(address).await.expect("the server listens");
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .expect("a connection");
        let connection = tokio::spawn(connection);
        let response = sender.send_request(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a whole answer").to_bytes();
        drop(sender);
        connection
            .await
            .expect("the connection was waited for")
            .expect("it ends well");
        let header = |name: &str| Some(parts.headers.get(name)?.to_str().expect("plain").to_owned());
        Answer {
            status: parts.status.as_u16(),
            kind: header("x-amzn-errortype"),
            content_type: header("content-type").expect("a type"),
            body: serde_json::from_slice(&body).expect("JSON"),
        }
    }

    fn signature(
        &self,
        method: &Method,
        url: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Vec<(String, String)> {
        let key = &self.key;
        let credentials = aws_credential_types::Credentials::new(
            key.id.clone(),
            key.secret.clone(),
            key.session_token.clone(),
            None,
            "test",
        );
        let identity = Identity::from(credentials);
        #[expect(
            clippy::disallowed_methods,
            reason = "the server's clock is the system's, and a signature goes by it"
        )]
        let now = SystemTime::now();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(self.pool.region())
            .name(self.service)
            .time(now)
            .settings(SigningSettings::default())
            .build()
            .expect("all parameters are given")
            .into();
        let body = SignableBody::Bytes(body.as_bytes());
        let signable = SignableRequest::new(method.as_str(), url, headers.iter().copied(), body);
        let (instructions, _) = sign(signable.expect("a request"), &params)
            .expect("a signature")
            .into_parts();
        let headers = instructions.headers();
        headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}
