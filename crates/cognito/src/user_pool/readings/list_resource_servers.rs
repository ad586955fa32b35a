//! `ListResourceServers`: fills `resource_servers` and `resource_server_scopes`.

use super::Known;
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, allowed, list, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::{resource_server_scopes, resource_servers};
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("ListResourceServers");

/// This listing gives smaller pages than the others.
const PAGE: i32 = 50;

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::POOL_RESOURCE,
    discovered_by: None,
    parts: no_parts,
    calls: |_| Calls::AtLeast(1),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .list_resource_servers()
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
        .list_resource_servers()
        .user_pool_id(&pool.pool_id)
        .max_results(PAGE)
        .set_next_token(ask.token())
        .send();
    list(ask, CALL, sent, |call, output| {
        let servers = output.resource_servers;
        if servers.iter().any(|server| server.identifier.is_none()) {
            return Err(call.lacks("`Identifier` for a resource server"));
        }
        let mut batches = Vec::new();
        if ask.wants(&resource_server_scopes::ID) {
            batches.push(resource_server_scopes::batch(&pool.pool_id, &servers));
        }
        if ask.wants(&resource_servers::ID) {
            batches.push(resource_servers::batch(&pool.pool_id, servers));
        }
        let page = Page {
            batches,
            ..Page::end()
        };
        Ok((page, output.next_token))
    })
    .await
}
