//! `ListTerms`: names the terms that are to be described. No rows of its own.

use super::{DESCRIBE_TERMS, Known};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, PAGE, allowed, list, naming, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::terms;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("ListTerms");

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
                .list_terms()
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
        .list_terms()
        .user_pool_id(&pool.pool_id)
        .max_results(PAGE)
        .set_next_token(ask.token())
        .send();
    let read = list(ask, CALL, sent, |_, output| {
        let discovered = output
            .terms
            .iter()
            .flat_map(|terms| ask.discovered(&[DESCRIBE_TERMS], &naming("terms", &terms.terms_id)))
            .collect();
        let page = Page {
            discovered,
            ..Page::end()
        };
        Ok((page, output.next_token))
    });
    let without = "This pool's plan has no terms of use.";
    pool.lacking.unless_off(terms::ID, without, read).await
}
