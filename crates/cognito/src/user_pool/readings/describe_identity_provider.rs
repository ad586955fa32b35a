//! `DescribeIdentityProvider`: fills `identity_providers`, one call a provider.

use super::{Known, list_identity_providers};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, NOBODY, allowed, named, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::identity_providers;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("DescribeIdentityProvider");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::POOL_RESOURCE,
    discovered_by: Some(list_identity_providers::READING.name),
    parts: no_parts,
    calls: |_| Calls::AtLeast(0),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .describe_identity_provider()
                .user_pool_id(&pool.pool_id)
                .provider_name(NOBODY)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let name = ask.named("provider", CALL)?;
    let sent = pool
        .client
        .describe_identity_provider()
        .user_pool_id(&pool.pool_id)
        .provider_name(name)
        .send();
    named(ask, CALL, pool.is_there(), sent, |call, output| {
        let provider = output
            .identity_provider
            .ok_or_else(|| call.lacks("`IdentityProvider`"))?;
        if provider.provider_name.as_deref() != Some(name) {
            return Err(call.lacks("`ProviderName` of this provider"));
        }
        let page = Page {
            batches: vec![identity_providers::batch(&pool.pool_id, provider)],
            ..Page::end()
        };
        Ok((page, None))
    })
    .await
}
