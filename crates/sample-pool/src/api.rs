//! The AWS services that are answered on the one port, and how their wires differ.

/// A service of AWS. Its requests are told apart by their target, or by their path where the
/// service has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Api {
    /// Cognito user pools: JSON 1.1.
    UserPools,
    /// Cognito identity pools: JSON 1.1.
    IdentityPools,
    /// Cognito Sync: REST and JSON.
    Sync,
}

impl Api {
    /// What requests are signed for, which is what IAM's actions begin with too.
    pub(crate) fn signing_name(self) -> &'static str {
        match self {
            Self::UserPools => "cognito-idp",
            Self::IdentityPools => "cognito-identity",
            Self::Sync => "cognito-sync",
        }
    }

    /// What the `X-Amz-Target` of its requests begins with; `None` where they have a path.
    pub(crate) fn target(self) -> Option<&'static str> {
        match self {
            Self::UserPools => Some("AWSCognitoIdentityProviderService."),
            Self::IdentityPools => Some("AWSCognitoIdentityService."),
            Self::Sync => None,
        }
    }

    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::UserPools | Self::IdentityPools => "application/x-amz-json-1.1",
            Self::Sync => "application/json",
        }
    }
}
