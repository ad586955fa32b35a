//! `ListIdentityPoolUsage` of Cognito Sync: fills `sync_usage`. It lists the pools of the account;
//! what it says of others is dropped.

use super::Known;
use crate::identity_pool::source::IdentityPool;
use crate::identity_pool::tables::sync_usage;
use crate::operation::{Operation, sync};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, PAGE, allowed, list, no_parts};
use poolhouse_connector::{Page, ReadError};

pub(crate) const CALL: Operation = sync("ListIdentityPoolUsage");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::SYNC,
    discovered_by: None,
    parts: no_parts,
    calls: |_| Calls::AtLeast(1),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.sync.list_identity_pool_usage().max_results(1).send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &IdentityPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let sent = pool
        .sync
        .list_identity_pool_usage()
        .max_results(PAGE)
        .set_next_token(ask.token())
        .send();
    list(ask, CALL, sent, |call, output| {
        let mut usages = output
            .identity_pool_usages
            .ok_or_else(|| call.lacks("`IdentityPoolUsages`"))?;
        usages.retain(|usage| usage.identity_pool_id.as_deref() == Some(pool.pool_id.as_str()));
        let page = Page {
            batches: vec![sync_usage::batch(&pool.pool_id, usages)],
            ..Page::end()
        };
        Ok((page, output.next_token))
    })
    .await
}
