//! `ListDatasets` of Cognito Sync: fills `sync_datasets`, a call or more for every identity of a
//! slice, and names the datasets whose records are to be read.

use super::{Known, LIST_RECORDS, list_identities_in_slices, list_records, somebody};
use crate::errors::Call;
use crate::identity_pool::source::IdentityPool;
use crate::identity_pool::tables::sync_datasets;
use crate::operation::{Operation, sync};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, PAGE, VANISHED, allowed, no_parts};
use crate::slices::{self, Place};
use poolhouse_connector::{ErrorKind, Note, Page, ReadError};

const CALL: Operation = sync("ListDatasets");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::SYNC,
    discovered_by: Some(list_identities_in_slices::READING.name),
    parts: no_parts,
    calls: |_| Calls::AtLeast(0),
    probe: |pool| Box::pin(probe(pool)),
    read: |pool, ask| Box::pin(read(pool, ask)),
};

/// Asks for an identity that is there: Sync refuses one that is not as if it were a permission.
async fn probe(pool: &IdentityPool) -> Result<(), ReadError> {
    let Some(identity) = somebody(pool).await? else {
        return Ok(());
    };
    let sent = pool
        .sync
        .list_datasets()
        .identity_pool_id(&pool.pool_id)
        .identity_id(identity)
        .max_results(1);
    allowed(CALL, sent.send()).await
}

/// Whether Sync refuses this one identity. IAM's refusals have another code, and fail the run.
pub(crate) fn is_refused(error: &ReadError) -> bool {
    matches!(
        error.code.as_deref(),
        Some("NotAuthorizedException" | "NotAuthorizedError")
    )
}

async fn read(pool: &IdentityPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let members = slices::members(ask.partition, CALL)?;
    let place = Place::of(ask.cursor, CALL)?;
    let Some(identity) = members.get(place.index) else {
        return Ok(Page::end());
    };
    if place.token.as_deref() == Some(VANISHED) {
        pool.is_there().await?;
        return Ok(Page {
            next: place.after(None, members.len()),
            ..Page::end()
        });
    }
    let call = Call {
        operation: CALL,
        resumed: place.token.is_some(),
    };
    let sent = pool
        .sync
        .list_datasets()
        .identity_pool_id(&pool.pool_id)
        .identity_id(&identity.id)
        .max_results(PAGE)
        .set_next_token(place.token.clone())
        .send()
        .await;
    let output = match sent.map_err(|error| call.failed(&error)) {
        Ok(output) => output,
        // An identity that was deleted or disabled since it was listed, or a pool that is gone:
        // the next call looks.
        Err(error) if *error.kind() == ErrorKind::NotFound || is_refused(&error) => {
            return Ok(Page {
                next: place.after(Some(VANISHED.to_owned()), members.len()),
                notes: vec![Note {
                    table: sync_datasets::ID,
                    message:
                        "Some identities have nothing in Cognito Sync, or are disabled: they were left out."
                            .into(),
                }],
                ..Page::end()
            });
        }
        Err(error) => return Err(error),
    };
    let datasets = output.datasets.ok_or_else(|| call.lacks("`Datasets`"))?;
    let mut discovered = Vec::new();
    for dataset in &datasets {
        let name = dataset.dataset_name.as_deref();
        let name = name.ok_or_else(|| call.lacks("`DatasetName` for a dataset"))?;
        discovered.extend(ask.discovered(&[LIST_RECORDS], &list_records::partition(&identity.id, name)));
    }
    let mut batches = Vec::new();
    if ask.wants(&sync_datasets::ID) {
        batches.push(sync_datasets::batch(&pool.pool_id, &identity.id, datasets));
    }
    Ok(Page {
        batches,
        discovered,
        next: place.after(output.next_token, members.len()),
        ..Page::end()
    })
}
