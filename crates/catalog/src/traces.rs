//! Where a person is found, and what was deleted of them.

use crate::model::RunId;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::{BTreeMap, BTreeSet};

/// What a database holds of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonTraces {
    /// Their rows, by table, all versions together.
    pub tables: BTreeMap<String, TableTraces>,
    /// Their lines of the change log.
    pub changes: u64,
    /// Whether a run was cut off and left what it had read.
    pub staged: bool,
    /// What they can be told by elsewhere, now or before: identifiers, e-mail addresses, telephone
    /// numbers. Not for a screen.
    pub values: BTreeSet<String>,
    /// Where in the rows and lines of others one of these stands.
    pub mentions: Vec<Mention>,
}

/// What a database holds of somebody who is known from another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Rows that have one of the values, by table, all versions together.
    pub tables: Vec<(String, u64)>,
    /// Lines of the change log that name one.
    pub changes: u64,
    /// Rows that an interrupted run has left.
    pub staged: u64,
}

/// A person's rows in one table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableTraces {
    /// Rows, all versions together.
    pub rows: u64,
    /// Versions that have one.
    pub versions: u64,
}

/// Cells of others that name a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Mention {
    /// The table's name in the database; `None` for the change log.
    pub table: Option<String>,
    /// The column's name.
    pub column: Option<String>,
    /// Cells, all versions together; lines of the change log.
    pub cells: u64,
}

/// What was deleted of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Rows, all versions together.
    pub rows: u64,
    /// Lines of the change log.
    pub changes: u64,
    /// What each run shows less than it did.
    pub runs: Vec<(RunId, TraceCount)>,
}

/// What was deleted of what one run published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TraceCount {
    /// Rows.
    pub rows: u64,
    /// Lines of the change log.
    pub changes: u64,
}
