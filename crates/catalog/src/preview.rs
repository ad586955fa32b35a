//! What a rollback would change, as the faces show it before it is done.

use crate::model::RunId;
use poolhouse_connector::TableId;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What going back to a version would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RollbackPreview {
    /// The run whose version is gone back to.
    pub to: RunId,
    /// The tables that readers see now or would see, column catalogues apart; of a rollback of one
    /// table, that one.
    pub tables: Vec<TableRollback>,
}

/// What going back would change in one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TableRollback {
    /// The connector's table.
    pub source: TableId,
    /// The name under which readers would see it, or see it now where they would not.
    pub name: String,
    /// Its rows now; `None` where readers do not see it.
    pub rows_now: Option<u64>,
    /// Its rows then; `None` where readers would see it no more.
    pub rows_then: Option<u64>,
    /// Rows that would come.
    pub added: u64,
    /// Rows of which at least one cell would change.
    pub changed: u64,
    /// Rows that would go.
    pub removed: u64,
    /// Columns that would come, by their names in the database.
    pub columns_added: Vec<String>,
    /// Columns that would go.
    pub columns_removed: Vec<String>,
}
