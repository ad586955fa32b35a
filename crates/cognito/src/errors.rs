//! The SDK's errors as the contract's, by code and type and never by text. Called by every reading.
//!
//! Deliberately absent: retry, and AWS's words where they can carry a secret (the refusal of a
//! signature quotes the request, session token included).

use crate::client::ASKED_AT;
use crate::network::ByProxy;
use crate::operation::Operation;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::dns::ResolveDnsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::date_time::{DateTime, Format};
use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
use jiff::civil;
use poolhouse_connector::{ErrorKind, ReadError};
use std::error::Error;
use std::io;

/// From this difference on, a refused signature is the clock's fault: AWS allows five minutes,
/// and the reply's date is a little later than the request's.
const SKEW_SECONDS: i64 = 240;

/// What failed: the operation, and whether it went on from a page token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    pub(crate) operation: Operation,
    pub(crate) resumed: bool,
}

impl Call {
    pub(crate) fn first(operation: Operation) -> Self {
        Self {
            operation,
            resumed: false,
        }
    }

    /// An error of this call that AWS did not tell, but that its answer shows.
    pub(crate) fn error(self, kind: ErrorKind, message: &str) -> ReadError {
        tracing::debug!(operation = self.operation.name, ?kind, "a call failed");
        ReadError::new(kind, self.operation.name, message)
    }

    /// An answer that lacks what it must have: a reply cut short, or no reply of Cognito's.
    pub(crate) fn lacks(self, what: &str) -> ReadError {
        self.error(ErrorKind::Malformed, &format!("the answer has no {what}"))
    }

    /// The SDK's error as ours.
    pub(crate) fn failed<E>(self, error: &SdkError<E, HttpResponse>) -> ReadError
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        match error {
            SdkError::ServiceError(refused) => {
                let reply = refused.raw();
                let refusal = refused.err();
                match refusal.code() {
                    Some(code) => self.refused(code, refusal.message(), reply),
                    None => self.unreadable(reply, None),
                }
            }
            SdkError::ResponseError(broken) => {
                let kind = error.source().and_then(transport);
                self.unreadable(broken.raw(), kind)
            }
            SdkError::TimeoutError(_) => self.error(ErrorKind::Timeout, "no answer in time"),
            SdkError::DispatchFailure(failure) => {
                if let Some(kind) = error.source().and_then(transport) {
                    return self.error(kind, &words_of(error));
                }
                if find::<CredentialsError>(error).is_some() {
                    return self.error(ErrorKind::Profile, &without_keys(error));
                }
                let kind = if failure.is_timeout() {
                    ErrorKind::Timeout
                } else {
                    ErrorKind::Broken
                };
                self.error(kind, &words_of(error))
            }
            SdkError::ConstructionFailure(_) => {
                if find::<CredentialsError>(error).is_some() {
                    return self.error(ErrorKind::Profile, &without_keys(error));
                }
                self.error(ErrorKind::BadParameter, &words_of(error))
            }
            _ => self.error(ErrorKind::Malformed, "an unknown failure of the SDK"),
        }
    }

    fn refused(self, code: &str, message: Option<&str>, reply: &HttpResponse) -> ReadError {
        let kind = self.kind_of(code, reply);
        let message = match kind {
            ErrorKind::WrongSecret | ErrorKind::ClockWrong { .. } => "AWS refused the signature",
            _ => message.unwrap_or("AWS gave no reason"),
        };
        self.error(kind, message)
            .with_reply(Some(code.to_owned()), request_id(reply))
    }

    fn kind_of(self, code: &str, reply: &HttpResponse) -> ErrorKind {
        let skew = seconds_ahead(reply);
        let skewed = skew.is_some_and(|seconds| seconds.abs() >= SKEW_SECONDS);
        let clock = ErrorKind::ClockWrong { seconds_ahead: skew };
        match code {
            "UnrecognizedClientException"
            | "InvalidClientTokenId"
            | "InvalidAccessKeyId"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException" => ErrorKind::UnknownKey,
            "InvalidSignatureException" | "SignatureDoesNotMatch" | "RequestExpired" if skewed => clock,
            "InvalidSignatureException"
            | "SignatureDoesNotMatch"
            | "IncompleteSignature"
            | "IncompleteSignatureException" => ErrorKind::WrongSecret,
            "RequestTimeTooSkewed" | "RequestInTheFuture" => clock,
            "ExpiredTokenException" | "ExpiredToken" | "RequestExpired" => ErrorKind::ExpiredKeys,
            "AccessDeniedException"
            | "AccessDenied"
            | "NotAuthorizedException"
            | "NotAuthorizedError"
            | "UnauthorizedOperation"
            | "OptInRequired"
            | "SubscriptionRequiredException" => ErrorKind::Forbidden {
                action: self.operation.action(),
            },
            // Cognito Sync's own names for these are without their ending.
            "ResourceNotFoundException" | "ResourceNotFound" => ErrorKind::NotFound,
            "InvalidParameterException" | "InvalidParameter" | "ValidationException" | "ValidationError"
                if self.resumed =>
            {
                ErrorKind::StaleCursor
            }
            "TooManyRequestsException"
            | "TooManyRequests"
            | "ThrottlingException"
            | "Throttling"
            | "ThrottledException"
            | "LimitExceededException"
            | "RequestLimitExceeded"
            | "RequestThrottled"
            | "RequestThrottledException"
            | "SlowDown" => ErrorKind::Throttled,
            "InternalErrorException"
            | "InternalError"
            | "InternalFailure"
            | "InternalServerError"
            | "ServiceUnavailable"
            | "ServiceUnavailableException" => ErrorKind::UpstreamFault,
            "UnknownOperationException" => ErrorKind::NotTheService,
            _ => match reply.status().as_u16() {
                429 => ErrorKind::Throttled,
                500.. => ErrorKind::UpstreamFault,
                _ => ErrorKind::BadParameter,
            },
        }
    }

    /// A reply without an error code of Cognito's: `transport` is the break in the connection
    /// that cut it short, where there was one.
    fn unreadable(self, reply: &HttpResponse, transport: Option<ErrorKind>) -> ReadError {
        let status = reply.status().as_u16();
        let sort = reply.headers().get("content-type").unwrap_or("none");
        let kind = match (status, transport) {
            (_, Some(kind)) => kind,
            (407, _) => ErrorKind::Proxy,
            (429, _) => ErrorKind::Throttled,
            (500.., _) => ErrorKind::UpstreamFault,
            (300..400, _) => ErrorKind::NotTheService,
            _ if is_not_json(reply) => ErrorKind::NotTheService,
            _ => ErrorKind::Malformed,
        };
        let message = format!("status {status}, content type {sort}, no answer of Cognito's");
        self.error(kind, &message).with_reply(None, request_id(reply))
    }
}

