//! `user_identities`: the other ways in which a user signs in, out of the `identities` attribute.
//! That is JSON text whose values are strings in some pools and native in others. What is not such
//! JSON makes no row and counts as a misfit; it stands whole in `users` and `user_attributes`.

use crate::columns::{self, column, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::UserType;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Row, Table, TableId, Value};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("user_identities");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    Arc::new([
        column("sub", ColumnType::Text, PersonalData::Identifier),
        setting("provider_name", ColumnType::Text),
        column("provider_user_id", ColumnType::Text, PersonalData::Identifier),
        setting("provider_type", ColumnType::Text),
        setting("issuer", ColumnType::Text),
        setting("primary", ColumnType::Boolean),
        setting("created_at", ColumnType::Timestamp),
        setting("pool_id", ColumnType::Text),
    ])
});

pub(crate) fn table() -> Table {
    Table {
        person: Some("sub".into()),
        ..columns::table(
            ID,
            "The other providers that people sign in with, such as Google or a company's own",
            readings::LIST_USERS,
            COLUMNS.to_vec(),
            &["sub", "provider_name", "provider_user_id"],
        )
    }
}

/// One identity as it came. Raw, as an ID of 21 digits without quotes is more than a number holds.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identity<'a> {
    #[serde(borrow, default)]
    user_id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    provider_name: Option<&'a RawValue>,
    #[serde(borrow, default)]
    provider_type: Option<&'a RawValue>,
    #[serde(borrow, default)]
    issuer: Option<&'a RawValue>,
    #[serde(borrow, default)]
    primary: Option<&'a RawValue>,
    #[serde(borrow, default)]
    date_created: Option<&'a RawValue>,
}

pub(crate) fn batch(pool_id: &str, users: &[UserType]) -> Batch {
    let mut rows = Vec::new();
    let mut misfits = 0;
    for user in users {
        let identities = user
            .attributes()
            .iter()
            .find(|attribute| attribute.name == "identities");
        let Some(text) = identities.and_then(|attribute| attribute.value.as_deref()) else {
            continue;
        };
        let Ok(identities) = serde_json::from_str::<Vec<Identity<'_>>>(text) else {
            misfits += 1;
            continue;
        };
        let sub = readings::sub(user).unwrap_or_default();
        for identity in identities {
            match row(pool_id, sub, &identity, &mut misfits) {
                Some(row) => rows.push(row),
                None => misfits += 1,
            }
        }
    }
    Batch {
        table: ID,
        columns: COLUMNS.clone(),
        rows,
        misfits,
    }
}

/// The row of an identity; `None` without the names that are its key.
fn row(pool_id: &str, sub: &str, identity: &Identity<'_>, misfits: &mut u64) -> Option<Row> {
    let provider_name = plain(identity.provider_name)?;
    let user_id = plain(identity.user_id)?;
    let primary = plain(identity.primary);
    let created = plain(identity.date_created);
    Some(vec![
        Value::Text(sub.to_owned()),
        Value::Text(provider_name),
        Value::Text(user_id),
        values::text(plain(identity.provider_type)),
        values::text(plain(identity.issuer)),
        primary.map_or(Value::Null, |text| {
            values::typed(text, ColumnType::Boolean, misfits)
        }),
        created.map_or(Value::Null, |text| moment(text, misfits)),
        Value::Text(pool_id.to_owned()),
    ])
}

/// Milliseconds since the epoch, as text.
fn moment(text: String, misfits: &mut u64) -> Value {
    let time = text.parse().ok().and_then(values::milliseconds_since_epoch);
    time.unwrap_or_else(|| {
        *misfits += 1;
        Value::Text(text)
    })
}

/// A string's content, or what stands there where it is no string.
fn plain(raw: Option<&RawValue>) -> Option<String> {
    let raw = raw?.get();
    match raw {
        "null" => None,
        _ => Some(serde_json::from_str(raw).unwrap_or_else(|_| raw.to_owned())),
    }
}
