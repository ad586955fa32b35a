//! `ListDatasets` of Cognito Sync: fills `sync_datasets`, a call or more for every identity of a
//! slice, and names the datasets whose records are to be read.

use super::{Known, LIST_RECORDS, list_identities_in_slices, list_records, nobody};
use crate::errors::Call;
use crate::identity_pool::source::IdentityPool;
use crate::identity_pool::tables::sync_datasets;
use crate::operation::{Operation, sync};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, PAGE, allowed, no_parts};
use crate::slices::{self, Place};
use poolhouse_connector::{ErrorKind, Page, ReadError};

const CALL: Operation = sync("ListDatasets");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::SYNC,
    discovered_by: Some(list_identities_in_slices::READING.name),
    parts: no_parts,
    calls: |_| Calls::AtLeast(0),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.sync
                .list_datasets()
                .identity_pool_id(&pool.pool_id)
                .identity_id(nobody(pool))
                .max_results(1)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &IdentityPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let members = slices::members(ask.partition, CALL)?;
    let place = Place::of(ask.cursor, CALL)?;
    let Some(identity) = members.get(place.index) else {
        return Ok(Page::end());
    };
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
        // An identity that was deleted since it was listed, or that never synced anything.
        Err(error) if *error.kind() == ErrorKind::NotFound => {
            return Ok(Page {
                next: place.after(None, members.len()),
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
