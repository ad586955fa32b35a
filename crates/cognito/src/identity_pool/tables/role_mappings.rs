//! `role_mappings`: which role in AWS somebody gets: the two defaults, and how each provider's
//! people get theirs.

use crate::columns::{self, setting};
use crate::identity_pool::readings;
use crate::values;
use aws_sdk_cognitoidentity::operation::get_identity_pool_roles::GetIdentityPoolRolesOutput;
use poolhouse_connector::{Batch, Column, ColumnType, Row, Table, TableId, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("role_mappings");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Number, Text};
    Arc::new([
        setting("applies_to", Text),
        setting("kind", Text),
        setting("role_arn", Text),
        setting("when_ambiguous", Text),
        setting("rules", Number),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "Which role in AWS somebody gets",
        readings::GET_IDENTITY_POOL_ROLES,
        COLUMNS.to_vec(),
        &["applies_to"],
    )
}

/// A row for each default (`authenticated`, `unauthenticated`) and for each provider.
pub(crate) fn batch(pool_id: &str, roles: GetIdentityPoolRolesOutput) -> Batch {
    let defaults: BTreeMap<String, String> = roles.roles.into_iter().flatten().collect();
    let mappings: BTreeMap<_, _> = roles.role_mappings.into_iter().flatten().collect();
    let mut rows: Vec<Row> = Vec::new();
    for (who, role) in defaults {
        rows.push(vec![
            Value::Text(who),
            Value::Text("default".to_owned()),
            Value::Text(role),
            Value::Null,
            Value::Null,
            Value::Text(pool_id.to_owned()),
        ]);
    }
    for (provider, mapping) in mappings {
        let rules = mapping.rules_configuration.as_ref();
        rows.push(vec![
            Value::Text(provider),
            Value::Text(mapping.r#type.as_str().to_owned()),
            Value::Null,
            values::word(mapping.ambiguous_role_resolution.as_ref()),
            values::long(rules.map(|rules| rules.rules.len() as i64)),
            Value::Text(pool_id.to_owned()),
        ]);
    }
    columns::batch(ID, &COLUMNS, rows, 0)
}
