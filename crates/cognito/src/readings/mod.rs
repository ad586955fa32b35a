//! The readings, one file each: the call, the check that its answer is whole, and its rows to the
//! tables that want them. Called by the opened pool. Deliberately absent: pace and retry.

pub(crate) mod describe_user_pool;
pub(crate) mod describe_user_pool_client;
pub(crate) mod list_groups;
pub(crate) mod list_user_pool_clients;
pub(crate) mod list_user_pools;
pub(crate) mod list_users;
pub(crate) mod list_users_in_group;

use crate::source::UserPool;
use aws_sdk_cognitoidentityprovider::types::UserType;
use poolhouse_connector::{Cursor, Page, ReadError, Reading};

pub(crate) const LIST_USERS: Reading = Reading::new("ListUsers");
pub(crate) const LIST_GROUPS: Reading = Reading::new("ListGroups");
pub(crate) const LIST_USERS_IN_GROUP: Reading = Reading::new("ListUsersInGroup");
pub(crate) const DESCRIBE_USER_POOL: Reading = Reading::new("DescribeUserPool");
pub(crate) const LIST_USER_POOL_CLIENTS: Reading = Reading::new("ListUserPoolClients");
pub(crate) const DESCRIBE_USER_POOL_CLIENT: Reading = Reading::new("DescribeUserPoolClient");

/// What an error says of a reading that is not one of these.
pub(crate) const UNKNOWN: &str = "unknown reading";

/// The largest page that Cognito gives of anything. Always asked for: its default is smaller.
pub(crate) const PAGE: i32 = 60;

/// A name that no group and no client has: being told so proves that one may ask.
pub(crate) const NOBODY: &str = "poolhousepermissionprobe";

/// Rows that one call of a reading brings at most.
pub(crate) fn rows_per_call(reading: &Reading) -> u32 {
    if *reading == DESCRIBE_USER_POOL || *reading == DESCRIBE_USER_POOL_CLIENT {
        1
    } else {
        PAGE.unsigned_abs()
    }
}

/// A user's `sub`, the key of all that is about people.
pub(crate) fn sub(user: &UserType) -> Option<&str> {
    user.attributes()
        .iter()
        .find(|attribute| attribute.name == "sub")?
        .value
        .as_deref()
}

/// The token of the next page as a cursor; an empty one is none.
fn next(token: Option<String>) -> Option<Cursor> {
    token.filter(|token| !token.is_empty()).map(Cursor)
}

fn token(cursor: Option<&Cursor>) -> Option<String> {
    cursor.map(|cursor| cursor.0.clone())
}

/// The cursor after the news that a group or a client is not there. AWS says the same of a pool
/// that is not there, so the next call looks whether the pool is, before nothing is taken for all.
const VANISHED: &str = "poolhouse:vanished";

/// The page of a group or client that was deleted since it was listed.
fn vanished() -> Page {
    Page {
        batches: Vec::new(),
        next: Some(Cursor(VANISHED.to_owned())),
        discovered: Vec::new(),
    }
}

/// The last page of such a one, once the pool is seen to be there; `None` for any other cursor.
async fn seen_to_vanish(pool: &UserPool, cursor: Option<&Cursor>) -> Result<Option<Page>, ReadError> {
    if cursor.is_none_or(|cursor| cursor.0 != VANISHED) {
        return Ok(None);
    }
    describe_user_pool::ask(pool).await?;
    Ok(Some(Page {
        batches: Vec::new(),
        next: None,
        discovered: Vec::new(),
    }))
}