/// Whether something other than a JSON object came, such as the sign-in page of a hotel.
fn is_not_json(reply: &HttpResponse) -> bool {
    let first = reply
        .body()
        .bytes()
        .and_then(|body| body.iter().find(|byte| !byte.is_ascii_whitespace()));
    first.is_some_and(|&byte| byte != b'{')
}

fn request_id(reply: &HttpResponse) -> Option<String> {
    let headers = reply.headers();
    headers
        .get("x-amzn-requestid")
        .or_else(|| headers.get("x-amz-request-id"))
        .map(str::to_owned)
}

/// By how much this computer's clock is ahead of the reply's date.
fn seconds_ahead(reply: &HttpResponse) -> Option<i64> {
    let theirs = DateTime::from_str(reply.headers().get("date")?, Format::HttpDate).ok()?;
    let asked = civil::DateTime::strptime("%Y%m%dT%H%M%SZ", reply.headers().get(ASKED_AT)?).ok()?;
    let ours = asked
        .to_zoned(jiff::tz::TimeZone::UTC)
        .ok()?
        .timestamp()
        .as_second();
    Some(ours - theirs.secs())
}

/// What broke the connection, by the types of the errors in the chain. Something that does not
/// even speak TLS is not the service.
fn transport(error: &(dyn Error + 'static)) -> Option<ErrorKind> {
    let kind = break_of(error);
    // Only the proxy is looked up and connected to then; AWS's address is for the proxy to find.
    let of_proxy =
        matches!(kind, Some(ErrorKind::Refused | ErrorKind::Offline)) && find::<ByProxy>(error).is_some();
    if of_proxy {
        Some(ErrorKind::ProxyAbsent)
    } else {
        kind
    }
}

fn break_of(error: &(dyn Error + 'static)) -> Option<ErrorKind> {
    if find::<ResolveDnsError>(error).is_some() {
        return Some(ErrorKind::Offline);
    }
    if let Some(tls) = find::<rustls::Error>(error) {
        return Some(match tls {
            rustls::Error::InvalidCertificate(_) => ErrorKind::Untrusted,
            rustls::Error::InvalidMessage(_) => ErrorKind::NotTheService,
            _ => ErrorKind::Broken,
        });
    }
    if let Some(kind) = chain(error)
        .filter_map(|e| e.downcast_ref::<io::Error>())
        .last()
        .map(io::Error::kind)
    {
        return Some(match kind {
            io::ErrorKind::ConnectionRefused | io::ErrorKind::AddrNotAvailable => ErrorKind::Refused,
            io::ErrorKind::TimedOut => ErrorKind::Timeout,
            io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkDown => ErrorKind::Offline,
            _ => ErrorKind::Broken,
        });
    }
    if find::<aws_smithy_runtime_api::client::result::ConnectorError>(error)
        .is_some_and(aws_smithy_runtime_api::client::result::ConnectorError::is_timeout)
    {
        return Some(ErrorKind::Timeout);
    }
    // A connection that did not come about, and neither the network nor the certificate is why:
    // what is left is a proxy that refused the tunnel.
    if find::<hyper_util::client::legacy::Error>(error)
        .is_some_and(hyper_util::client::legacy::Error::is_connect)
    {
        return Some(ErrorKind::Proxy);
    }
    find::<hyper::Error>(error).map(|broken| {
        if broken.is_timeout() {
            ErrorKind::Timeout
        } else if broken.is_parse() {
            ErrorKind::NotTheService
        } else {
            ErrorKind::Broken
        }
    })
}

fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    chain(error).find_map(|error| error.downcast_ref::<E>())
}

/// The error and those it comes from. An `io::Error` hides the error that it wraps from
/// `source()`, so that one is looked into.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| match error.downcast_ref::<io::Error>() {
        Some(wrapper) => wrapper.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    })
}

