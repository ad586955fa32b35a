//! `group_members`: who is in which group, read by group and not by user.

use crate::columns::{self, column, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::UserType;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("group_members");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    Arc::new([
        setting("group_name", ColumnType::Text),
        column("sub", ColumnType::Text, PersonalData::Identifier),
        column("username", ColumnType::Text, PersonalData::Identifier),
        setting("pool_id", ColumnType::Text),
    ])
});

pub(crate) fn table() -> Table {
    Table {
        person: Some("sub".into()),
        ..columns::table(
            ID,
            "Who is in which group",
            readings::LIST_USERS_IN_GROUP,
            COLUMNS.to_vec(),
            &["group_name", "sub"],
        )
    }
}

/// The rows of a page of a group. Every user has a `sub`: the reading has looked.
pub(crate) fn batch(pool_id: &str, group: &str, users: Vec<UserType>) -> Batch {
    let rows = users
        .into_iter()
        .map(|user| {
            vec![
                Value::Text(group.to_owned()),
                values::text(readings::sub(&user).map(str::to_owned)),
                values::text(user.username),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    Batch {
        table: ID,
        columns: COLUMNS.clone(),
        rows,
        misfits: 0,
    }
}
