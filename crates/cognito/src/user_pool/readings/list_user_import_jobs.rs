//! `ListUserImportJobs`: fills `import_jobs`.

use super::Known;
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, PAGE, allowed, list, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::import_jobs;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("ListUserImportJobs");

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
                .list_user_import_jobs()
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
        .list_user_import_jobs()
        .user_pool_id(&pool.pool_id)
        .max_results(PAGE)
        .set_pagination_token(ask.token())
        .send();
    list(ask, CALL, sent, |call, output| {
        // A pool that never imported anybody may leave the list out.
        let jobs = output.user_import_jobs.unwrap_or_default();
        if jobs.iter().any(|job| job.job_id.is_none()) {
            return Err(call.lacks("`JobId` for an import job"));
        }
        let page = Page {
            batches: vec![import_jobs::batch(&pool.pool_id, jobs)],
            ..Page::end()
        };
        Ok((page, output.pagination_token))
    })
    .await
}
