//! Whether a request is signed by a key that is known: Signature Version 4.
//!
//! The signature is made again with the `aws-sigv4` crate from what the request says it has
//! signed, and compared. No cryptography is written here. Deliberately absent: presigned
//! URLs and version 4A, which no client of this service uses.

use crate::Key;
use crate::refusal::Refusal;
use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    SessionTokenMode, SignableBody, SignableRequest, SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use http::HeaderMap;
use http::request::Parts;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::time::{Duration, UNIX_EPOCH};

/// How far a request's date may be from the server's.
const TOLERANCE_MS: i64 = 5 * 60 * 1000;

/// The keys that are known, made ready for signing.
#[derive(Debug)]
pub(crate) struct Keyring {
    keys: Vec<(Key, Identity, Identity)>,
    region: String,
}

/// What the `Authorization` header says.
struct Claim<'a> {
    key_id: &'a str,
    date: &'a str,
    region: &'a str,
    service: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

impl Keyring {
    pub(crate) fn new(keys: Vec<Key>, region: &str) -> Self {
        let identity = |key: &Key, token: Option<String>| {
            Identity::from(Credentials::new(
                key.id.clone(),
                key.secret.clone(),
                token,
                None,
                "sample-pool",
            ))
        };
        let keys = keys
            .into_iter()
            .map(|key| {
                let with_token = identity(&key, key.session_token.clone());
                let without = identity(&key, None);
                (key, with_token, without)
            })
            .collect();
        Self {
            keys,
            region: region.to_owned(),
        }
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter().map(|(key, ..)| key)
    }

    /// Answers whose request to a service this is, or why it is refused.
    pub(crate) fn verify(
        &self,
        request: &Parts,
        body: &[u8],
        service: &str,
        now_ms: i64,
    ) -> Result<&Key, Refusal> {
        let authorization = header(&request.headers, "authorization").ok_or_else(|| {
            Refusal::new(
                "MissingAuthenticationTokenException",
                "Missing Authentication Token",
            )
        })?;
        let claim = Claim::parse(authorization)?;
        let date = header(&request.headers, "x-amz-date").ok_or_else(|| {
            incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
        })?;
        let signed_at_ms = check_date(date, now_ms)?;
        if claim.service != service {
            return Err(Refusal::signature(format!(
                "Credential should be scoped to correct service: '{service}'. "
            )));
        }
        if claim.region != self.region {
            return Err(Refusal::signature(
                "Credential should be scoped to a valid region. ",
            ));
        }
        if !date.starts_with(claim.date) {
            return Err(Refusal::signature(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                 '{}' != '{}', from '{date}'.",
                claim.date,
                date.get(..8).unwrap_or(date),
            )));
        }
        let (key, with_token, without_token) = self
            .keys
            .iter()
            .find(|(key, ..)| key.id == claim.key_id && key.active)
            .ok_or_else(Refusal::unknown_key)?;
        let token = header(&request.headers, "x-amz-security-token");
        if token != key.session_token.as_deref() {
            return Err(Refusal::unknown_key());
        }
        let identity = if claim.signs("x-amz-security-token") {
            with_token
        } else {
            without_token
        };
        if self.signature(request, body, &claim, identity, signed_at_ms)? != claim.signature {
            return Err(Refusal::wrong_secret());
        }
        let ran_out = key
            .expires
            .is_some_and(|at| at <= UNIX_EPOCH + Duration::from_millis(now_ms.max(0) as u64));
        if ran_out {
            Err(Refusal::expired_key())
        } else {
            Ok(key)
        }
    }

    fn signature(
        &self,
        request: &Parts,
        body: &[u8],
        claim: &Claim<'_>,
        identity: &Identity,
        signed_at_ms: i64,
    ) -> Result<String, Refusal> {
        let mut settings = SigningSettings::default();
        // Only what the request signed is given; none of it is to be left out again.
        settings.excluded_headers = None;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Enabled;
        settings.session_token_mode = SessionTokenMode::Include;
        let params = v4::SigningParams::builder()
            .identity(identity)
            .region(&self.region)
            .name(claim.service)
            .time(UNIX_EPOCH + Duration::from_millis(signed_at_ms.max(0) as u64))
            .settings(settings)
            .build()
            .expect("BUG: all signing parameters are given")
            .into();
        let host = header(&request.headers, "host").unwrap_or("127.0.0.1");
        let path = request
            .uri
            .path_and_query()
            .map_or("/", http::uri::PathAndQuery::as_str);
        let headers = request
            .headers
            .iter()
            .filter(|(name, _)| claim.signs(name.as_str()))
            .filter_map(|(name, value)| Some((name.as_str(), std::str::from_utf8(value.as_bytes()).ok()?)));
        SignableRequest::new(
            request.method.as_str(),
            format!("http://{host}{path}"),
            headers,
            SignableBody::Bytes(body),
        )
        .and_then(|signable| sign(signable, &params))
        .map(|output| output.signature().to_owned())
        .map_err(|_| Refusal::wrong_secret())
    }
}

