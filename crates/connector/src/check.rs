//! What *Connect* finds out, check by check.

use crate::{ReadError, TableId};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The checks of *Connect*, in the order in which they are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Whether the upstream answers at all.
    Reach,
    /// Whether it knows the keys and their secret.
    Keys,
    /// Whether what is to be read is there.
    Source,
    /// Which tables these keys may read.
    Tables,
}

/// Where a check stands.
#[derive(Debug, Clone)]
pub enum CheckOutcome {
    /// It is being made.
    Running,
    /// All is well; a few words on what was found, such as the pool's name.
    Passed(String),
    /// It failed, and with it the checks after it.
    Failed(ReadError),
}

/// One step of a check, told as it happens.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The check.
    pub check: Check,
    /// Where it stands.
    pub outcome: CheckOutcome,
}

/// Whether the keys may read a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "access")]
pub enum Access {
    /// They may.
    Allowed,
    /// They may not.
    Forbidden {
        /// The permission to ask for, such as `cognito-idp:ListGroups`.
        action: String,
    },
}

/// A table and whether the keys may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableAccess {
    /// The table.
    pub table: TableId,
    /// Whether it may be read.
    pub access: Access,
}

/// A thing to choose from the account, such as a user pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// The settings that choosing it fills in, by field.
    pub settings: std::collections::BTreeMap<String, String>,
    /// Its name for a person.
    pub name: String,
    /// How many rows it has, where that is known.
    pub rows: Option<u64>,
}
