//! AWS's quotas on Cognito, by category. Source: AWS, "Quotas in Amazon Cognito", API request
//! rates. Called by the readings, which name who pays, and by the opened pools.

use poolhouse_connector::{Category, Quota, Speed};

/// What AWS grants in a category.
pub(crate) struct Granted {
    pub(crate) category: Category,
    calls_per_second: u32,
    concurrency: usize,
}

const fn granted(category: &'static str, calls_per_second: u32, concurrency: usize) -> Granted {
    Granted {
        category: Category::new(category),
        calls_per_second,
        concurrency,
    }
}

pub(crate) static USER_LIST: Granted = granted("UserList", 30, 16);
pub(crate) static USER_READ: Granted = granted("UserRead", 120, 32);
pub(crate) static USER_RESOURCE: Granted = granted("UserResource", 50, 16);
pub(crate) static POOL_READ: Granted = granted("PoolRead", 15, 4);
// These two grant 20 and 15 to an account, but each operation no more than 5 to a pool, and an
// import is of one pool.
pub(crate) static POOL_RESOURCE: Granted = granted("PoolResource", 5, 4);
pub(crate) static POOL_CLIENT: Granted = granted("PoolClient", 5, 4);

/// The categories of a user pool.
pub(crate) static OF_USER_POOLS: [&Granted; 6] = [
    &USER_LIST,
    &USER_READ,
    &USER_RESOURCE,
    &POOL_READ,
    &POOL_RESOURCE,
    &POOL_CLIENT,
];

pub(crate) static LIST_IDENTITIES: Granted = granted("ListIdentities", 5, 4);
// What AWS grants to these is not known to us: as careful as the slowest that is.
pub(crate) static IDENTITY_POOL: Granted = granted("IdentityPool", 5, 2);
pub(crate) static SYNC: Granted = granted("CognitoSync", 5, 4);

/// The categories of an identity pool.
pub(crate) static OF_IDENTITY_POOLS: [&Granted; 3] = [&LIST_IDENTITIES, &IDENTITY_POOL, &SYNC];

/// The quotas at a speed, for everybody with this scope.
pub(crate) fn at(granted: &[&Granted], speed: Speed, scope: &str) -> Vec<Quota> {
    granted
        .iter()
        .map(|granted| Quota {
            category: granted.category.clone(),
            scope: scope.to_owned(),
            calls_per_second: Some(granted.calls_per_second),
            speed,
            concurrency: granted.concurrency,
        })
        .collect()
}
