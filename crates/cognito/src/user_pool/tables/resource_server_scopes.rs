//! `resource_server_scopes`: the permissions of each API.

use crate::columns::{self, column, setting};
use crate::user_pool::readings;
use aws_sdk_cognitoidentityprovider::types::ResourceServerType;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("resource_server_scopes");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::Text;
    use PersonalData::FreeText;
    Arc::new([
        setting("identifier", Text),
        setting("scope", Text),
        setting("full_scope", Text),
        column("description", Text, FreeText),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The permissions of each API",
        readings::LIST_RESOURCE_SERVERS,
        COLUMNS.to_vec(),
        &["identifier", "scope"],
    )
}

/// The rows of a page. Every server has an identifier: the reading has looked.
pub(crate) fn batch(pool_id: &str, servers: &[ResourceServerType]) -> Batch {
    let mut rows = Vec::new();
    for server in servers {
        let identifier = server.identifier.as_deref().unwrap_or_default();
        for scope in server.scopes() {
            let name = &scope.scope_name;
            rows.push(vec![
                Value::Text(identifier.to_owned()),
                Value::Text(name.clone()),
                // As it stands in a client's scopes and in tokens.
                Value::Text(format!("{identifier}/{name}")),
                Value::Text(scope.scope_description.clone()),
                Value::Text(pool_id.to_owned()),
            ]);
        }
    }
    columns::batch(ID, &COLUMNS, rows, 0)
}
