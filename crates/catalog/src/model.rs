//! The words of the catalog: dataflows, runs, tables, versions. Plain data; called by all.

pub use crate::certificate::{
    Certificate, ColumnDrift, DriftKind, Effort, ReadingCount, SkippedTable, SplitCertificate,
    TableCertificate,
};
pub use crate::changes::{ChangeCount, ChangeQuery};
pub use crate::preview::{RollbackPreview, TableRollback};
pub use crate::profile::{Bar, ColumnProfile, Frequent};
pub use crate::query::{Filter, Sort, TableQuery, Test, Version};
pub use crate::run::{Failure, LogLevel, LogLine, Run, RunKind, RunStatus, RunTable, Trigger};
pub use crate::traces::{Forgotten, Held, Mention, PersonTraces, TableTraces, TraceCount};
use jiff::Timestamp;
use poolhouse_connector::{Settings, TableId};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;
use std::fmt;

/// A dataflow's number. Never used again after its dataflow is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct DataflowId(pub i64);

/// A run's number, counted over all dataflows. Also the number of the versions it made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct RunId(pub i64);

impl fmt::Display for DataflowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a table is loaded for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The rows and the column catalogue.
    All,
    /// The rows.
    #[serde(rename = "customer_360")]
    Customer360,
    /// The column catalogue alone: no value of any row reaches the disk.
    PrivacyMetadata,
}

impl Purpose {
    /// Whether rows are kept.
    pub fn keeps_rows(self) -> bool {
        self != Self::PrivacyMetadata
    }
    /// Whether the column catalogue is kept.
    pub fn keeps_column_catalogue(self) -> bool {
        self != Self::Customer360
    }
}

/// A table that a dataflow imports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChosenTable {
    /// The connector's table.
    pub source: TableId,
    /// The name it gets in the database; checked by [`crate::names::check_table_name`].
    pub target: String,
    /// What it is loaded for.
    pub purpose: Purpose,
}

/// What a person decides about a dataflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DataflowDraft {
    /// Its name, also the database's file name; checked by [`crate::names::check_dataflow_name`].
    pub name: String,
    /// The connector kind's id.
    pub connector: String,
    /// The connector's settings. Never a secret.
    pub settings: Settings,
    /// A name for people; may be empty.
    pub display_name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Whose data it is; may be empty.
    pub organization: String,
    /// The tables it imports, at least one.
    pub tables: Vec<ChosenTable>,
    /// What to do with columns that the source did not have before.
    #[serde(default)]
    pub drift: DriftPolicy,
}

/// A stored dataflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Dataflow {
    /// Its number.
    pub id: DataflowId,
    /// What was decided about it.
    #[serde(flatten)]
    pub draft: DataflowDraft,
    /// When it was made.
    #[specta(type = String)]
    pub created_at: Timestamp,
    /// When it was last edited.
    #[specta(type = String)]
    pub updated_at: Timestamp,
}

/// What is known about splitting a source's listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SplitVerdict {
    /// Whether the parts were seen to bring all that the whole brings.
    pub trusted: bool,
    /// Why, one sentence.
    pub reason: String,
    /// When it was found.
    #[specta(type = String)]
    pub at: Timestamp,
}

/// How large a source was when it was last read whole, for what it does not tell beforehand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceSizes {
    /// Pages of each reading.
    pub pages: BTreeMap<String, u64>,
    /// Rows of each table.
    pub rows: BTreeMap<TableId, u64>,
}

/// What a publication did to one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PublishedTable {
    /// The connector's table; for a column catalogue its table's id with `_columns`.
    pub source: TableId,
    /// Its name in the database.
    pub target: String,
    /// Its rows now.
    pub rows: u64,
    /// Rows that the version before did not have (all, when there was none before: then 0
    /// changes are logged).
    pub added: u64,
    /// Rows with at least one other value.
    pub changed: u64,
    /// Rows that only the version before had.
    pub removed: u64,
    /// The run whose rows it now shows: an earlier one where nothing changed.
    pub version: RunId,
}

/// One entry of a database's history: what readers saw from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Publication {
    /// The run that published it.
    pub run: RunId,
    /// When: as the engine tells it, when its run started, so that it has the same time in the history; as
    /// the database has it, when it was published.
    #[specta(type = String)]
    pub at: Timestamp,
    /// The tables, as they were published.
    pub tables: Vec<PublishedTable>,
    /// The tables that readers saw before it and do not see with it, as they were.
    #[serde(skip)]
    pub gone: Vec<PublishedTable>,
    /// Whether its rows are still kept, so that it can be rolled back to.
    pub kept: bool,
    /// Whether it is what readers see now.
    pub current: bool,
}

/// One table as readers see it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TableSummary {
    /// The connector's table.
    pub source: TableId,
    /// Its name in the database.
    pub name: String,
    /// Its rows.
    pub rows: u64,
    /// The run whose rows it shows: an earlier one than the last where nothing changed.
    pub version: RunId,
    /// Its columns in order.
    pub columns: Vec<StoredColumn>,
}

/// One column as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoredColumn {
    /// Its name in the database.
    pub name: String,
    /// Its name at the source.
    pub original: String,
    /// Its declared type.
    pub kind: poolhouse_connector::ColumnType,
    /// The sort of personal data in it.
    pub personal: poolhouse_connector::PersonalData,
}

/// What a column holds, and where that is known from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ColumnClass {
    /// The table's name in the database.
    pub table: String,
    /// The column's name in the database.
    pub column: String,
    /// The sort of personal data that its name and its values suggest.
    pub found: poolhouse_connector::PersonalData,
    /// The sort that somebody said it holds, which counts before what was found.
    pub said: Option<poolhouse_connector::PersonalData>,
}

/// The columns of a table as a run published it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumns {
    /// The connector's table.
    pub source: TableId,
    /// The table's name in the database.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<StoredColumn>,
    /// The names of those that are its key, in the key's order.
    pub key: Vec<String>,
}

/// What happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It came.
    Added,
    /// A cell of it changed.
    Changed,
    /// It went.
    Removed,
}

/// One line of the change log: a row that came or went, or one cell that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Its place in the log, for paging.
    pub id: i64,
    /// The table's name in the database.
    pub table: String,
    /// The row's key, its parts in the key's order.
    pub key: Vec<Option<String>>,
    /// What the row is called, as far as its version is kept: for one that went as it was, else as it is.
    pub names: Vec<RowName>,
    /// What happened.
    pub kind: ChangeKind,
    /// For a changed cell: the column.
    pub column: Option<String>,
    /// For a changed cell: what it was.
    pub old: Option<String>,
    /// For a changed cell: what it is.
    pub new: Option<String>,
}

/// One name of a row, such as a person's e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowName {
    /// What it is: `name`, `email`.
    pub name: String,
    /// The name.
    pub value: String,
    /// The sort of personal data that it is.
    pub personal: poolhouse_connector::PersonalData,
}

/// What a dataflow does with columns that its source did not have in the run before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DriftPolicy {
    /// Takes them.
    #[default]
    TakeAll,
    /// Leaves them out until a person has taken them.
    Ask,
    /// Leaves them out.
    Keep,
}
