//! `sync_datasets`: the datasets that Cognito Sync keeps for each identity.

use crate::columns::{self, column, setting};
use crate::identity_pool::readings;
use crate::values;
use aws_sdk_cognitosync::types::Dataset;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Row, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("sync_datasets");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Number, Text, Timestamp};
    use PersonalData::Identifier;
    Arc::new([
        column("identity_id", Text, Identifier),
        setting("dataset_name", Text),
        setting("records", Number),
        setting("bytes", Number),
        setting("created_at", Timestamp),
        setting("updated_at", Timestamp),
        column("updated_by", Text, Identifier),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    Table {
        // Cognito Sync is closed to new customers: off until somebody who has it asks for it.
        default: false,
        person: Some("identity_id".into()),
        ..columns::table(
            ID,
            "What Cognito Sync keeps for each identity; a call for every identity",
            readings::LIST_DATASETS,
            COLUMNS.to_vec(),
            &["identity_id", "dataset_name"],
        )
    }
}

/// The rows of a page of an identity. Every dataset has a name: the reading has looked.
pub(crate) fn batch(pool_id: &str, identity_id: &str, datasets: Vec<Dataset>) -> Batch {
    let mut misfits = 0;
    let rows: Vec<Row> = datasets
        .into_iter()
        .map(|dataset| {
            vec![
                Value::Text(identity_id.to_owned()),
                values::text(dataset.dataset_name),
                values::long(dataset.num_records),
                values::long(dataset.data_storage),
                values::moment(dataset.creation_date, &mut misfits),
                values::moment(dataset.last_modified_date, &mut misfits),
                values::text(dataset.last_modified_by),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    columns::batch(ID, &COLUMNS, rows, misfits)
}
