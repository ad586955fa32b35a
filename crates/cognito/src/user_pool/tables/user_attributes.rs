//! `user_attributes`: the long form, every pair of name and value as it came, untyped.

use crate::columns::{self, column, setting};
use crate::user_pool::readings;
use aws_sdk_cognitoidentityprovider::types::UserType;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("user_attributes");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    Arc::new([
        column("sub", ColumnType::Text, PersonalData::Identifier),
        setting("name", ColumnType::Text),
        column("value", ColumnType::Text, PersonalData::FreeText),
        setting("pool_id", ColumnType::Text),
    ])
});

pub(crate) fn table() -> Table {
    Table {
        person: Some("sub".into()),
        ..columns::table(
            ID,
            "Every attribute of everybody, one row each, exactly as Cognito keeps it",
            readings::LIST_USERS,
            COLUMNS.to_vec(),
            &["sub", "name"],
        )
    }
}

pub(crate) fn batch(pool_id: &str, users: &[UserType]) -> Batch {
    let mut rows = Vec::new();
    for user in users {
        let sub = readings::sub(user).unwrap_or_default();
        for attribute in user.attributes() {
            rows.push(vec![
                Value::Text(sub.to_owned()),
                Value::Text(attribute.name.clone()),
                attribute.value.clone().map_or(Value::Null, Value::Text),
                Value::Text(pool_id.to_owned()),
            ]);
        }
    }
    Batch {
        table: ID,
        columns: COLUMNS.clone(),
        rows,
        misfits: 0,
    }
}
