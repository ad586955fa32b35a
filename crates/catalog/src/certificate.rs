//! A run's certificate: what was asked, what was answered, and what that leaves out. Plain data,
//! stored with the run as JSON; a field that an older app did not store takes its default.

use poolhouse_connector::TableId;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What shows that a run read everything that there was to read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Certificate {
    /// What the run was expected to take.
    pub expected: Effort,
    /// What it took.
    pub actual: Effort,
    /// Calls that were refused for going too fast, and made again.
    pub throttled: u64,
    /// Calls that failed in passing, and were made again.
    pub retried: u64,
    /// The readings, each with its units.
    pub readings: Vec<ReadingCount>,
    /// The tables, each with its rows.
    pub tables: Vec<TableCertificate>,
    /// Tables that were chosen and not read.
    pub skipped: Vec<SkippedTable>,
    /// How a listing was read in parts, where one was.
    pub split: Option<SplitCertificate>,
}

/// Rows, upstream calls and time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Effort {
    /// Rows of all tables whose size is known beforehand.
    pub rows: Option<u64>,
    /// Upstream calls.
    pub calls: u64,
    /// Whether the calls are the least there can be: more are known only once it is read.
    pub at_least: bool,
    /// Seconds.
    pub seconds: Option<u64>,
}

/// What was asked of one family of upstream calls, and what was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadingCount {
    /// The calls, such as `ListUsers`.
    pub reading: String,
    /// Units that were asked for: the whole, the parts of a split, each group.
    pub units: u64,
    /// Those that were read to their end.
    pub covered: u64,
    /// Pages of them.
    pub pages: u64,
}

/// What was read of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TableCertificate {
    /// The connector's table.
    pub source: TableId,
    /// Its name in the database.
    pub target: String,
    /// Rows as they came; those that two pages brought counted twice.
    pub read: u64,
    /// Distinct keys: the rows that were published.
    pub rows: u64,
    /// Rows that were expected, where that was known.
    pub expected: Option<u64>,
    /// Values that did not fit their column's type, kept as they came.
    pub misfits: u64,
    /// What the source does not have, in words.
    pub notes: Vec<String>,
    /// Columns that are other than in the version before.
    pub columns: Vec<ColumnDrift>,
}

/// A column that is other than in the version before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ColumnDrift {
    /// The column's name at the source.
    pub original: String,
    /// What became of it.
    pub kind: DriftKind,
}

/// What became of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DriftKind {
    /// It is new.
    Added,
    /// The source no longer has it; it stays, with NULLs.
    Vanished,
    /// Its type changed; it takes values of both from now on.
    Widened,
    /// It is new, and left out as the dataflow says.
    HeldBack,
}

/// A table that was chosen and not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SkippedTable {
    /// The connector's table.
    pub source: TableId,
    /// Why, in words.
    pub reason: String,
}

/// How a listing was read in parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SplitCertificate {
    /// The reading.
    pub reading: String,
    /// Parts that were asked for.
    pub parts: u64,
    /// Parts that were read to their end.
    pub covered: u64,
    /// Whether the whole was read beside them in this run, to prove them.
    pub proved: bool,
    /// Whether parts are trusted for this source from now on.
    pub trusted: bool,
    /// Why, in words.
    pub reason: String,
}
