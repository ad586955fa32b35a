//! `identity_providers`: whom the pool trusts to say who somebody is. For a login with Twitter,
//! AWS keeps the app's secret behind its ID, after a semicolon: what stands there is dropped.

use crate::columns::{self, setting};
use crate::identity_pool::readings;
use crate::values;
use aws_sdk_cognitoidentity::operation::describe_identity_pool::DescribeIdentityPoolOutput;
use poolhouse_connector::{Batch, Column, ColumnType, Row, Table, TableId, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("identity_providers");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Boolean, Text};
    Arc::new([
        setting("provider", Text),
        setting("kind", Text),
        setting("provider_name", Text),
        setting("app_id", Text),
        setting("token_checked", Boolean),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "Whom the pool trusts to say who somebody is",
        readings::DESCRIBE_IDENTITY_POOL,
        COLUMNS.to_vec(),
        &["provider"],
    )
}

/// A row for each provider. `provider` is what role mappings call it: a user pool with its client.
pub(crate) fn batch(pool_id: &str, pool: &DescribeIdentityPoolOutput) -> Batch {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let mut add = |provider: String, kind: &str, name: &str, app: Option<&str>, checked: Option<bool>| {
        let row = vec![
            Value::Text(provider.clone()),
            Value::Text(kind.to_owned()),
            Value::Text(name.to_owned()),
            values::word(app),
            values::boolean(checked),
            Value::Text(pool_id.to_owned()),
        ];
        rows.insert(provider, row);
    };
    for user_pool in pool.cognito_identity_providers() {
        let name = user_pool.provider_name.as_deref().unwrap_or_default();
        let client = user_pool.client_id.as_deref();
        let provider = client.map_or_else(|| name.to_owned(), |client| format!("{name}:{client}"));
        add(
            provider,
            "user pool",
            name,
            client,
            user_pool.server_side_token_check,
        );
    }
    for (login, app) in pool.supported_login_providers.iter().flatten() {
        let app = app.split(';').next();
        add(login.clone(), "login", login, app, None);
    }
    for arn in pool.open_id_connect_provider_arns() {
        add(arn.clone(), "OpenID Connect", arn, None, None);
    }
    for arn in pool.saml_provider_arns() {
        add(arn.clone(), "SAML", arn, None, None);
    }
    if let Some(developer) = pool.developer_provider_name.as_ref() {
        add(developer.clone(), "developer", developer, None, None);
    }
    columns::batch(ID, &COLUMNS, rows.into_values().collect(), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_behind_an_app_id_is_dropped() {
        let pool = DescribeIdentityPoolOutput::builder()
            .identity_pool_id("eu-west-1:0")
            .identity_pool_name("Pool")
            .allow_unauthenticated_identities(false)
            .supported_login_providers("api.twitter.com", "consumer-key;canary-secret")
            .build()
            .expect("all that must be there is");
        let batch = batch("eu-west-1:0", &pool);
        let shown = format!("{:?}", batch.rows);
        assert!(shown.contains("consumer-key"), "{shown}");
        assert!(!shown.contains("canary"), "{shown}");
    }
}
