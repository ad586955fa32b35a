//! `ListGroups`: fills `groups`, and names the groups whose members are to be read.

use super::{Known, LIST_USERS_IN_GROUP};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, PAGE, allowed, list, naming, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::groups;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("ListGroups");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::POOL_RESOURCE,
    discovered_by: None,
    parts: no_parts,
    calls: |_| Calls::AtLeast(1),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .list_groups()
                .user_pool_id(&pool.pool_id)
                .limit(1)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let sent = pool
        .client
        .list_groups()
        .user_pool_id(&pool.pool_id)
        .limit(PAGE)
        .set_next_token(ask.token())
        .send();
    list(ask, CALL, sent, |call, output| {
        let found = output.groups.ok_or_else(|| call.lacks("`Groups`"))?;
        let mut discovered = Vec::new();
        for group in &found {
            let name = group.group_name.as_deref();
            let name = name.ok_or_else(|| call.lacks("name for a group"))?;
            discovered.extend(ask.discovered(&[LIST_USERS_IN_GROUP], &naming("group", name)));
        }
        let mut batches = Vec::new();
        if ask.wants(&groups::ID) {
            batches.push(groups::batch(&pool.pool_id, found));
        }
        let page = Page {
            batches,
            discovered,
            ..Page::end()
        };
        Ok((page, output.next_token))
    })
    .await
}
