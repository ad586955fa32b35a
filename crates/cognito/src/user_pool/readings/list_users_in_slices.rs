//! `ListUsers` once more, for the tables that need a call for every user: names slices of up to
//! sixty users to follow up. No rows of its own, and no split: its calls are a sixtieth of those
//! that follow.

use super::{
    ADMIN_GET_USER_AUTH_FACTORS, ADMIN_LIST_DEVICES, ADMIN_LIST_USER_AUTH_EVENTS, Known, list_users,
};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, PAGE, allowed, list, no_parts};
use crate::slices::{self, Member};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::{user_auth_factors, user_devices, user_sign_ins};
use poolhouse_connector::{Page, ReadError, TableId};

const CALL: Operation = user_pools("ListUsers");

pub(crate) const READING: Known = Listed {
    name: slices::USERS,
    operations: &[CALL],
    payer: &quotas::USER_LIST,
    discovered_by: None,
    parts: no_parts,
    calls: |pool| Calls::About(list_users::pages(pool)),
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

/// The readings that follow a slice, and the table of each.
const FOLLOWING: [(&str, TableId); 3] = [
    (ADMIN_GET_USER_AUTH_FACTORS, user_auth_factors::ID),
    (ADMIN_LIST_DEVICES, user_devices::ID),
    (ADMIN_LIST_USER_AUTH_EVENTS, user_sign_ins::ID),
];

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let following: Vec<&str> = FOLLOWING
        .into_iter()
        .filter(|(_, table)| ask.wants(table) && !pool.lacking.lacks(table))
        .map(|(reading, _)| reading)
        .collect();
    if following.is_empty() {
        return Ok(Page::end());
    }
    let sent = pool
        .client
        .list_users()
        .user_pool_id(&pool.pool_id)
        .limit(PAGE)
        .set_pagination_token(ask.token())
        .send();
    list(ask, CALL, sent, |call, output| {
        let users = output.users.ok_or_else(|| call.lacks("`Users`"))?;
        let mut members = Vec::with_capacity(users.len());
        for user in &users {
            let sub = super::sub(user).ok_or_else(|| call.lacks("`sub` for a user"))?;
            let name = user.username.as_deref();
            let name = name.ok_or_else(|| call.lacks("`Username` for a user"))?;
            members.push(Member::new(sub, name));
        }
        let discovered = if members.is_empty() {
            Vec::new()
        } else {
            ask.discovered(&following, &slices::partition(members))
        };
        let page = Page {
            discovered,
            ..Page::end()
        };
        Ok((page, output.pagination_token))
    })
    .await
}
