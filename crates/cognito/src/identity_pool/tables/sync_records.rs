//! `sync_records`: the records of each dataset. A record without a value is one that was deleted
//! and makes no row.

use crate::columns::{self, column, setting};
use crate::identity_pool::readings;
use crate::values;
use aws_sdk_cognitosync::types::Record;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Row, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("sync_records");

/// The columns that tell the rows of one dataset.
pub(crate) const IDENTITY_ID: &str = "identity_id";
pub(crate) const DATASET_NAME: &str = "dataset_name";

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Number, Text, Timestamp};
    use PersonalData::{FreeText, Identifier};
    Arc::new([
        column(IDENTITY_ID, Text, Identifier),
        setting(DATASET_NAME, Text),
        column("key", Text, FreeText),
        column("value", Text, FreeText),
        setting("sync_count", Number),
        setting("updated_at", Timestamp),
        column("updated_by", Text, Identifier),
        setting("device_updated_at", Timestamp),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    Table {
        // Cognito Sync is closed to new customers: off until somebody who has it asks for it.
        default: false,
        person: Some(IDENTITY_ID.into()),
        ..columns::table(
            ID,
            "The records of each dataset; a call for every dataset",
            readings::LIST_RECORDS,
            COLUMNS.to_vec(),
            &[IDENTITY_ID, DATASET_NAME, "key"],
        )
    }
}

/// The rows of a page of a dataset. Every record has a key: the reading has looked.
pub(crate) fn batch(pool_id: &str, identity_id: &str, dataset: &str, records: Vec<Record>) -> Batch {
    let mut misfits = 0;
    let rows: Vec<Row> = records
        .into_iter()
        .filter(|record| record.value.is_some())
        .map(|record| {
            vec![
                Value::Text(identity_id.to_owned()),
                Value::Text(dataset.to_owned()),
                values::text(record.key),
                values::text(record.value),
                values::long(record.sync_count),
                values::moment(record.last_modified_date, &mut misfits),
                values::text(record.last_modified_by),
                values::moment(record.device_last_modified_date, &mut misfits),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    columns::batch(ID, &COLUMNS, rows, misfits)
}
