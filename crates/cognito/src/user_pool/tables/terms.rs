//! `terms`: the terms of use that people agree to.

use crate::columns::{self, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::TermsType;
use poolhouse_connector::{Batch, Column, ColumnType, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("terms");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Json, Text, Timestamp};
    Arc::new([
        setting("terms_id", Text),
        setting("name", Text),
        setting("client_id", Text),
        setting("source", Text),
        setting("enforcement", Text),
        setting("links", Json),
        setting("created_at", Timestamp),
        setting("updated_at", Timestamp),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The terms of use that people agree to",
        readings::DESCRIBE_TERMS,
        COLUMNS.to_vec(),
        &["terms_id"],
    )
}

/// The row of some terms.
pub(crate) fn batch(pool_id: &str, terms: TermsType) -> Batch {
    let mut misfits = 0;
    let row = vec![
        Value::Text(terms.terms_id),
        Value::Text(terms.terms_name),
        Value::Text(terms.client_id),
        values::word(Some(terms.terms_source.as_str())),
        values::word(Some(terms.enforcement.as_str())),
        values::sorted(terms.links),
        values::moment(Some(terms.creation_date), &mut misfits),
        values::moment(Some(terms.last_modified_date), &mut misfits),
        Value::Text(pool_id.to_owned()),
    ];
    columns::batch(ID, &COLUMNS, vec![row], misfits)
}