/// Why a profile gave no keys. What its program wrote is left out, and what AWS says beside the code of a refusal:
/// either may be anything, and AWS quotes tokens there.
fn without_keys<E>(error: &SdkError<E, HttpResponse>) -> String
where
    E: Error + 'static,
{
    if let Some(code) = chain(error)
        .filter_map(|error| error.downcast_ref::<ErrorMetadata>()?.code())
        .last()
    {
        return format!("the profile gave no keys: AWS answered {code}");
    }
    let words = words_of(error);
    let reason = words.split("Stderr:").next().unwrap_or_default().trim();
    format!("the profile gave no keys: {}", without_tokens(reason))
}

/// The text without what looks like a key or a token in it: long, and of the letters and digits of base64.
fn without_tokens(text: &str) -> String {
    const LONG: usize = 20;
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || "+/=-_.".contains(c);
    let mut told = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(|c| !is_of_token(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        // Which host could not be reached is worth to be known; no token ends so.
        let is_host = word.ends_with(".amazonaws.com") && !word.contains(['+', '/', '=', '_']);
        let is_token = word.len() >= LONG && word.contains(|c: char| c.is_ascii_digit()) && !is_host;
        told += if is_token { "…" } else { word };
        let next = after.find(is_of_token).unwrap_or(after.len());
        told += &after[..next];
        rest = &after[next..];
    }
    told
}

fn words_of<E>(error: &SdkError<E, HttpResponse>) -> String
where
    E: Error + 'static,
{
    error.source().map_or_else(
        || "the call did not get through".into(),
        |source| chain(source).last().unwrap_or(source).to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_token_is_left_out() {
        let said = "UnauthorizedException: token “IQoJb3JpZ2luX2VjEJr//x9+a==” of arn:aws:sts::123456789012:role/Reader is void";
        assert_eq!(
            without_tokens(said),
            "UnauthorizedException: token “…” of arn:aws:sts::123456789012:role/Reader is void"
        );
        assert_eq!(
            without_tokens("dispatch failure: oidc.eu-west-1.amazonaws.com"),
            "dispatch failure: oidc.eu-west-1.amazonaws.com"
        );
        assert_eq!(without_tokens(""), "");
    }

    #[test]
    fn a_break_is_told_by_its_type_however_deep_it_lies() {
        let io = |kind: io::ErrorKind| io::Error::other(io::Error::from(kind));
        assert_eq!(
            transport(&io(io::ErrorKind::ConnectionRefused)),
            Some(ErrorKind::Refused)
        );
        assert_eq!(
            transport(&io(io::ErrorKind::NetworkUnreachable)),
            Some(ErrorKind::Offline)
        );
        assert_eq!(transport(&io(io::ErrorKind::TimedOut)), Some(ErrorKind::Timeout));
        assert_eq!(
            transport(&io(io::ErrorKind::ConnectionReset)),
            Some(ErrorKind::Broken)
        );
        let unknown = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
        assert_eq!(transport(&io::Error::other(unknown)), Some(ErrorKind::Untrusted));
        let no_name = ResolveDnsError::new(io::Error::other("whatever the system says"));
        assert_eq!(transport(&no_name), Some(ErrorKind::Offline));
        assert_eq!(transport(&std::fmt::Error), None);
    }
}
