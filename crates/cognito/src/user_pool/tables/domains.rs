//! `domains`: the addresses under which the pool serves its sign-in pages.

use crate::columns::{self, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::DomainDescriptionType;
use poolhouse_connector::{Batch, Column, ColumnType, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("domains");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Json, Number, Text};
    Arc::new([
        setting("domain", Text),
        setting("kind", Text),
        setting("status", Text),
        setting("version", Text),
        setting("managed_login_version", Number),
        setting("distribution", Text),
        setting("certificate_arn", Text),
        setting("security_policy", Text),
        setting("routing", Json),
        setting("aws_account", Text),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The addresses of the pool's sign-in pages",
        readings::DESCRIBE_USER_POOL_DOMAIN,
        COLUMNS.to_vec(),
        &["domain"],
    )
}

/// A domain's row. It has a name: the reading has looked.
pub(crate) fn batch(pool_id: &str, domain: DomainDescriptionType) -> Batch {
    // A prefix of Amazon's own domain has an empty configuration.
    let custom = domain.custom_domain_config;
    let custom = custom.filter(|custom| !custom.certificate_arn.is_empty());
    let kind = if custom.is_some() { "custom" } else { "prefix" };
    let row = vec![
        values::text(domain.domain),
        Value::Text(kind.to_owned()),
        values::word(domain.status.as_ref()),
        values::text(domain.version),
        values::integer(domain.managed_login_version),
        values::text(domain.cloud_front_distribution),
        values::word(custom.as_ref().map(|custom| &custom.certificate_arn)),
        values::word(custom.as_ref().and_then(|custom| custom.security_policy.as_ref())),
        values::json(domain.routing.as_ref()),
        values::text(domain.aws_account_id),
        Value::Text(pool_id.to_owned()),
    ];
    columns::batch(ID, &COLUMNS, vec![row], 0)
}
