//! `user_devices`: the devices that the pool remembers of each user.

use crate::columns::{self, column, setting};
use crate::slices::Member;
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::{AttributeType, DeviceType};
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Row, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("user_devices");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Json, Text, Timestamp};
    use PersonalData::{FreeText, Identifier, IpAddress};
    Arc::new([
        column("sub", Text, Identifier),
        column("device_key", Text, Identifier),
        column("name", Text, FreeText),
        setting("status", Text),
        column("last_address", Text, IpAddress),
        column("attributes", Json, FreeText),
        setting("created_at", Timestamp),
        setting("updated_at", Timestamp),
        setting("last_signed_in_at", Timestamp),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    Table {
        // A call for every user: off until somebody asks for it and has seen what it costs.
        default: false,
        person: Some("sub".into()),
        ..columns::table(
            ID,
            "The devices that each person signs in from; a call or more for every user",
            readings::ADMIN_LIST_DEVICES,
            COLUMNS.to_vec(),
            &["sub", "device_key"],
        )
    }
}

/// The rows of a page of a user. Every device has a key: the reading has looked.
pub(crate) fn batch(pool_id: &str, user: &Member, devices: Vec<DeviceType>) -> Batch {
    let mut misfits = 0;
    let rows: Vec<Row> = devices
        .into_iter()
        .map(|device| {
            let attributes = device.device_attributes.unwrap_or_default();
            let attribute = |name: &str| {
                let named = attributes.iter().find(|attribute| attribute.name == name);
                values::text(named.and_then(|attribute| attribute.value.clone()))
            };
            vec![
                Value::Text(user.id.clone()),
                values::text(device.device_key),
                attribute("device_name"),
                attribute("device_status"),
                attribute("last_ip_used"),
                pairs(&attributes),
                values::moment(device.device_create_date, &mut misfits),
                values::moment(device.device_last_modified_date, &mut misfits),
                values::moment(device.device_last_authenticated_date, &mut misfits),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    columns::batch(ID, &COLUMNS, rows, misfits)
}

/// All attributes as one JSON object.
fn pairs(attributes: &[AttributeType]) -> Value {
    let pairs = attributes
        .iter()
        .map(|attribute| (attribute.name.clone(), attribute.value.clone()));
    values::sorted(pairs)
}
