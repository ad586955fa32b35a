//! What was imported, as it is looked at.

use poolhouse_catalog::model::{
    Dataflow, DataflowId, Filter, RunId, StoredColumn, TableQuery, TableSummary, Version,
};
use poolhouse_catalog::{Lines, RowChange};
use serde::{Deserialize, Serialize};
use specta::Type;

/// One database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DatabaseView {
    /// Its dataflow.
    pub dataflow: Dataflow,
    /// Where the file lies.
    pub path: String,
    /// Bytes on disk.
    pub bytes: u64,
    /// The tables that readers see now.
    pub tables: Vec<TableSummary>,
    /// How many versions can be rolled back to, the one that readers see now among them. The versions
    /// themselves, which may be of years, are asked for alone: [`Engine::versions`](crate::Engine::versions).
    pub versions_kept: u64,
    /// People who were forgotten in it.
    pub people_forgotten: u64,
    /// Whether it is still to be rewritten, so that no trace of them is left in the file.
    pub to_rewrite: bool,
    /// Why it cannot be read, in words; `None` when it can.
    pub unreadable: Option<String>,
}

/// A table that is open, until it is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct ViewId(pub u64);

/// What is looked at as a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Subject {
    /// A table of a database.
    Table {
        /// The database's dataflow.
        dataflow: DataflowId,
        /// The table's name in the database.
        table: String,
        /// Which version of it.
        version: Version,
    },
    /// What became of a table from one version to another: a line for each row that came or went, and
    /// for each cell that changed.
    Comparison {
        /// The database's dataflow.
        dataflow: DataflowId,
        /// The table's name in the database.
        table: String,
        /// The version to begin with.
        from: Version,
        /// The version to end with; may be the earlier one.
        to: Version,
    },
    /// Everybody of all databases, or some of them.
    People {
        /// Those of this organization alone; `Some("")` for those of none.
        organization: Option<String>,
        /// Those of this dataflow alone.
        dataflow: Option<DataflowId>,
        /// Those in this group of that dataflow alone.
        group: Option<String>,
    },
}

/// A table that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenedTable {
    /// Names it from now on.
    pub view: ViewId,
    /// Its columns, in their order.
    pub columns: Vec<StoredColumn>,
    /// All its rows, whatever the question; `None` where that is not known beforehand.
    pub rows: Option<u64>,
    /// Of two versions compared: how its columns are made up.
    pub compared: Option<Compared>,
    /// The databases that could not be read, each with why, in words.
    pub left_out: Vec<String>,
    /// Columns for which there is no room, where the columns of many databases stand side by side.
    pub columns_left_out: u64,
}

/// A value that the engine keeps for a filter, as the face may not know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeptValue {
    /// By which the engine knows it.
    pub value: u64,
    /// What a screen shows of it.
    pub shown: String,
}

/// What became of a row, and where it is to be found as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowHistory {
    /// What became of it, by run, the newest first.
    pub changes: Vec<RowChange>,
    /// The dataflow whose database has it.
    pub dataflow: DataflowId,
    /// Its table there.
    pub table: String,
    /// What finds it there by its key, in the version of each run of `found`. Of a value that the screen may
    /// not show the engine keeps what is looked for.
    pub filters: Vec<Filter>,
    /// The runs of `changes` in whose version the row is and is kept.
    pub found: Vec<RunId>,
}

/// The columns of two versions compared: `change`, the key, what the row is called, and the last three,
/// `column`, `before` and `after`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Compared {
    /// Columns of the key.
    pub key: u32,
    /// Columns of names, after those.
    pub names: u32,
}

impl Compared {
    pub(crate) fn of(lines: &Lines) -> Self {
        Self {
            key: lines.key as u32,
            names: lines.names as u32,
        }
    }
}

/// Some rows of an open table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowsWindow {
    /// The rows from the asked place on; a cell is NULL or its text.
    pub rows: Vec<Vec<Option<String>>>,
    /// How many rows the question has brought so far.
    pub found: u64,
    /// Whether that is all of them.
    pub done: bool,
}

/// A question that is often asked of a table, ready to be put to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadyQuestion {
    /// The table's name in the database.
    pub table: String,
    /// A few words.
    pub title: String,
    /// What the rows that it brings have in common, in one sentence.
    pub about: String,
    /// The question. Where rows belong together, its order has them stand together.
    pub query: TableQuery,
    /// The days that it counts; `None` where it counts none.
    pub days: Option<u32>,
}

/// The organizations, and who is in them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Directory {
    /// In the order of their names; that of dataflows without one, if any, comes last.
    pub organizations: Vec<Organization>,
    /// The databases that could not be read, each with why, in words.
    pub left_out: Vec<String>,
}

/// An organization: what the dataflows that name it have imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// Its name; empty for the dataflows without one.
    pub name: String,
    /// Everybody in it. Who is in several of its databases counts in each.
    pub people: u64,
    /// Its dataflows that have imported people, in the order of their names.
    pub dataflows: Vec<DataflowPeople>,
}

/// The people that one dataflow has imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DataflowPeople {
    /// The dataflow.
    pub dataflow: DataflowId,
    /// Its name.
    pub name: String,
    /// Its name for people; may be empty.
    pub display_name: String,
    /// The run that published what is seen now.
    pub published: RunId,
    /// The name of its table of people.
    pub table: String,
    /// The name of that table's column by which other tables name a person; `None` where it was not
    /// imported.
    pub identity: Option<String>,
    /// The name of its column by which a person is known in other databases, likewise.
    pub address: Option<String>,
    /// Everybody in it.
    pub people: u64,
    /// Its groups, in the order of their names.
    pub groups: Vec<GroupPeople>,
}

/// A group and how many are in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupPeople {
    /// Its name.
    pub name: String,
    /// How many are in it; `None` where it was not imported who is in which group.
    pub people: Option<u64>,
}
