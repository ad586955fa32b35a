//! `identity_pool`: one row, the pool's own settings.

use crate::columns::{self, column, setting};
use crate::identity_pool::readings;
use crate::values;
use aws_sdk_cognitoidentity::operation::describe_identity_pool::DescribeIdentityPoolOutput;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("identity_pool");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Boolean, Json, Text};
    use PersonalData::FreeText;
    Arc::new([
        setting("name", Text),
        setting("guests_allowed", Boolean),
        setting("classic_flow_allowed", Boolean),
        setting("developer_provider", Text),
        column("tags", Json, FreeText),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The pool's own settings, one row",
        readings::DESCRIBE_IDENTITY_POOL,
        COLUMNS.to_vec(),
        &["pool_id"],
    )
}

/// The pool's row.
pub(crate) fn batch(pool_id: &str, pool: DescribeIdentityPoolOutput) -> Batch {
    let row = vec![
        Value::Text(pool.identity_pool_name),
        values::boolean(Some(pool.allow_unauthenticated_identities)),
        values::boolean(pool.allow_classic_flow),
        values::text(pool.developer_provider_name),
        pool.identity_pool_tags.map_or(Value::Null, values::sorted),
        Value::Text(pool_id.to_owned()),
    ];
    columns::batch(ID, &COLUMNS, vec![row], 0)
}
