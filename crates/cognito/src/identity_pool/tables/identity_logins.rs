//! `identity_logins`: the providers that each identity signs in with.

use crate::columns::{self, column, setting};
use crate::identity_pool::readings;
use aws_sdk_cognitoidentity::types::IdentityDescription;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("identity_logins");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::Text;
    use PersonalData::Identifier;
    Arc::new([
        column("identity_id", Text, Identifier),
        setting("login", Text),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    Table {
        person: Some("identity_id".into()),
        ..columns::table(
            ID,
            "The providers that each identity signs in with",
            readings::LIST_IDENTITIES,
            COLUMNS.to_vec(),
            &["identity_id", "login"],
        )
    }
}

/// The rows of a page. Every identity has an ID: the reading has looked.
pub(crate) fn batch(pool_id: &str, identities: &[IdentityDescription]) -> Batch {
    let mut rows = Vec::new();
    for identity in identities {
        let id = identity.identity_id.as_deref().unwrap_or_default();
        for login in identity.logins() {
            rows.push(vec![
                Value::Text(id.to_owned()),
                Value::Text(login.clone()),
                Value::Text(pool_id.to_owned()),
            ]);
        }
    }
    columns::batch(ID, &COLUMNS, rows, 0)
}
