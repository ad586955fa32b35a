//! What one upstream call brings.

use crate::{Column, Reading, TableId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A part of a reading that one chain of calls covers, such as `sub^=a` or `group=Admins`.
/// Made by the connector, kept by the engine, never interpreted by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Partition(pub String);

impl Partition {
    /// The partition that is the whole reading.
    pub fn whole() -> Self {
        Self(String::new())
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

impl Unit {
    /// The unit that covers all of `reading`.
    pub fn whole(reading: Reading) -> Self {
        Self {
            reading,
            partition: Partition::whole(),
        }
    }
}
