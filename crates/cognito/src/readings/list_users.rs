//! `ListUsers`: fills `users`, `user_attributes` and `user_identities` from the same pages, whole
//! or in sixteen parts by the first digit of `sub`. Never asks for chosen attributes: that call
//! fails if any user lacks one.

use super::{LIST_USERS, PAGE};
use crate::errors::Call;
use crate::source::UserPool;
use crate::tables::{user_attributes, user_identities, users};
use aws_sdk_cognitoidentityprovider::types::UserType;
use poolhouse_connector::{Cursor, ErrorKind, Page, Partition, ReadError, TableId, Unit};

/// What a part's name begins with; the rest is the prefix of `sub` that it covers.
const BY_SUB: &str = "sub^=";

/// The sixteen parts.
pub(crate) fn parts() -> Vec<Unit> {
    "0123456789abcdef"
        .chars()
        .map(|digit| Unit {
            reading: LIST_USERS,
            partition: Partition(format!("{BY_SUB}{digit}")),
        })
        .collect()
}

pub(crate) async fn read(
    pool: &UserPool,
    partition: &Partition,
    cursor: Option<&Cursor>,
    tables: &[TableId],
) -> Result<Page, ReadError> {
    let call = Call {
        operation: "ListUsers",
        resumed: cursor.is_some(),
    };
    let prefix = if partition.is_whole() {
        ""
    } else {
        partition
            .0
            .strip_prefix(BY_SUB)
            .filter(|prefix| {
                prefix
                    .bytes()
                    .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
            })
            .ok_or_else(|| call.error(ErrorKind::BadParameter, "no such part of the users"))?
    };
    let output = pool
        .client
        .list_users()
        .user_pool_id(&pool.pool_id)
        .limit(PAGE)
        .set_filter((!prefix.is_empty()).then(|| format!("sub ^= \"{prefix}\"")))
        .set_pagination_token(super::token(cursor))
        .send()
        .await
        .map_err(|error| call.failed(&error))?;
    let users = output.users.ok_or_else(|| call.lacks("`Users`"))?;
    looked_at(call, &users, prefix)?;

    let mut batches = Vec::with_capacity(3);
    if tables.contains(&user_attributes::ID) {
        batches.push(user_attributes::batch(&pool.pool_id, &users));
    }
    if tables.contains(&user_identities::ID) {
        batches.push(user_identities::batch(&pool.pool_id, &users));
    }
    if tables.contains(&users::ID) {
        batches.push(users::batch(&pool.pool_id, users, &pool.layouts));
    }
    Ok(Page {
        batches,
        next: super::next(output.pagination_token),
        discovered: Vec::new(),
    })
}

/// Whether every user has a `sub`, and one of this part.
pub(crate) fn looked_at(call: Call, users: &[UserType], prefix: &str) -> Result<(), ReadError> {
    for user in users {
        let sub = super::sub(user).ok_or_else(|| call.lacks("`sub` for a user"))?;
        if !sub.starts_with(prefix) {
            return Err(call.error(ErrorKind::SplitBroken, "a user came whom the filter excludes"));
        }
    }
    Ok(())
}

/// The smallest such call, to see whether it is allowed.
pub(crate) async fn probe(pool: &UserPool) -> Result<(), ReadError> {
    let asked = pool
        .client
        .list_users()
        .user_pool_id(&pool.pool_id)
        .limit(1)
        .send()
        .await;
    asked
        .map(|_| ())
        .map_err(|error| Call::first("ListUsers").failed(&error))
}
