//! `branding`: how the sign-in pages look, classic and managed, for the pool and for each client.
//! The pictures themselves are dropped; what there is of them stands in a column.

use crate::columns::{self, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::{AssetType, ManagedLoginBrandingType, UiCustomizationType};
use poolhouse_connector::{Batch, Column, ColumnType, Table, TableId, Value};
use serde::Serialize;
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("branding");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Boolean, Json, Text, Timestamp};
    Arc::new([
        setting("applies_to", Text),
        setting("kind", Text),
        setting("client_id", Text),
        setting("branding_id", Text),
        setting("css", Text),
        setting("css_version", Text),
        setting("logo_url", Text),
        setting("default_values", Boolean),
        setting("settings", Json),
        setting("pictures", Json),
        setting("created_at", Timestamp),
        setting("updated_at", Timestamp),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "How the sign-in pages look, without the pictures",
        readings::BRANDING,
        COLUMNS.to_vec(),
        &["applies_to", "kind"],
    )
}

/// The classic pages of the pool or of a client; no row where nothing is set, or where the client
/// looks as the pool does.
pub(crate) fn classic(pool_id: &str, client_id: Option<&str>, classic: UiCustomizationType) -> Batch {
    let mut misfits = 0;
    let is_set = classic.css.is_some() || classic.image_url.is_some();
    let is_own = client_id.is_none_or(|id| classic.client_id.as_deref() == Some(id));
    if !is_set || !is_own {
        return columns::batch(ID, &COLUMNS, Vec::new(), 0);
    }
    let row = vec![
        Value::Text(client_id.unwrap_or(pool_id).to_owned()),
        Value::Text("classic".to_owned()),
        values::word(client_id),
        Value::Null,
        values::text(classic.css),
        values::text(classic.css_version),
        values::text(classic.image_url),
        Value::Null,
        Value::Null,
        Value::Null,
        values::moment(classic.creation_date, &mut misfits),
        values::moment(classic.last_modified_date, &mut misfits),
        Value::Text(pool_id.to_owned()),
    ];
    columns::batch(ID, &COLUMNS, vec![row], misfits)
}

/// The managed pages of a client.
pub(crate) fn managed(pool_id: &str, client_id: &str, managed: ManagedLoginBrandingType) -> Batch {
    let mut misfits = 0;
    let row = vec![
        Value::Text(client_id.to_owned()),
        Value::Text("managed".to_owned()),
        Value::Text(client_id.to_owned()),
        values::text(managed.managed_login_branding_id),
        Value::Null,
        Value::Null,
        Value::Null,
        values::boolean(Some(managed.use_cognito_provided_values)),
        values::document(managed.settings.as_ref()),
        managed.assets.as_deref().map_or(Value::Null, pictures),
        values::moment(managed.creation_date, &mut misfits),
        values::moment(managed.last_modified_date, &mut misfits),
        Value::Text(pool_id.to_owned()),
    ];
    columns::batch(ID, &COLUMNS, vec![row], misfits)
}

/// What there is of a picture, but for itself.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Picture<'a> {
    category: &'a str,
    color_mode: &'a str,
    extension: &'a str,
    resource_id: Option<&'a str>,
}

fn pictures(assets: &[AssetType]) -> Value {
    let pictures: Vec<Picture<'_>> = assets
        .iter()
        .map(|asset| Picture {
            category: asset.category.as_str(),
            color_mode: asset.color_mode.as_str(),
            extension: asset.extension.as_str(),
            resource_id: asset.resource_id.as_deref(),
        })
        .collect();
    Value::Text(serde_json::to_string(&pictures).expect("BUG: words are JSON"))
}
