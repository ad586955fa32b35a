//! `principal_tags`: which claims of a person become tags of their session in AWS.

use crate::columns::{self, setting};
use crate::identity_pool::readings;
use crate::values;
use aws_sdk_cognitoidentity::operation::get_principal_tag_attribute_map::GetPrincipalTagAttributeMapOutput;
use poolhouse_connector::{Batch, Column, ColumnType, Table, TableId, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("principal_tags");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Boolean, Text};
    Arc::new([
        setting("provider", Text),
        setting("tag", Text),
        setting("claim", Text),
        setting("default_map", Boolean),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "Which claims of a person become tags of their session",
        readings::GET_PRINCIPAL_TAG_ATTRIBUTE_MAP,
        COLUMNS.to_vec(),
        &["provider", "tag"],
    )
}

/// A row for each tag of a provider.
pub(crate) fn batch(pool_id: &str, provider: &str, map: GetPrincipalTagAttributeMapOutput) -> Batch {
    let tags: BTreeMap<String, String> = map.principal_tags.into_iter().flatten().collect();
    let rows = tags
        .into_iter()
        .map(|(tag, claim)| {
            vec![
                Value::Text(provider.to_owned()),
                Value::Text(tag),
                Value::Text(claim),
                values::boolean(map.use_defaults),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    columns::batch(ID, &COLUMNS, rows, 0)
}
