//! What may go wrong in a read, told by kind and never by text.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A call that failed. The fields are for the person and the support note; decisions read
/// [`ReadError::kind`] and [`ReadError::retry`] alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{operation}: {message}")]
pub struct ReadError {
    kind: ErrorKind,
    /// The upstream operation, such as `ListUsers`.
    pub operation: String,
    /// The upstream's own words, or those of the transport. Never a secret.
    pub message: String,
    /// The upstream's code, such as `AccessDeniedException`.
    pub code: Option<String>,
    /// The upstream's request id.
    pub request_id: Option<String>,
}

/// The sort of failure. Each has its own words and fix on screen.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ErrorKind {
    /// No network, or the name does not resolve.
    Offline,
    /// The name resolves, but nobody answers there.
    Refused,
    /// The connection's certificate is not one that this computer trusts.
    Untrusted,
    /// The proxy did not let the call through.
    Proxy,
    /// The proxy itself is not found, or nobody answers there.
    ProxyAbsent,
    /// An answer did not come in time.
    Timeout,
    /// The connection broke in the middle of an answer.
    Broken,
    /// Something answered, but not the service: HTML for JSON, as a hotel's sign-in page does.
    NotTheService,
    /// The access key is unknown: mistyped, deleted or deactivated.
    UnknownKey,
    /// The secret does not belong to the key.
    WrongSecret,
    /// The temporary keys have run out.
    ExpiredKeys,
    /// This computer's clock is wrong.
    ClockWrong {
        /// By how many seconds it is ahead (positive) or behind (negative), where known.
        seconds_ahead: Option<i64>,
    },
    /// The profile of the AWS configuration cannot be used.
    Profile,
    /// The keys are right, but may not do this.
    Forbidden {
        /// The permission that is missing, such as `cognito-idp:ListUsers`.
        action: String,
    },
    /// There is no such thing for these keys in this Region.
    NotFound,
    /// The upstream refuses a parameter.
    BadParameter,
    /// Too many calls.
    Throttled,
    /// The page token is no longer good: the unit must start again.
    StaleCursor,
    /// A row came that its partition's filter excludes: the split cannot be trusted.
    SplitBroken,
    /// The upstream has a fault of its own.
    UpstreamFault,
    /// The upstream answered with something that makes no sense.
    Malformed,
}

/// A failure in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Words {
    /// What happened, one sentence.
    pub message: String,
    /// What to try, one or two sentences.
    pub hint: String,
}

/// What may be tried after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Nothing: the same call will fail again.
    Never,
    /// The same call, after a pause, within the run's retry budget.
    AfterPause,
    /// The same call, and slower for everybody in the category; costs no budget.
    Slower,
    /// The unit from its start.
    UnitFromStart,
    /// The reading as one chain instead of many.
    WithoutSplit,
}

impl ReadError {
    /// An error of a kind, from an operation.
    pub fn new(kind: ErrorKind, operation: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind,
            operation: operation.into(),
            message: message.into(),
            code: None,
            request_id: None,
        }
    }

    /// The same with the upstream's code and request id.
    #[must_use]
    pub fn with_reply(mut self, code: Option<String>, request_id: Option<String>) -> Self {
        self.code = code;
        self.request_id = request_id;
        self
    }

    /// The sort of failure.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// What may be tried.
    pub fn retry(&self) -> Retry {
        self.kind.retry()
    }
}

impl ErrorKind {
    /// What may be tried after a failure of this kind.
    pub fn retry(&self) -> Retry {
        match self {
            Self::Throttled => Retry::Slower,
            Self::StaleCursor => Retry::UnitFromStart,
            Self::SplitBroken => Retry::WithoutSplit,
            Self::Offline
            | Self::Refused
            | Self::ProxyAbsent
            | Self::Timeout
            | Self::Broken
            | Self::NotTheService
            | Self::UpstreamFault
            | Self::Malformed => Retry::AfterPause,
            Self::Untrusted
            | Self::Proxy
            | Self::UnknownKey
            | Self::WrongSecret
            | Self::ExpiredKeys
            | Self::ClockWrong { .. }
            | Self::Profile
            | Self::Forbidden { .. }
            | Self::NotFound
            | Self::BadParameter => Retry::Never,
        }
    }
}
