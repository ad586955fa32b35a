//! `GetLogDeliveryConfiguration`: fills `log_delivery`.

use super::Known;
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, allowed, list, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::log_delivery;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("GetLogDeliveryConfiguration");

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
                .get_log_delivery_configuration()
                .user_pool_id(&pool.pool_id)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let sent = pool
        .client
        .get_log_delivery_configuration()
        .user_pool_id(&pool.pool_id)
        .send();
    let read = list(ask, CALL, sent, |_, output| {
        // A pool that delivers no log may leave the configuration out.
        let configured = output.log_delivery_configuration;
        let logs = configured.map(|configured| configured.log_configurations);
        let page = Page {
            batches: vec![log_delivery::batch(&pool.pool_id, logs.unwrap_or_default())],
            ..Page::end()
        };
        Ok((page, None))
    });
    let without = "This pool's plan delivers no logs.";
    pool.lacking.unless_off(log_delivery::ID, without, read).await
}
