//! What a user pool may have or lack. The sample pool has all of it, the empty pool nothing.

/// A thing that a pool may have; [`crate::Control::set_feature`] takes it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// Devices are remembered; else `AdminListDevices` is refused.
    DeviceTracking,
    /// Sign-ins are judged and kept; else `AdminListUserAuthEvents` and
    /// `DescribeRiskConfiguration` are refused.
    ThreatProtection,
    /// A second factor may be asked for, and passkeys may be used.
    Mfa,
    /// A prefix domain and a custom domain.
    Domains,
    /// Google, SAML, OIDC and the like.
    IdentityProviders,
    /// APIs with scopes.
    ResourceServers,
    /// Styles of the classic and of the managed sign-in pages.
    Branding,
    /// Terms of use and privacy policies.
    Terms,
    /// Jobs that imported users from a file.
    ImportJobs,
    /// Logs that are sent to other services.
    LogDelivery,
    /// Lambda functions.
    Triggers,
    /// Tags.
    Tags,
}

impl Feature {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::DeviceTracking,
        Self::ThreatProtection,
        Self::Mfa,
        Self::Domains,
        Self::IdentityProviders,
        Self::ResourceServers,
        Self::Branding,
        Self::Terms,
        Self::ImportJobs,
        Self::LogDelivery,
        Self::Triggers,
        Self::Tags,
    ];
}
