//! `DescribeUserPoolDomain`: fills `domains`, one call a domain.

use super::{DESCRIBE_USER_POOL, Known, describe_user_pool};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, NOBODY, allowed, named, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::domains;
use poolhouse_connector::{Page, ReadError};

pub(crate) const CALL: Operation = user_pools("DescribeUserPoolDomain");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::POOL_RESOURCE,
    discovered_by: Some(DESCRIBE_USER_POOL),
    parts: no_parts,
    calls: |pool| Calls::About(describe_user_pool::domains(pool).count() as u64),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client.describe_user_pool_domain().domain(NOBODY).send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let domain = ask.named("domain", CALL)?;
    let sent = pool.client.describe_user_pool_domain().domain(domain).send();
    named(ask, CALL, pool.is_there(), sent, |call, output| {
        let described = output
            .domain_description
            .ok_or_else(|| call.lacks("`DomainDescription`"))?;
        // A domain that was given up since answers with an empty description, and one that
        // somebody else took since is not ours to describe.
        let is_ours = described.user_pool_id.as_deref() == Some(pool.pool_id.as_str());
        let batches = if is_ours && described.domain.is_some() {
            vec![domains::batch(&pool.pool_id, described)]
        } else {
            Vec::new()
        };
        let page = Page {
            batches,
            ..Page::end()
        };
        Ok((page, None))
    })
    .await
}
