//! `DescribeTerms`: fills `terms`, one call for each.

use super::{Known, list_terms};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, NOBODY, allowed, named, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::terms;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("DescribeTerms");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::POOL_RESOURCE,
    discovered_by: Some(list_terms::READING.name),
    parts: no_parts,
    calls: |_| Calls::AtLeast(0),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .describe_terms()
                .user_pool_id(&pool.pool_id)
                .terms_id(NOBODY)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let terms_id = ask.named("terms", CALL)?;
    let sent = pool
        .client
        .describe_terms()
        .user_pool_id(&pool.pool_id)
        .terms_id(terms_id)
        .send();
    named(ask, CALL, pool.is_there(), sent, |call, output| {
        let described = output.terms.ok_or_else(|| call.lacks("`Terms`"))?;
        if described.terms_id != terms_id {
            return Err(call.lacks("`TermsId` of these terms"));
        }
        let page = Page {
            batches: vec![terms::batch(&pool.pool_id, described)],
            ..Page::end()
        };
        Ok((page, None))
    })
    .await
}
