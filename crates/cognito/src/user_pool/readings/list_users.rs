//! `ListUsers`: fills `users`, `user_attributes` and `user_identities` from the same pages, whole
//! or in sixteen parts by the first digit of `sub`. Never asks for chosen attributes: that call
//! fails if any user lacks one.

use super::Known;
use crate::errors::Call;
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, PAGE, allowed, list};
use crate::user_pool::source::{UserPool, people};
use crate::user_pool::tables::{user_attributes, user_identities, users};
use aws_sdk_cognitoidentityprovider::types::{UserPoolType, UserType};
use poolhouse_connector::{ErrorKind, Page, Partition, ReadError};

const CALL: Operation = user_pools("ListUsers");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::USER_LIST,
    discovered_by: None,
    parts,
    calls: |pool| Calls::About(pages(pool)),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .list_users()
                .user_pool_id(&pool.pool_id)
                .limit(1)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

/// What a part's name begins with; the rest is the prefix of `sub` that it covers.
const BY_SUB: &str = "sub^=";

/// The sixteen parts.
fn parts() -> Vec<Partition> {
    "0123456789abcdef"
        .chars()
        .map(|digit| Partition(format!("{BY_SUB}{digit}").into()))
        .collect()
}

/// The calls of a listing of everybody.
pub(crate) fn pages(pool: &UserPoolType) -> u64 {
    people(pool).div_ceil(u64::from(PAGE.unsigned_abs())).max(1)
}

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let prefix = if ask.partition.is_whole() {
        ""
    } else {
        ask.partition
            .0
            .strip_prefix(BY_SUB)
            .filter(|prefix| {
                prefix
                    .bytes()
                    .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
            })
            .ok_or_else(|| Call::first(CALL).error(ErrorKind::BadParameter, "no such part of the users"))?
    };
    let sent = pool
        .client
        .list_users()
        .user_pool_id(&pool.pool_id)
        .limit(PAGE)
        .set_filter((!prefix.is_empty()).then(|| format!("sub ^= \"{prefix}\"")))
        .set_pagination_token(ask.token())
        .send();
    list(ask, CALL, sent, |call, output| {
        let users = output.users.ok_or_else(|| call.lacks("`Users`"))?;
        looked_at(call, &users, prefix)?;
        let mut batches = Vec::with_capacity(3);
        if ask.wants(&user_attributes::ID) {
            batches.push(user_attributes::batch(&pool.pool_id, &users));
        }
        if ask.wants(&user_identities::ID) {
            batches.push(user_identities::batch(&pool.pool_id, &users));
        }
        if ask.wants(&users::ID) {
            batches.push(users::batch(&pool.pool_id, users, &pool.layouts));
        }
        let page = Page {
            batches,
            ..Page::end()
        };
        Ok((page, output.pagination_token))
    })
    .await
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