impl<'a> Claim<'a> {
    fn parse(authorization: &'a str) -> Result<Self, Refusal> {
        let fields = authorization
            .strip_prefix("AWS4-HMAC-SHA256")
            .ok_or_else(|| incomplete("Authorization header requires 'Credential' parameter."))?;
        let field = |name: &str| {
            fields
                .split(',')
                .find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='))
                .ok_or_else(|| incomplete(format!("Authorization header requires '{name}' parameter.")))
        };
        let credential = field("Credential")?;
        let mut scope = credential.split('/');
        let mut part = || {
            scope.next().filter(|part| !part.is_empty()).ok_or_else(|| {
                incomplete(format!("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'"))
            })
        };
        Ok(Self {
            key_id: part()?,
            date: part()?,
            region: part()?,
            service: part()?,
            signed_headers: field("SignedHeaders")?,
            signature: field("Signature")?,
        })
    }

    fn signs(&self, header: &str) -> bool {
        self.signed_headers.split(';').any(|name| name == header)
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn incomplete(message: impl Into<String>) -> Refusal {
    Refusal::new("IncompleteSignatureException", message)
}

/// Refuses a date that is too far from now, in AWS's words, and answers it.
fn check_date(date: &str, now_ms: i64) -> Result<i64, Refusal> {
    let signed_at_ms = DateTime::strptime("%Y%m%dT%H%M%SZ", date)
        .and_then(|time| time.to_zoned(TimeZone::UTC))
        .map(|time| time.timestamp().as_millisecond())
        .map_err(|_| {
            incomplete(format!(
                "Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601"
            ))
        })?;
    if signed_at_ms < now_ms - TOLERANCE_MS {
        return Err(Refusal::signature(format!(
            "Signature expired: {date} is now earlier than {} ({} - 5 min.)",
            basic(now_ms - TOLERANCE_MS),
            basic(now_ms),
        )));
    }
    if signed_at_ms > now_ms + TOLERANCE_MS {
        return Err(Refusal::signature(format!(
            "Signature not yet current: {date} is still later than {} ({} + 5 min.)",
            basic(now_ms + TOLERANCE_MS),
            basic(now_ms),
        )));
    }
    Ok(signed_at_ms)
}

fn basic(ms: i64) -> String {
    Timestamp::from_millisecond(ms)
        .expect("BUG: the clock is within the years that there are")
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    const SERVICE: &str = "cognito-idp";
    const NOW_MS: i64 = 1_700_000_000_000;
    const BODY: &[u8] = b"{\"UserPoolId\":\"eu-west-1_SamplePool\"}";

    /// A request as a client of `aws-sigv4` signs it.
    fn signed(key: &Key, service: &str) -> Parts {
        let credentials = Credentials::new(key.id.clone(), key.secret.clone(), None, None, "test");
        let identity = Identity::from(credentials);
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region("eu-west-1")
            .name(service)
            .time(UNIX_EPOCH + Duration::from_millis(NOW_MS as u64))
            .settings(SigningSettings::default())
            .build()
            .expect("all parameters are given")
            .into();
        let url = "http://127.0.0.1:8123/";
        let signable = SignableRequest::new("POST", url, std::iter::empty(), SignableBody::Bytes(BODY));
        let (instructions, _) = sign(signable.expect("a request"), &params)
            .expect("a signature")
            .into_parts();
        let mut request = http::Request::post("/")
            .header("host", "127.0.0.1:8123")
            .body(())
            .expect("a request");
        for (name, value) in instructions.headers() {
            let name = http::HeaderName::from_bytes(name.as_bytes()).expect("a name");
            request
                .headers_mut()
                .insert(name, value.parse().expect("a value"));
        }
        request.into_parts().0
    }

    fn code(outcome: Result<&Key, Refusal>) -> &'static str {
        outcome.map_or_else(|refusal| refusal.code, |_| "fine")
    }

    #[test]
    fn a_signature_covers_the_body_the_headers_and_the_service() {
        let keyring = Keyring::new(Key::all(), "eu-west-1");
        let request = signed(&Key::full(), SERVICE);
        assert_eq!(code(keyring.verify(&request, BODY, SERVICE, NOW_MS)), "fine");
        assert_eq!(
            code(keyring.verify(&request, b"{}", SERVICE, NOW_MS)),
            "InvalidSignatureException",
            "another body"
        );

        let mut elsewhere = request.clone();
        elsewhere
            .headers
            .insert("host", HeaderValue::from_static("example.com"));
        assert_eq!(
            code(keyring.verify(&elsewhere, BODY, SERVICE, NOW_MS)),
            "InvalidSignatureException",
            "another host"
        );

        let other = signed(&Key::full(), "cognito-identity");
        assert_eq!(
            code(keyring.verify(&other, BODY, "cognito-identity", NOW_MS)),
            "fine"
        );
        let refusal = keyring
            .verify(&other, BODY, SERVICE, NOW_MS)
            .expect_err("another service");
        assert_eq!(
            refusal.message,
            "Credential should be scoped to correct service: 'cognito-idp'. "
        );
    }

    #[test]
    fn a_date_may_be_five_minutes_off_and_no_more() {
        let keyring = Keyring::new(Key::all(), "eu-west-1");
        let request = signed(&Key::full(), SERVICE);
        for (now_ms, outcome) in [(NOW_MS + 300_000, "fine"), (NOW_MS - 300_000, "fine")] {
            assert_eq!(code(keyring.verify(&request, BODY, SERVICE, now_ms)), outcome);
        }
        let refusal = keyring
            .verify(&request, BODY, SERVICE, NOW_MS + 301_000)
            .expect_err("too late");
        assert_eq!(
            refusal.message,
            "Signature expired: 20231114T221320Z is now earlier than 20231114T221321Z (20231114T221821Z - 5 min.)"
        );
        let refusal = keyring
            .verify(&request, BODY, SERVICE, NOW_MS - 301_000)
            .expect_err("too early");
        assert_eq!(
            refusal.message,
            "Signature not yet current: 20231114T221320Z is still later than 20231114T221319Z \
             (20231114T220819Z + 5 min.)"
        );
    }

    #[test]
    fn a_request_that_is_not_signed_or_half_signed_is_refused() {
        let keyring = Keyring::new(Key::all(), "eu-west-1");
        let mut request = signed(&Key::full(), SERVICE);
        for (authorization, meant) in [
            ("Basic abc", "IncompleteSignatureException"),
            ("AWS4-HMAC-SHA256 Credential=A/B", "IncompleteSignatureException"),
            (
                "AWS4-HMAC-SHA256 Credential=A/20231114/eu-west-1/cognito-idp/aws4_request",
                "IncompleteSignatureException",
            ),
        ] {
            request
                .headers
                .insert("authorization", HeaderValue::from_static(authorization));
            assert_eq!(
                code(keyring.verify(&request, BODY, SERVICE, NOW_MS)),
                meant,
                "{authorization}"
            );
        }
        request.headers.remove("authorization");
        assert_eq!(
            code(keyring.verify(&request, BODY, SERVICE, NOW_MS)),
            "MissingAuthenticationTokenException"
        );
    }
}
