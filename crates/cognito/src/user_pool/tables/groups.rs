//! `groups`: the pool's groups.

use crate::columns::{self, column, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::GroupType;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Row, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("groups");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    Arc::new([
        setting("group_name", ColumnType::Text),
        column("description", ColumnType::Text, PersonalData::FreeText),
        setting("precedence", ColumnType::Number),
        setting("role_arn", ColumnType::Text),
        setting("created_at", ColumnType::Timestamp),
        setting("updated_at", ColumnType::Timestamp),
        setting("pool_id", ColumnType::Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The groups that people are sorted into",
        readings::LIST_GROUPS,
        COLUMNS.to_vec(),
        &["group_name"],
    )
}

/// The rows of a page. Every group has a name: the reading has looked.
pub(crate) fn batch(pool_id: &str, groups: Vec<GroupType>) -> Batch {
    let mut misfits = 0;
    let rows: Vec<Row> = groups
        .into_iter()
        .map(|group| {
            vec![
                values::text(group.group_name),
                values::text(group.description),
                values::integer(group.precedence),
                values::text(group.role_arn),
                values::moment(group.creation_date, &mut misfits),
                values::moment(group.last_modified_date, &mut misfits),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    Batch {
        table: ID,
        columns: COLUMNS.clone(),
        rows,
        misfits,
    }
}
