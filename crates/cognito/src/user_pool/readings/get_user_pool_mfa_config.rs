//! `GetUserPoolMfaConfig`: fills `mfa_settings`.

use super::Known;
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, allowed, list, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::mfa_settings;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("GetUserPoolMfaConfig");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::POOL_RESOURCE,
    discovered_by: None,
    parts: no_parts,
    calls: |_| Calls::About(1),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .get_user_pool_mfa_config()
                .user_pool_id(&pool.pool_id)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let sent = pool
        .client
        .get_user_pool_mfa_config()
        .user_pool_id(&pool.pool_id)
        .send();
    list(ask, CALL, sent, |_, output| {
        let page = Page {
            batches: vec![mfa_settings::batch(&pool.pool_id, output)],
            ..Page::end()
        };
        Ok((page, None))
    })
    .await
}
