//! `ListIdentities` once more, for the tables that need a call for every identity: names slices of
//! up to sixty identities to follow up. No rows of its own.

use super::list_identities::{self, CALL};
use super::{Known, LIST_DATASETS};
use crate::identity_pool::source::IdentityPool;
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, PAGE, list, no_parts};
use crate::slices::{self, Member};
use poolhouse_connector::{Page, ReadError};

pub(crate) const READING: Known = Listed {
    name: slices::IDENTITIES,
    operations: &[CALL],
    payer: &quotas::LIST_IDENTITIES,
    discovered_by: None,
    parts: no_parts,
    calls: |_| Calls::AtLeast(1),
    probe: list_identities::READING.probe,
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
        let mut members = Vec::with_capacity(found.len());
        for identity in &found {
            let id = identity.identity_id.as_deref();
            let id = id.ok_or_else(|| call.lacks("`IdentityId` for an identity"))?;
            members.push(Member::new(id, id));
        }
        let discovered = if members.is_empty() {
            Vec::new()
        } else {
            ask.discovered(&[LIST_DATASETS], &slices::partition(members))
        };
        let page = Page {
            discovered,
            ..Page::end()
        };
        Ok((page, output.next_token))
    })
    .await
}
