//! `DescribeRiskConfiguration`: fills `risk_settings`, a call for the pool and one for each client.

use super::{Known, list_user_pool_clients};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, allowed, named, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::risk_settings;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("DescribeRiskConfiguration");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::POOL_RESOURCE,
    discovered_by: Some(list_user_pool_clients::READING.name),
    parts: no_parts,
    calls: |_| Calls::AtLeast(1),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .describe_risk_configuration()
                .user_pool_id(&pool.pool_id)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let client_id = if ask.partition.is_whole() {
        None
    } else {
        Some(ask.named("client", CALL)?)
    };
    let sent = pool
        .client
        .describe_risk_configuration()
        .user_pool_id(&pool.pool_id)
        .set_client_id(client_id.map(str::to_owned))
        .send();
    let read = named(ask, CALL, pool.is_there(), sent, |call, output| {
        let risk = output
            .risk_configuration
            .ok_or_else(|| call.lacks("`RiskConfiguration`"))?;
        let page = Page {
            batches: vec![risk_settings::batch(&pool.pool_id, client_id, risk)],
            ..Page::end()
        };
        Ok((page, None))
    });
    let without = "This pool has no threat protection, so there are no risk settings.";
    pool.lacking.unless_off(risk_settings::ID, without, read).await
}
