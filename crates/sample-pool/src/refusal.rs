//! An answer that is an error, in AWS's words where they are known.

use crate::api::Api;
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

    pub(crate) fn no_such_user() -> Self {
        Self::new("UserNotFoundException", "User does not exist.")
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

    /// The key may not do this. `action` is as IAM names it, `resource` the ARN that the call
    /// is about.
    pub(crate) fn forbidden(who: &str, action: &str, resource: &str) -> Self {
        let message = format!(
            "User: {who} is not authorized to perform: {action} on resource: {resource} \
             because no identity-based policy allows the {action} action"
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

    /// The status that the wire of a service has for it. JSON 1.1 says everything with 400,
    /// but for the service's own faults; REST has a status for each exception. Source: the
    /// `httpStatusCode`s of botocore's model of Cognito Sync.
    pub(crate) fn status_on(&self, api: Api) -> u16 {
        match (api, self.code) {
            (Api::Sync, "ResourceNotFoundException" | "UnknownOperationException") => 404,
            (Api::Sync, "TooManyRequestsException") => 429,
            (
                Api::Sync,
                "NotAuthorizedException"
                | "AccessDeniedException"
                | "MissingAuthenticationTokenException"
                | "UnrecognizedClientException"
                | "InvalidSignatureException"
                | "ExpiredTokenException",
            ) => 403,
            _ => self.status,
        }
    }

    /// The value of `x-amzn-errortype`. AWS writes a colon after the name, and a URL where
    /// there is one.
    pub(crate) fn kind_on(&self, api: Api) -> String {
        let url = match api {
            Api::UserPools | Api::IdentityPools => "",
            Api::Sync => "http://internal.amazon.com/coral/com.amazonaws.cognito.sync.model/",
        };
        format!("{}:{url}", self.code)
    }

    /// The body on the wire of a service. REST leaves the name to the header.
    pub(crate) fn body_on(&self, api: Api) -> Vec<u8> {
        let mut body = json!({});
        if api != Api::Sync {
            body["__type"] = json!(self.code);
        }
        if !self.message.is_empty() {
            body[if self.capital { "Message" } else { "message" }] = json!(self.message);
        }
        body.to_string().into_bytes()
    }
}
