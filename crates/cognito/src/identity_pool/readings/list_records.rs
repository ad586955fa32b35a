//! `ListRecords` of Cognito Sync: fills `sync_records`, a chain for each dataset.
//!
//! A dataset counts its changes. Its count is the mark that the last page leaves; a later run that
//! has it asks for what changed since, and keeps the other rows of the publication before. That is
//! done where it is sure to be right: the changes fit on one page, and nothing was deleted among
//! them. Else the dataset is read whole.

use super::{Known, LIST_DATASETS, list_datasets, somebody};
use crate::errors::Call;
use crate::identity_pool::source::IdentityPool;
use crate::identity_pool::tables::sync_records::{self, DATASET_NAME, IDENTITY_ID};
use crate::operation::{Operation, sync};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, NOBODY, allowed, named, no_parts, vanished};
use aws_sdk_cognitosync::operation::list_records::ListRecordsOutput;
use poolhouse_connector::{ErrorKind, Kept, Mark, Page, Partition, ReadError, Reading, Unit, Value};

const CALL: Operation = sync("ListRecords");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::SYNC,
    discovered_by: Some(LIST_DATASETS),
    parts: no_parts,
    calls: |_| Calls::AtLeast(0),
    probe: |pool| Box::pin(probe(pool)),
    read: |pool, ask| Box::pin(read(pool, ask)),
};

/// As many as a dataset may have, so that one page is the rule.
const RECORDS: i32 = 1024;

/// The cursor after the news that the changes alone do not tell what a dataset holds now.
const WHOLE: &str = "poolhouse:whole";

/// The part that a dataset is: its identity and its name, as JSON.
pub(crate) fn partition(identity_id: &str, dataset: &str) -> Partition {
    let text = serde_json::to_string(&[identity_id, dataset]).expect("BUG: texts are JSON");
    Partition(text.into())
}

/// Asks for an identity that is there, and a dataset that is not.
async fn probe(pool: &IdentityPool) -> Result<(), ReadError> {
    let Some(identity) = somebody(pool).await? else {
        return Ok(());
    };
    let sent = pool
        .sync
        .list_records()
        .identity_pool_id(&pool.pool_id)
        .identity_id(identity)
        .dataset_name(NOBODY)
        .max_results(1);
    allowed(CALL, sent.send()).await
}

async fn read(pool: &IdentityPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let parsed: Result<[String; 2], _> = serde_json::from_str(&ask.partition.0);
    let [identity_id, dataset] =
        parsed.map_err(|_| Call::first(CALL).error(ErrorKind::BadParameter, "no such dataset"))?;
    let since = match ask.cursor {
        None => since(pool, ask.partition),
        Some(_) => None,
    };
    // Our own cursor, and none of AWS's that it could refuse.
    let ask = Ask {
        cursor: ask.cursor.filter(|cursor| cursor.0 != WHOLE),
        ..ask
    };
    let (count, token) = match ask.cursor.and_then(|cursor| cursor.0.split_once(':')) {
        Some((count, token)) => (count.parse().ok(), Some(token.to_owned())),
        None => (None, None),
    };
    let sent = pool
        .sync
        .list_records()
        .identity_pool_id(&pool.pool_id)
        .identity_id(&identity_id)
        .dataset_name(&dataset)
        .set_last_sync_count(since)
        .max_results(RECORDS)
        .set_next_token(token)
        .send();
    let read = named(ask, CALL, pool.is_there(), sent, |call, output| {
        if since.is_some() && !is_enough(&output) {
            let page = Page::end();
            return Ok((page, Some(WHOLE.to_owned())));
        }
        let kept = since.map(|_| kept(&identity_id, &dataset));
        // The count of the first page: what changes while the others are read has a higher one.
        let count = count.or(output.dataset_sync_count);
        let next = output.next_token.filter(|token| !token.is_empty());
        let next = next.map(|token| match count {
            Some(count) => format!("{count}:{token}"),
            None => format!(":{token}"),
        });
        let records = output.records.ok_or_else(|| call.lacks("`Records`"))?;
        if records.iter().any(|record| record.key.is_none()) {
            return Err(call.lacks("`Key` for a record"));
        }
        let page = Page {
            batches: vec![sync_records::batch(
                &pool.pool_id,
                &identity_id,
                &dataset,
                records,
            )],
            kept: kept.into_iter().collect(),
            mark: count
                .filter(|_| next.is_none())
                .map(|count: i64| Mark(count.to_string())),
            ..Page::end()
        };
        Ok((page, next))
    });
    match read.await {
        // The identity was deleted or disabled since its datasets were listed.
        Err(error) if list_datasets::is_refused(&error) => Ok(vanished()),
        read => read,
    }
}

/// The count that the dataset had when what readers see now was read.
fn since(pool: &IdentityPool, partition: &Partition) -> Option<i64> {
    let unit = Unit {
        reading: Reading::new(CALL.name),
        partition: partition.clone(),
    };
    pool.mark(&unit)?.0.parse().ok()
}

/// Whether changes alone tell what the dataset holds now.
fn is_enough(changes: &ListRecordsOutput) -> bool {
    let all = changes.next_token.as_deref().is_none_or(str::is_empty);
    let is_gone = changes.dataset_deleted_after_requested_sync_count || !changes.dataset_exists;
    let deletes = changes.records().iter().any(|record| record.value.is_none());
    all && !is_gone && !deletes
}

fn kept(identity_id: &str, dataset: &str) -> Kept {
    Kept {
        table: sync_records::ID,
        rows_with: vec![
            (IDENTITY_ID.to_owned(), Value::Text(identity_id.to_owned())),
            (DATASET_NAME.to_owned(), Value::Text(dataset.to_owned())),
        ],
    }
}
