//! `ListUserPoolClients`: names the app clients that are to be described, and whose threat
//! protection and branding are to be read, the pool's own first. No rows of its own.

use super::{BRANDING, DESCRIBE_RISK_CONFIGURATION, DESCRIBE_USER_POOL_CLIENT, Known};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, PAGE, allowed, list, naming, no_parts};
use crate::user_pool::source::UserPool;
use poolhouse_connector::{Page, Partition, ReadError};

const CALL: Operation = user_pools("ListUserPoolClients");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::POOL_CLIENT,
    discovered_by: None,
    parts: no_parts,
    calls: |_| Calls::AtLeast(1),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .list_user_pool_clients()
                .user_pool_id(&pool.pool_id)
                .max_results(1)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let sent = pool
        .client
        .list_user_pool_clients()
        .user_pool_id(&pool.pool_id)
        .max_results(PAGE)
        .set_next_token(ask.token())
        .send();
    list(ask, CALL, sent, |call, output| {
        let clients = output
            .user_pool_clients
            .ok_or_else(|| call.lacks("`UserPoolClients`"))?;
        let mut discovered = Vec::new();
        if ask.cursor.is_none() {
            discovered.extend(ask.discovered(&[DESCRIBE_RISK_CONFIGURATION, BRANDING], &Partition::whole()));
        }
        for client in clients {
            let id = client.client_id.as_deref();
            let id = id.ok_or_else(|| call.lacks("`ClientId` for a client"))?;
            discovered.extend(ask.discovered(
                &[DESCRIBE_USER_POOL_CLIENT, DESCRIBE_RISK_CONFIGURATION, BRANDING],
                &naming("client", id),
            ));
        }
        let page = Page {
            discovered,
            ..Page::end()
        };
        Ok((page, output.next_token))
    })
    .await
}
