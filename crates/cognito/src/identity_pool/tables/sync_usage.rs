//! `sync_usage`: how much Cognito Sync keeps for the pool, one row.

use crate::columns::{self, setting};
use crate::identity_pool::readings;
use crate::values;
use aws_sdk_cognitosync::types::IdentityPoolUsage;
use poolhouse_connector::{Batch, Column, ColumnType, Row, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("sync_usage");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Number, Text, Timestamp};
    Arc::new([
        setting("sync_sessions", Number),
        setting("bytes", Number),
        setting("updated_at", Timestamp),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    Table {
        // Cognito Sync is closed to new customers: off until somebody who has it asks for it.
        default: false,
        ..columns::table(
            ID,
            "How much Cognito Sync keeps for the pool",
            readings::LIST_IDENTITY_POOL_USAGE,
            COLUMNS.to_vec(),
            &["pool_id"],
        )
    }
}

/// The row of the pool, if this page has it.
pub(crate) fn batch(pool_id: &str, usages: Vec<IdentityPoolUsage>) -> Batch {
    let mut misfits = 0;
    let rows: Vec<Row> = usages
        .into_iter()
        .map(|usage| {
            vec![
                values::long(usage.sync_sessions_count),
                values::long(usage.data_storage),
                values::moment(usage.last_modified_date, &mut misfits),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    columns::batch(ID, &COLUMNS, rows, misfits)
}
