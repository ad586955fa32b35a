//! The access keys that the server knows, and what each may do.
//!
//! They open nothing but this server, so they stand here in the clear.

use std::collections::BTreeSet;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The account that everything here belongs to.
pub(crate) const ACCOUNT: &str = "123456789012";

/// An access key.
#[derive(Clone)]
pub struct Key {
    /// The access key ID.
    pub id: String,
    /// The secret access key.
    pub secret: String,
    /// The session token, for temporary keys.
    pub session_token: Option<String>,
    /// When temporary keys run out.
    pub expires: Option<SystemTime>,
    /// The IAM user whose key it is.
    pub user: String,
    /// Whether it has not been deactivated.
    pub active: bool,
    /// What it may do.
    pub allowed: Allowed,
}

/// What a key may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// Everything.
    Everything,
    /// These operations, such as `ListUsers`, or actions, such as `cognito-sync:ListRecords`.
    Only(BTreeSet<String>),
    /// All operations or actions but these.
    Except(BTreeSet<String>),
}

impl Allowed {
    /// Whether this action of IAM, such as `cognito-idp:ListUsers`, is allowed.
    pub(crate) fn allows(&self, action: &str) -> bool {
        let operation = action.split_once(':').map_or(action, |(_, operation)| operation);
        let named = |set: &BTreeSet<String>| set.contains(operation) || set.contains(action);
        match self {
            Self::Everything => true,
            Self::Only(set) => named(set),
            Self::Except(set) => !named(set),
        }
    }
}

impl Key {
    /// The key that may do everything.
    pub fn full() -> Self {
        Self {
            id: "AKIASAMPLEPOOLFULL01".into(),
            secret: "sample/Pool+full/NotARealSecret000000001".into(),
            session_token: None,
            expires: None,
            user: "sample-admin".into(),
            active: true,
            allowed: Allowed::Everything,
        }
    }

    /// A key that may read users and the pool, but neither groups nor app clients, nor choose
    /// from a list of pools.
    pub fn reader() -> Self {
        let actions = ["DescribeUserPool", "ListUsers"].map(String::from);
        Self {
            id: "AKIASAMPLEPOOLREAD01".into(),
            secret: "sample/Pool+read/NotARealSecret000000002".into(),
            user: "sample-reader".into(),
            allowed: Allowed::Only(actions.into()),
            ..Self::full()
        }
    }

    /// A key that its owner has deactivated.
    pub fn deactivated() -> Self {
        Self {
            id: "AKIASAMPLEPOOLGONE01".into(),
            secret: "sample/Pool+gone/NotARealSecret000000003".into(),
            user: "sample-leaver".into(),
            active: false,
            ..Self::full()
        }
    }

    /// Temporary keys that are still good.
    pub fn temporary() -> Self {
        Self {
            id: "ASIASAMPLEPOOLTEMP01".into(),
            secret: "sample/Pool+temp/NotARealSecret000000004".into(),
            session_token: Some("SampleSessionToken//////////wEaCWV1LXdlc3QtMQ==".into()),
            user: "sample-visitor".into(),
            ..Self::full()
        }
    }

    /// Temporary keys that ran out long ago.
    pub fn expired() -> Self {
        Self {
            id: "ASIASAMPLEPOOLPAST01".into(),
            secret: "sample/Pool+past/NotARealSecret000000005".into(),
            session_token: Some("SampleSessionToken//////////wEaCWV1LXdlc3QtMg==".into()),
            expires: Some(UNIX_EPOCH + Duration::from_secs(1_600_000_000)),
            user: "sample-guest".into(),
            ..Self::full()
        }
    }

    /// All of them.
    pub fn all() -> Vec<Self> {
        vec![
            Self::full(),
            Self::reader(),
            Self::deactivated(),
            Self::temporary(),
            Self::expired(),
        ]
    }

    /// Who the key speaks for.
    pub(crate) fn arn(&self) -> String {
        if self.session_token.is_some() {
            format!("arn:aws:sts::{ACCOUNT}:assumed-role/{}/session", self.user)
        } else {
            format!("arn:aws:iam::{ACCOUNT}:user/{}", self.user)
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("id", &self.id)
            .field("user", &self.user)
            .field("active", &self.active)
            .field("allowed", &self.allowed)
            .finish_non_exhaustive()
    }
}
