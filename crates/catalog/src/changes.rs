//! What is asked of the change log of a run. Plain data, as the faces send and show it.

use crate::model::ChangeKind;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Which lines of a run's change log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangeQuery {
    /// Of this table alone, by its name in the database.
    pub table: Option<String>,
    /// Of this kind alone.
    pub kind: Option<ChangeKind>,
    /// Of cells of this column alone.
    pub column: Option<String>,
}

/// How many lines a run's change log has of one sort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangeCount {
    /// The table's name in the database.
    pub table: String,
    /// What happened.
    pub kind: ChangeKind,
    /// For changed cells: the column.
    pub column: Option<String>,
    /// Lines: for [`ChangeKind::Changed`] one a cell, else one a row.
    pub lines: u64,
}
