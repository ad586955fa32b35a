//! `users`: one row a user, one typed column for each attribute of the pool's schema. An attribute
//! that the schema does not name becomes a column too, from the page on in which it first comes.
//!
//! This is the hot path: columns are made once for each layout and shared by all pages, and the
//! strings are moved out of the SDK's structures.

use crate::columns::{self, column, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::{
    AttributeDataType, AttributeType, SchemaAttributeType, UserType,
};
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Row, Table, TableId, Value};
use rustc_hash::FxHashMap;
use std::sync::{Arc, PoisonError, RwLock};

pub(crate) const ID: TableId = TableId::new("users");

const POOL_ID: &str = "pool_id";

/// The names that an attribute's column cannot have.
const FIXED: [&str; 7] = [
    "username",
    "sub",
    "status",
    "enabled",
    "created_at",
    "updated_at",
    POOL_ID,
];

/// Where `sub` stands among them.
const SUB: usize = 1;

/// What stands before an attribute's name where it would be taken for a fixed column's.
const PREFIX: &str = "attribute:";

pub(crate) fn table() -> Table {
    Table {
        person: Some("sub".into()),
        ..columns::table(
            ID,
            "Everybody in the pool, one row each, with a column for each attribute",
            readings::LIST_USERS,
            Layout::of(&[]).columns(),
            &["sub"],
        )
    }
}

/// The columns before the attributes'.
fn before() -> Vec<Column> {
    vec![
        column("username", ColumnType::Text, PersonalData::Identifier),
        column("sub", ColumnType::Text, PersonalData::Identifier),
        setting("status", ColumnType::Text),
        setting("enabled", ColumnType::Boolean),
        setting("created_at", ColumnType::Timestamp),
        setting("updated_at", ColumnType::Timestamp),
    ]
}

/// The columns of `users`, and where each attribute stands among them.
#[derive(Debug)]
pub(crate) struct Layout {
    columns: Arc<[Column]>,
    /// Looked into for each attribute of each user: hence a hash that is quick rather than hard to foresee. A
    /// pool has some dozens of attributes, named by its owner.
    places: FxHashMap<String, usize>,
}

impl Layout {
    /// The columns for a schema: the fixed ones and each attribute but `sub`.
    pub(crate) fn of(schema: &[SchemaAttributeType]) -> Self {
        let mut columns = before();
        let mut places = FxHashMap::default();
        for attribute in schema {
            let Some(name) = attribute.name.as_deref() else {
                continue;
            };
            if name == "sub" || places.contains_key(name) {
                continue;
            }
            let kind = attribute
                .attribute_data_type
                .as_ref()
                .map_or(ColumnType::Text, column_type);
            places.insert(name.to_owned(), columns.len());
            columns.push(attribute_column(name, kind));
        }
        columns.push(setting(POOL_ID, ColumnType::Text));
        Self {
            columns: columns.into(),
            places,
        }
    }

    /// The columns as a table has them.
    pub(crate) fn columns(&self) -> Vec<Column> {
        self.columns.to_vec()
    }

    /// How wide a row is without the pool's ID, which comes last.
    fn width(&self) -> usize {
        self.columns.len() - 1
    }

    /// The same and a column for an attribute that it does not know, which is text.
    fn with(&self, attribute: &str) -> Self {
        let mut columns = self.columns.to_vec();
        let mut places = self.places.clone();
        places.insert(attribute.to_owned(), self.width());
        columns.insert(self.width(), attribute_column(attribute, ColumnType::Text));
        Self {
            columns: columns.into(),
            places,
        }
    }
}

/// The layout of the moment, shared by all pages. Attributes are only ever added after the others,
/// so that a place found in an earlier layout stays right.
#[derive(Debug)]
pub(crate) struct Layouts(RwLock<Arc<Layout>>);

impl Layouts {
    pub(crate) fn new() -> Self {
        Self(RwLock::new(Arc::new(Layout::of(&[]))))
    }

    pub(crate) fn now(&self) -> Arc<Layout> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Begins anew from a schema, as the pool was just described.
    pub(crate) fn begin(&self, layout: Arc<Layout>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = layout;
    }

    /// The layout with a column for `attribute`, which another page may have added meanwhile.
    fn grown(&self, attribute: &str) -> Arc<Layout> {
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if !now.places.contains_key(attribute) {
            *now = Arc::new(now.with(attribute));
        }
        now.clone()
    }
}

/// The rows of a page. Every user has a `sub`: the reading has looked.
pub(crate) fn batch(pool_id: &str, users: Vec<UserType>, layouts: &Layouts) -> Batch {
    let mut layout = layouts.now();
    let mut misfits = 0;
    let mut rows: Vec<Row> = Vec::with_capacity(users.len());
    for user in users {
        let mut row = Vec::with_capacity(layout.columns.len());
        row.push(values::text(user.username));
        row.push(Value::Null);
        row.push(
            user.user_status
                .map_or(Value::Null, |status| Value::Text(status.as_str().to_owned())),
        );
        row.push(Value::Integer(i64::from(user.enabled)));
        row.push(values::moment(user.user_create_date, &mut misfits));
        row.push(values::moment(user.user_last_modified_date, &mut misfits));
        row.resize(layout.width(), Value::Null);
        for AttributeType { name, value, .. } in user.attributes.unwrap_or_default() {
            if name == "sub" {
                row[SUB] = values::text(value);
                continue;
            }
            let place = if let Some(&place) = layout.places.get(&name) {
                place
            } else {
                layout = layouts.grown(&name);
                row.resize(layout.width(), Value::Null);
                layout.places[&name]
            };
            if let Some(text) = value {
                row[place] = values::typed(text, layout.columns[place].kind, &mut misfits);
            }
        }
        rows.push(row);
    }
    // Rows before the one that brought a new attribute do not have it.
    for row in &mut rows {
        row.resize(layout.width(), Value::Null);
        row.push(Value::Text(pool_id.to_owned()));
    }
    Batch {
        table: ID,
        columns: layout.columns.clone(),
        rows,
        misfits,
    }
}

fn attribute_column(name: &str, kind: ColumnType) -> Column {
    let original = if FIXED.contains(&name) || name.starts_with(PREFIX) {
        format!("{PREFIX}{name}")
    } else {
        name.to_owned()
    };
    Column {
        original,
        kind,
        personal: personal(name, kind),
    }
}

fn column_type(kind: &AttributeDataType) -> ColumnType {
    match kind {
        AttributeDataType::Number => ColumnType::Number,
        AttributeDataType::Boolean => ColumnType::Boolean,
        AttributeDataType::Datetime => ColumnType::Timestamp,
        _ => ColumnType::Text,
    }
}

/// What an attribute says of a person: a standard one by what it is, one of an organization's own by its
/// name. Where that says nothing it is free text, to be careful.
pub(crate) fn personal(attribute: &str, kind: ColumnType) -> PersonalData {
    match attribute {
        "name" | "given_name" | "family_name" | "middle_name" | "nickname" => PersonalData::Name,
        "email" => PersonalData::Email,
        "phone_number" => PersonalData::Phone,
        "address" => PersonalData::Address,
        "birthdate" => PersonalData::BirthDate,
        "sub" | "preferred_username" | "identities" => PersonalData::Identifier,
        "email_verified" | "phone_number_verified" | "updated_at" | "locale" | "zoneinfo" => {
            PersonalData::None
        }
        _ if kind == ColumnType::Boolean => PersonalData::None,
        own => PersonalData::by_name(own).unwrap_or(PersonalData::FreeText),
    }
}
