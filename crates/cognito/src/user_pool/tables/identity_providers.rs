//! `identity_providers`: the other services that people sign in with. Of a provider's details only
//! those that are known to be no secret are kept; the names of the others stand in a column.

use crate::columns::{self, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::IdentityProviderType;
use poolhouse_connector::{Batch, Column, ColumnType, Table, TableId, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("identity_providers");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Json, Text, Timestamp};
    Arc::new([
        setting("provider_name", Text),
        setting("provider_type", Text),
        setting("details", Json),
        setting("details_left_out", Json),
        setting("attribute_mapping", Json),
        setting("identifiers", Json),
        setting("authentication_levels", Json),
        setting("created_at", Timestamp),
        setting("updated_at", Timestamp),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The other services that people sign in with, without their secrets",
        readings::DESCRIBE_IDENTITY_PROVIDER,
        COLUMNS.to_vec(),
        &["provider_name"],
    )
}

/// The details that say where and how to sign in, and no secret. A detail that AWS adds one day
/// is left out until somebody has looked at it. A metadata file is left out too: it is what the
/// company uploaded, with anything in it.
const KEPT: [&str; 21] = [
    "ActiveEncryptionCertificate",
    "EncryptedResponses",
    "IDPInit",
    "IDPSignout",
    "MetadataURL",
    "RequestSigningAlgorithm",
    "SLORedirectBindingURI",
    "SSORedirectBindingURI",
    "api_version",
    "attributes_request_method",
    "attributes_url",
    "attributes_url_add_attributes",
    "authorize_scopes",
    "authorize_url",
    "client_id",
    "jwks_uri",
    "key_id",
    "oidc_issuer",
    "team_id",
    "token_request_method",
    "token_url",
];

/// A provider's row. It has a name: the reading has looked.
pub(crate) fn batch(pool_id: &str, provider: IdentityProviderType) -> Batch {
    let mut misfits = 0;
    let details: BTreeMap<String, String> = provider
        .provider_details
        .unwrap_or_default()
        .into_iter()
        .collect();
    let (kept, left_out): (BTreeMap<_, _>, BTreeMap<_, _>) = details
        .into_iter()
        .partition(|(name, _)| KEPT.contains(&name.as_str()));
    let left_out: Vec<String> = left_out.into_keys().collect();
    let row = vec![
        values::text(provider.provider_name),
        values::word(provider.provider_type.as_ref()),
        values::sorted(kept),
        values::json_list(Some(&left_out)),
        provider.attribute_mapping.map_or(Value::Null, values::sorted),
        values::json_list(provider.idp_identifiers.as_deref()),
        provider.acr_mapping.map_or(Value::Null, values::sorted),
        values::moment(provider.creation_date, &mut misfits),
        values::moment(provider.last_modified_date, &mut misfits),
        Value::Text(pool_id.to_owned()),
    ];
    columns::batch(ID, &COLUMNS, vec![row], misfits)
}
