//! `ListIdentities`: fills `identities` and `identity_logins` from the same pages.

use super::Known;
use crate::identity_pool::source::IdentityPool;
use crate::identity_pool::tables::{identities, identity_logins};
use crate::operation::{Operation, identity_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, PAGE, allowed, list, no_parts};
use poolhouse_connector::{Page, ReadError};

pub(crate) const CALL: Operation = identity_pools("ListIdentities");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::LIST_IDENTITIES,
    discovered_by: None,
    parts: no_parts,
    calls: |_| Calls::AtLeast(1),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .list_identities()
                .identity_pool_id(&pool.pool_id)
                .max_results(1)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &IdentityPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let sent = pool
        .client
        .list_identities()
        .identity_pool_id(&pool.pool_id)
        .max_results(PAGE)
        .set_next_token(ask.token())
        .send();
    list(ask, CALL, sent, |call, output| {
        let found = output.identities.ok_or_else(|| call.lacks("`Identities`"))?;
        if found.iter().any(|identity| identity.identity_id.is_none()) {
            return Err(call.lacks("`IdentityId` for an identity"));
        }
        let mut batches = Vec::new();
        if ask.wants(&identity_logins::ID) {
            batches.push(identity_logins::batch(&pool.pool_id, &found));
        }
        if ask.wants(&identities::ID) {
            batches.push(identities::batch(&pool.pool_id, found));
        }
        let page = Page {
            batches,
            ..Page::end()
        };
        Ok((page, output.next_token))
    })
    .await
}
