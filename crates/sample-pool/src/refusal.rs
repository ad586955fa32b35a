//! An answer that is an error, in AWS's words where they are known.

use serde_json::json;

/// An error as the wire has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    /// The exception, such as `InvalidParameterException`.
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// IAM writes `Message` where the service writes `message`.
    capital: bool,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status: 400,
            code,
            message: message.into(),
            capital: false,
        }
    }

    pub(crate) fn parameter(message: impl Into<String>) -> Self {
        Self::new("InvalidParameterException", message)
    }

    /// A value that breaks one of the model's constraints.
    pub(crate) fn constraint(value: &str, member: &str, constraint: &str) -> Self {
        Self::parameter(format!(
            "1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}"
        ))
    }

    /// A required member that is not there.
    pub(crate) fn missing(member: &str) -> Self {
        Self::parameter(format!(
            "1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null"
        ))
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new("ResourceNotFoundException", message)
    }

    pub(crate) fn marker(token: &str, request_id: &str) -> Self {
        Self::parameter(format!(
            "Paging marker {token} is invalid for request {request_id}"
        ))
    }

    pub(crate) fn throttled() -> Self {
        Self::new("TooManyRequestsException", "Rate exceeded")
    }

    pub(crate) fn unknown_operation() -> Self {
        Self::new("UnknownOperationException", "")
    }

    pub(crate) fn unreadable(message: impl Into<String>) -> Self {
        Self::new("SerializationException", message)
    }

    pub(crate) fn unknown_key() -> Self {
        Self::new(
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
        )
    }

    pub(crate) fn expired_key() -> Self {
        Self::new(
            "ExpiredTokenException",
            "The security token included in the request is expired",
        )
    }

    pub(crate) fn signature(message: impl Into<String>) -> Self {
        Self::new("InvalidSignatureException", message)
    }

    pub(crate) fn wrong_secret() -> Self {
        Self::signature(
            "The request signature we calculated does not match the signature you provided. \
             Check your AWS Secret Access Key and signing method. \
             Consult the service documentation for details.",
        )
    }

    /// The key may not do this. `resource` is the ARN that the call is about.
    pub(crate) fn forbidden(who: &str, operation: &str, resource: &str) -> Self {
        let message = format!(
            "User: {who} is not authorized to perform: cognito-idp:{operation} on resource: {resource} \
             because no identity-based policy allows the cognito-idp:{operation} action"
        );
        Self {
            capital: true,
            ..Self::new("AccessDeniedException", message)
        }
    }

    pub(crate) fn internal() -> Self {
        let message = "An internal error occurred. Please try again.";
        Self {
            status: 500,
            ..Self::new("InternalErrorException", message)
        }
    }

    pub(crate) fn unavailable() -> Self {
        let message = "The service is temporarily unable to handle the request.";
        Self {
            status: 503,
            ..Self::new("ServiceUnavailableException", message)
        }
    }

    pub(crate) fn body(&self) -> Vec<u8> {
        let body = match (self.message.is_empty(), self.capital) {
            (true, _) => json!({"__type": self.code}),
            (false, true) => json!({"__type": self.code, "Message": self.message}),
            (false, false) => json!({"__type": self.code, "message": self.message}),
        };
        body.to_string().into_bytes()
    }
}
