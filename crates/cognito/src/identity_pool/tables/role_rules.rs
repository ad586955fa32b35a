//! `role_rules`: the rules by which a provider's people get their role, in their order.

use crate::columns::{self, column, setting};
use crate::identity_pool::readings;
use aws_sdk_cognitoidentity::types::RoleMapping;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Table, TableId, Value};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("role_rules");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Number, Text};
    use PersonalData::FreeText;
    Arc::new([
        setting("provider", Text),
        setting("position", Number),
        setting("claim", Text),
        setting("match_type", Text),
        column("value", Text, FreeText),
        setting("role_arn", Text),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The rules by which a provider's people get their role",
        readings::GET_IDENTITY_POOL_ROLES,
        COLUMNS.to_vec(),
        &["provider", "position"],
    )
}

/// A row for each rule; the first that fits counts.
pub(crate) fn batch(pool_id: &str, mappings: Option<&HashMap<String, RoleMapping>>) -> Batch {
    let mappings: BTreeMap<&String, &RoleMapping> = mappings.into_iter().flatten().collect();
    let mut rows = Vec::new();
    for (provider, mapping) in mappings {
        let rules = mapping.rules_configuration.iter().flat_map(|rules| &rules.rules);
        for (position, rule) in (1..).zip(rules) {
            rows.push(vec![
                Value::Text(provider.clone()),
                Value::Integer(position),
                Value::Text(rule.claim.clone()),
                Value::Text(rule.match_type.as_str().to_owned()),
                Value::Text(rule.value.clone()),
                Value::Text(rule.role_arn.clone()),
                Value::Text(pool_id.to_owned()),
            ]);
        }
    }
    columns::batch(ID, &COLUMNS, rows, 0)
}
