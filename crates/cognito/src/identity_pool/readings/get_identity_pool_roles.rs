//! `GetIdentityPoolRoles`: fills `role_mappings` and `role_rules`.

use super::Known;
use crate::identity_pool::source::IdentityPool;
use crate::identity_pool::tables::{role_mappings, role_rules};
use crate::operation::{Operation, identity_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, allowed, list, no_parts};
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = identity_pools("GetIdentityPoolRoles");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::IDENTITY_POOL,
    discovered_by: None,
    parts: no_parts,
    calls: |_| Calls::About(1),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .get_identity_pool_roles()
                .identity_pool_id(&pool.pool_id)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &IdentityPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let sent = pool
        .client
        .get_identity_pool_roles()
        .identity_pool_id(&pool.pool_id)
        .send();
    list(ask, CALL, sent, |call, output| {
        if output.identity_pool_id.as_deref() != Some(pool.pool_id.as_str()) {
            return Err(call.lacks("`IdentityPoolId` of this pool"));
        }
        let mut batches = Vec::new();
        if ask.wants(&role_rules::ID) {
            batches.push(role_rules::batch(&pool.pool_id, output.role_mappings.as_ref()));
        }
        if ask.wants(&role_mappings::ID) {
            batches.push(role_mappings::batch(&pool.pool_id, output));
        }
        let page = Page {
            batches,
            ..Page::end()
        };
        Ok((page, None))
    })
    .await
}
