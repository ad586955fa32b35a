//! `resource_servers`: the APIs for which the pool gives out permissions.

use crate::columns::{self, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::ResourceServerType;
use poolhouse_connector::{Batch, Column, ColumnType, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("resource_servers");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Number, Text};
    Arc::new([
        setting("identifier", Text),
        setting("name", Text),
        setting("scopes", Number),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The APIs that the pool gives out permissions for",
        readings::LIST_RESOURCE_SERVERS,
        COLUMNS.to_vec(),
        &["identifier"],
    )
}

/// The rows of a page. Every server has an identifier: the reading has looked.
pub(crate) fn batch(pool_id: &str, servers: Vec<ResourceServerType>) -> Batch {
    let rows = servers
        .into_iter()
        .map(|server| {
            let scopes = server.scopes.unwrap_or_default().len();
            vec![
                values::text(server.identifier),
                values::text(server.name),
                Value::Integer(scopes as i64),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    columns::batch(ID, &COLUMNS, rows, 0)
}
