//! What one upstream call brings.

use crate::{Column, Reading, TableId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A part of a reading that one chain of calls covers, such as `sub^=a` or `group=Admins`.
/// Made by the connector, kept by the engine, never interpreted by it. Shared, as a slice of
/// users names sixty of them and several readings follow the same slice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Partition(pub Arc<str>);

impl Partition {
    /// The partition that is the whole reading.
    pub fn whole() -> Self {
        Self("".into())
    }
    /// Whether this is the whole reading.
    pub fn is_whole(&self) -> bool {
        self.0.is_empty()
    }
}

/// The unit of work: one chain of pages, from its first call to the page without a next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Unit {
    /// The calls it makes.
    pub reading: Reading,
    /// The part of them that it covers.
    pub partition: Partition,
}

/// Where a chain of pages goes on. Opaque, upstream's own token as a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// What one upstream call brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Rows, one batch for each wanted table that this reading fills. May be empty.
    pub batches: Vec<Batch>,
    /// Where to go on; `None` when the chain is at its end. An empty page with a next is
    /// not the end.
    pub next: Option<Cursor>,
    /// Further units that this page revealed, such as the members of each group it named.
    pub discovered: Vec<Unit>,
    /// What the source does not have, for the run's report: an empty table and a word, not a
    /// failure. The engine logs each distinct note once.
    pub notes: Vec<Note>,
    /// What of the unit's rows the last publication holds already; see [`Since`].
    pub kept: Vec<Kept>,
    /// On the last page of a unit: where a later run may go on from; see [`Since`].
    pub mark: Option<Mark>,
}

/// A word on a table for the run's report, such as "This pool has no threat protection, so
/// there are no sign-in events."
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note {
    /// The table.
    pub table: TableId,
    /// One sentence for a person.
    pub message: String,
}

/// How far a unit was read, in the source's own terms, such as the number of its last change.
/// Made by the connector, kept by the engine with what it published, never interpreted by it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mark(pub String);

/// The marks of the run whose publication readers see now, by unit.
///
/// A source that numbers its changes need not be read whole again. Handed to
/// [`crate::Connector::go_on_from`], the connector may read a unit from its mark on; the first
/// page then says by [`Page::kept`] which rows of the publication stay as they are unless a
/// row with the same key comes. Without marks every unit is read whole, which is never wrong.
pub type Since = std::collections::HashMap<Unit, Mark>;

/// Rows of the last publication that stay: those of `table` whose columns have these values.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The table.
    pub table: TableId,
    /// Columns, by [`Column::original`], and the values that tell the rows of this unit.
    pub rows_with: Vec<(String, Value)>,
}

/// Rows of one table. All rows are as wide as `columns`.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The table.
    pub table: TableId,
    /// The columns of these rows, in their order. Later pages may have others.
    pub columns: Arc<[Column]>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Values that did not fit their column's type and were kept as they came.
    pub misfits: u64,
}

/// One row, a value for each column of its batch.
pub type Row = Vec<Value>;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Absent: not the same as empty.
    Null,
    /// Text, to the byte.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A decimal number, finite.
    Real(f64),
}

impl Page {
    /// A page without rows at the end of its chain.
    pub fn end() -> Self {
        Self {
            batches: Vec::new(),
            next: None,
            discovered: Vec::new(),
            notes: Vec::new(),
            kept: Vec::new(),
            mark: None,
        }
    }
}

impl Unit {
    /// The unit that covers all of `reading`.
    pub fn whole(reading: Reading) -> Self {
        Self {
            reading,
            partition: Partition::whole(),
        }
    }
}
