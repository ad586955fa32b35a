//! AWS's quotas on Cognito, by category, and which call is paid from which.
//! Source: AWS, "Quotas in Amazon Cognito", API request rates. Called by the opened pool.

use crate::readings;
use crate::speed::Speed;
use poolhouse_connector::{Category, Quota, Reading};

pub(crate) const USER_LIST: Category = Category::new("UserList");
pub(crate) const POOL_READ: Category = Category::new("PoolRead");
pub(crate) const POOL_RESOURCE: Category = Category::new("PoolResource");
pub(crate) const POOL_CLIENT: Category = Category::new("PoolClient");

/// Category, calls a second, calls in flight. The latter two categories grant 20 and 15 to an
/// account, but each operation no more than 5 to a pool, and an import is of one pool.
const QUOTAS: [(Category, u32, usize); 4] = [
    (USER_LIST, 30, 16),
    (POOL_READ, 15, 4),
    (POOL_RESOURCE, 5, 4),
    (POOL_CLIENT, 5, 4),
];

/// The category that pays for a reading's calls.
pub(crate) fn payer(reading: &Reading) -> Category {
    if *reading == readings::LIST_USERS || *reading == readings::LIST_USERS_IN_GROUP {
        USER_LIST
    } else if *reading == readings::LIST_GROUPS {
        POOL_RESOURCE
    } else if *reading == readings::LIST_USER_POOL_CLIENTS || *reading == readings::DESCRIBE_USER_POOL_CLIENT
    {
        POOL_CLIENT
    } else {
        POOL_READ
    }
}

/// The quotas at a speed, for everybody with this scope.
pub(crate) fn at(speed: Speed, scope: &str) -> Vec<Quota> {
    QUOTAS
        .into_iter()
        .map(|(category, calls_per_second, concurrency)| Quota {
            category,
            scope: scope.to_owned(),
            calls_per_second: speed.of(calls_per_second),
            concurrency,
        })
        .collect()
}
