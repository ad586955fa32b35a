//! The operations of AWS's services, by service and name: what a call, its permission and its
//! errors go by. Called by the readings.

/// One operation of one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Operation {
    /// The service, as its permissions begin.
    pub(crate) service: &'static str,
    pub(crate) name: &'static str,
}

pub(crate) const USER_POOLS: &str = "cognito-idp";
pub(crate) const IDENTITY_POOLS: &str = "cognito-identity";
pub(crate) const SYNC: &str = "cognito-sync";

/// An operation on user pools.
pub(crate) const fn user_pools(name: &'static str) -> Operation {
    Operation {
        service: USER_POOLS,
        name,
    }
}

/// An operation on identity pools.
pub(crate) const fn identity_pools(name: &'static str) -> Operation {
    Operation {
        service: IDENTITY_POOLS,
        name,
    }
}

/// An operation of Cognito Sync.
pub(crate) const fn sync(name: &'static str) -> Operation {
    Operation { service: SYNC, name }
}

impl Operation {
    /// The permission that it needs, such as `cognito-idp:ListUsers`.
    pub(crate) fn action(self) -> String {
        format!("{}:{}", self.service, self.name)
    }
}
