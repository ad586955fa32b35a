//! `ListIdentityProviders`: names the identity providers that are to be described. No rows of its
//! own.

use super::{DESCRIBE_IDENTITY_PROVIDER, Known};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, PAGE, allowed, list, naming, no_parts};
use crate::user_pool::source::UserPool;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("ListIdentityProviders");

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
                .list_identity_providers()
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
        .list_identity_providers()
        .user_pool_id(&pool.pool_id)
        .max_results(PAGE)
        .set_next_token(ask.token())
        .send();
    list(ask, CALL, sent, |call, output| {
        let mut discovered = Vec::new();
        for provider in output.providers {
            let name = provider.provider_name.as_deref();
            let name = name.ok_or_else(|| call.lacks("name for an identity provider"))?;
            discovered.extend(ask.discovered(&[DESCRIBE_IDENTITY_PROVIDER], &naming("provider", name)));
        }
        let page = Page {
            discovered,
            ..Page::end()
        };
        Ok((page, output.next_token))
    })
    .await
}
