//! `DescribeUserPoolClient`: fills `app_clients`, one call a client.

use super::{Known, list_user_pool_clients};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, NOBODY, allowed, named, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::app_clients;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("DescribeUserPoolClient");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::POOL_CLIENT,
    discovered_by: Some(list_user_pool_clients::READING.name),
    parts: no_parts,
    calls: |_| Calls::AtLeast(0),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .describe_user_pool_client()
                .user_pool_id(&pool.pool_id)
                .client_id(NOBODY)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let client_id = ask.named("client", CALL)?;
    let sent = pool
        .client
        .describe_user_pool_client()
        .user_pool_id(&pool.pool_id)
        .client_id(client_id)
        .send();
    named(ask, CALL, pool.is_there(), sent, |call, output| {
        let client = output
            .user_pool_client
            .ok_or_else(|| call.lacks("`UserPoolClient`"))?;
        if client.client_id.as_deref() != Some(client_id) {
            return Err(call.lacks("`ClientId` of this client"));
        }
        let page = Page {
            batches: vec![app_clients::batch(&pool.pool_id, client)],
            ..Page::end()
        };
        Ok((page, None))
    })
    .await
}
