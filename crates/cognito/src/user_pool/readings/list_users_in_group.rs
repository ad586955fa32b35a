//! `ListUsersInGroup`: fills `group_members`, a chain for each group.

use super::{Known, LIST_GROUPS, list_users};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, NOBODY, PAGE, allowed, named, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::group_members;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("ListUsersInGroup");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::USER_LIST,
    discovered_by: Some(LIST_GROUPS),
    parts: no_parts,
    calls: |_| Calls::AtLeast(0),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .list_users_in_group()
                .user_pool_id(&pool.pool_id)
                .group_name(NOBODY)
                .limit(1)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let group = ask.named("group", CALL)?;
    let sent = pool
        .client
        .list_users_in_group()
        .user_pool_id(&pool.pool_id)
        .group_name(group)
        .limit(PAGE)
        .set_next_token(ask.token())
        .send();
    named(ask, CALL, pool.is_there(), sent, |call, output| {
        let users = output.users.ok_or_else(|| call.lacks("`Users`"))?;
        list_users::looked_at(call, &users, "")?;
        let page = Page {
            batches: vec![group_members::batch(&pool.pool_id, group, users)],
            ..Page::end()
        };
        Ok((page, output.next_token))
    })
    .await
}
