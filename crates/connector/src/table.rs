//! What there is to import: tables and their columns.

use serde::{Deserialize, Serialize};
use specta::Type;
use std::borrow::Cow;
use std::fmt;

/// A table's name as its connector knows it, such as `users`: lower-case ASCII letters and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct TableId(Cow<'static, str>);

/// A family of upstream calls that fills one or more tables, such as `ListUsers`.
///
/// Tables that share a reading are filled from the same pages: one call, several tables.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct Reading(Cow<'static, str>);

macro_rules! name {
    ($name:ident) => {
        impl $name {
            /// A name fixed at build time.
            pub const fn new(name: &'static str) -> Self {
                Self(Cow::Borrowed(name))
            }
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl From<String> for $name {
            fn from(name: String) -> Self {
                Self(Cow::Owned(name))
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
name!(TableId);
name!(Reading);

/// One table that a connector can fill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Table {
    /// The table's name at its source; also the default name of the target table.
    pub id: TableId,
    /// What it holds, in one line for a person.
    pub summary: String,
    /// The calls that fill it.
    pub reading: Reading,
    /// Its columns as far as they are known: pages may bring more.
    pub columns: Vec<Column>,
    /// The [`Column::original`] names that together identify a row between runs. Never empty.
    pub key: Vec<String>,
    /// The other readings that must be made first, outermost first: those that discover the
    /// units of [`Table::reading`], such as `ListGroups` for the members of each group. Empty
    /// where the reading stands on its own.
    #[serde(default)]
    pub discovered_by: Vec<Reading>,
    /// The [`Column::original`] of the column that tells whom a row is about, where its rows are about
    /// people. One of [`Table::key`]; the same value is the same person in every table of a source.
    #[serde(default)]
    pub person: Option<String>,
    /// Of [`Table::reading`] and those that discover it, the ones whose partitions name people. Where a
    /// dataflow keeps rows of nobody, such a partition is written nowhere, and after a crash discovered
    /// again.
    #[serde(default)]
    pub names_people: Vec<Reading>,
    /// Ticked for a newcomer.
    pub default: bool,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    /// The name at the source, such as `custom:tier`. Foreign input: anything may be in it.
    /// Unique in its table; fixed columns have plain names such as `created_at`.
    pub original: String,
    /// The type that its values are meant to have.
    pub kind: ColumnType,
    /// The sort of personal data that it holds.
    pub personal: PersonalData,
}

/// A column's declared type. A value that does not fit is kept as it came, as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Any text, stored to the byte.
    Text,
    /// A whole number, or a decimal one: stored as INTEGER or REAL where that loses nothing.
    Number,
    /// True or false, stored as 1 or 0.
    Boolean,
    /// A moment, stored as RFC 3339 text in UTC (`2026-11-21T05:19:00.123Z`).
    Timestamp,
    /// JSON text.
    Json,
}

/// The sort of personal data in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PersonalData {
    /// None: settings, counts, types.
    None,
    /// Identifies a person only by way of the pool: `sub`, user name.
    Identifier,
    /// A person's name.
    Name,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A postal address, or a part of one.
    Address,
    /// A date of birth.
    BirthDate,
    /// An address on the internet.
    IpAddress,
    /// Free text, in which anything may stand.
    FreeText,
}
