//! `identities`: everybody who has an identity in the pool, guests too.

use crate::columns::{self, column, setting};
use crate::identity_pool::readings;
use crate::values;
use aws_sdk_cognitoidentity::types::IdentityDescription;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Row, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("identities");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Number, Text, Timestamp};
    use PersonalData::Identifier;
    Arc::new([
        column("identity_id", Text, Identifier),
        setting("logins", Number),
        setting("created_at", Timestamp),
        setting("updated_at", Timestamp),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    Table {
        person: Some("identity_id".into()),
        ..columns::table(
            ID,
            "Everybody who has an identity in the pool; without a login, a guest",
            readings::LIST_IDENTITIES,
            COLUMNS.to_vec(),
            &["identity_id"],
        )
    }
}

/// The rows of a page. Every identity has an ID: the reading has looked.
pub(crate) fn batch(pool_id: &str, identities: Vec<IdentityDescription>) -> Batch {
    let mut misfits = 0;
    let rows: Vec<Row> = identities
        .into_iter()
        .map(|identity| {
            vec![
                values::text(identity.identity_id),
                Value::Integer(identity.logins.unwrap_or_default().len() as i64),
                values::moment(identity.creation_date, &mut misfits),
                values::moment(identity.last_modified_date, &mut misfits),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    columns::batch(ID, &COLUMNS, rows, misfits)
}
