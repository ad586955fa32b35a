//! `tags`: the labels that the pool bears in the AWS account.

use crate::columns::{self, column, setting};
use crate::user_pool::readings;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Table, TableId, Value};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("tags");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::Text;
    use PersonalData::FreeText;
    Arc::new([
        setting("tag", Text),
        column("value", Text, FreeText),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The labels that the pool bears in the AWS account",
        readings::DESCRIBE_USER_POOL,
        COLUMNS.to_vec(),
        &["tag"],
    )
}

/// A row for each tag, in the order of their names.
pub(crate) fn batch(pool_id: &str, tags: Option<&HashMap<String, String>>) -> Batch {
    let tags: BTreeMap<&String, &String> = tags.into_iter().flatten().collect();
    let rows = tags
        .into_iter()
        .map(|(tag, value)| {
            vec![
                Value::Text(tag.clone()),
                Value::Text(value.clone()),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    columns::batch(ID, &COLUMNS, rows, 0)
}
