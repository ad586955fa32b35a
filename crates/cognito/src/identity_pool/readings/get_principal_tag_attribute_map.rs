//! `GetPrincipalTagAttributeMap`: fills `principal_tags`, one call a provider.

use super::{DESCRIBE_IDENTITY_POOL, Known, describe_identity_pool};
use crate::identity_pool::source::IdentityPool;
use crate::identity_pool::tables::principal_tags;
use crate::operation::{Operation, identity_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, NOBODY, allowed, named, no_parts};
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = identity_pools("GetPrincipalTagAttributeMap");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::IDENTITY_POOL,
    discovered_by: Some(DESCRIBE_IDENTITY_POOL),
    parts: no_parts,
    calls: |pool| Calls::About(describe_identity_pool::tagged(pool).len() as u64),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .get_principal_tag_attribute_map()
                .identity_pool_id(&pool.pool_id)
                .identity_provider_name(NOBODY)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &IdentityPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let provider = ask.named("provider", CALL)?;
    let sent = pool
        .client
        .get_principal_tag_attribute_map()
        .identity_pool_id(&pool.pool_id)
        .identity_provider_name(provider)
        .send();
    // A provider without a map may be answered as one that is not there.
    named(ask, CALL, pool.is_there(), sent, |_, output| {
        let page = Page {
            batches: vec![principal_tags::batch(&pool.pool_id, provider, output)],
            ..Page::end()
        };
        Ok((page, None))
    })
    .await
}
