//! `ListRecords`: the records of a dataset, or those that were written or deleted after a sync
//! count. A chain goes by sync counts, so that a write in the middle of it loses nothing.

use super::identity;
use crate::datasets::Dataset;
use crate::operations::call::{Call, Limit, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use crate::subs::mix;
use crate::token::Place;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) const OPERATION: Operation = Operation {
    name: "ListRecords",
    category: Category::SyncRead,
    answer,
};

/// As many as a dataset may have. The model has no bounds.
const LIMIT: Limit = Limit {
    member: "maxResults",
    least: 1,
    most: 1024,
    default: Some(1024),
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    identity_pool_id: Option<String>,
    identity_id: Option<String>,
    dataset_name: Option<String>,
    #[serde(default)]
    last_sync_count: u64,
    max_results: Option<i64>,
    next_token: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let limit = LIMIT.rows(input.max_results)?;
    let (pool, identity) = identity(
        call,
        input.identity_pool_id.as_deref(),
        input.identity_id.as_deref(),
    )?;
    let name = input
        .dataset_name
        .ok_or_else(|| Refusal::missing("datasetName"))?;
    let dataset = pool
        .read()
        .dataset(pool, identity.number, &name)
        .unwrap_or_else(|| Dataset::missing(&name));
    let of = format!("{}/{name}/{}", identity.id, input.last_sync_count);
    let listing = call.listing(&pool.id, &of, limit);
    let seen = call.place(&listing, input.next_token.as_deref())?.position;
    let later: Vec<_> = dataset
        .records
        .iter()
        .filter(|record| record.sync_count > seen.max(input.last_sync_count))
        .collect();
    let page = &later[..limit.min(later.len())];
    let next = page
        .last()
        .filter(|_| later.len() > page.len())
        .map(|last| Place {
            position: last.sync_count,
            after_empty: false,
        });
    let records: Vec<Value> = page.iter().map(|record| record.json(&identity.id)).collect();
    let session = mix(identity.number ^ call.now_ms as u64);
    let mut answer = json!({
        "Records": records,
        "Count": page.len(),
        "DatasetSyncCount": dataset.sync_count,
        "LastModifiedBy": identity.id,
        "MergedDatasetNames": dataset.merged,
        "DatasetExists": dataset.exists,
        "DatasetDeletedAfterRequestedSyncCount": dataset.deleted_after(input.last_sync_count),
        "SyncSessionToken": format!("{session:016x}{:016x}", mix(session)),
    });
    if let Some(next) = call.token(&listing, next, input.next_token.as_deref()) {
        answer["NextToken"] = json!(next);
    }
    reply(answer)
}
