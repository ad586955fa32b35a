//! `app_clients`: the apps that may sign people in. A client's secret is dropped, and its memory
//! wiped, before anything is made of the answer; the table says only whether there is one.

use crate::columns::{self, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::UserPoolClientType;
use poolhouse_connector::{Batch, Column, ColumnType, Table, TableId, Value};
use secrecy::SecretString;
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("app_clients");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Boolean, Json, Number, Text, Timestamp};
    Arc::new([
        setting("client_id", Text),
        setting("client_name", Text),
        setting("has_secret", Boolean),
        setting("created_at", Timestamp),
        setting("updated_at", Timestamp),
        setting("refresh_token_validity", Number),
        setting("access_token_validity", Number),
        setting("id_token_validity", Number),
        setting("token_validity_units", Json),
        setting("auth_session_validity", Number),
        setting("refresh_token_rotation", Json),
        setting("explicit_auth_flows", Json),
        setting("supported_identity_providers", Json),
        setting("callback_urls", Json),
        setting("logout_urls", Json),
        setting("default_redirect_uri", Text),
        setting("oauth_enabled", Boolean),
        setting("oauth_flows", Json),
        setting("oauth_scopes", Json),
        setting("read_attributes", Json),
        setting("write_attributes", Json),
        setting("prevent_user_existence_errors", Text),
        setting("token_revocation", Boolean),
        setting("propagate_user_context", Boolean),
        setting("analytics", Json),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The apps that may sign people in, without their secrets",
        readings::DESCRIBE_USER_POOL_CLIENT,
        COLUMNS.to_vec(),
        &["client_id"],
    )
}

/// A client's row. It has an ID: the reading has looked.
pub(crate) fn batch(pool_id: &str, mut client: UserPoolClientType) -> Batch {
    let secret = client.client_secret.take().map(SecretString::from);
    let has_secret = secret.is_some();
    drop(secret);

    let mut misfits = 0;
    let row = vec![
        values::text(client.client_id),
        values::text(client.client_name),
        values::boolean(Some(has_secret)),
        values::moment(client.creation_date, &mut misfits),
        values::moment(client.last_modified_date, &mut misfits),
        Value::Integer(i64::from(client.refresh_token_validity)),
        values::integer(client.access_token_validity),
        values::integer(client.id_token_validity),
        values::json(client.token_validity_units.as_ref()),
        values::integer(client.auth_session_validity),
        values::json(client.refresh_token_rotation.as_ref()),
        values::json_list(client.explicit_auth_flows.as_deref()),
        values::json_list(client.supported_identity_providers.as_deref()),
        values::json_list(client.callback_urls.as_deref()),
        values::json_list(client.logout_urls.as_deref()),
        values::text(client.default_redirect_uri),
        values::boolean(client.allowed_o_auth_flows_user_pool_client),
        values::json_list(client.allowed_o_auth_flows.as_deref()),
        values::json_list(client.allowed_o_auth_scopes.as_deref()),
        values::json_list(client.read_attributes.as_deref()),
        values::json_list(client.write_attributes.as_deref()),
        values::text(
            client
                .prevent_user_existence_errors
                .map(|prevent| prevent.as_str().to_owned()),
        ),
        values::boolean(client.enable_token_revocation),
        values::boolean(client.enable_propagate_additional_user_context_data),
        values::json(client.analytics_configuration.as_ref()),
        Value::Text(pool_id.to_owned()),
    ];
    Batch {
        table: ID,
        columns: COLUMNS.clone(),
        rows: vec![row],
        misfits,
    }
}
