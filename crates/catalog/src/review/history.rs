//! What became of a row, by run: from the change log, which outlives the versions.

use super::table::RowKey;
use crate::Error;
use crate::database::{DatabaseReader, as_text};
use crate::error::Doing;
use crate::model::{ChangeKind, RunId};
use crate::words::{from_word, moment};
use jiff::Timestamp;
use rusqlite::params;
use serde::{Deserialize, Serialize};
use specta::Type;

/// One thing that happened to a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowChange {
    /// The run that published it.
    pub run: RunId,
    /// When: as the engine tells it, when the run started; as the database has it, when it published.
    #[specta(type = String)]
    pub at: Timestamp,
    /// What happened.
    pub kind: ChangeKind,
    /// For a changed cell: the column.
    pub column: Option<String>,
    /// For a changed cell: what it was.
    pub old: Option<String>,
    /// For a changed cell: what it is.
    pub new: Option<String>,
}

impl DatabaseReader {
    /// What became of a row, the newest first, at most `limit` lines. A row that the first run
    /// brought has no line of its coming.
    pub fn row_history(&self, row: &RowKey, limit: u32) -> Result<Vec<RowChange>, Error> {
        const DOING: &str = "read what became of the row";
        let mut statement = self
            .connection()
            .prepare_cached(
                "SELECT c.run, p.at, c.kind, c.\"column\", c.old, c.new
                 FROM _poolhouse_changes AS c
                   CROSS JOIN _poolhouse_publications AS p ON p.run = c.run
                   CROSS JOIN _poolhouse_published AS t ON t.seq = p.seq AND t.target = c.target
                 WHERE t.source = ?1 AND c.key = ?2 ORDER BY c.id DESC LIMIT ?3",
            )
            .doing(DOING)?;
        let mut rows = statement
            .query(params![row.source.as_str(), row.key, limit])
            .doing(DOING)?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next().doing(DOING)? {
            changes.push(RowChange {
                run: RunId(row.get(0).doing(DOING)?),
                at: moment(&row.get::<_, String>(1).doing(DOING)?)?,
                kind: from_word(&row.get::<_, String>(2).doing(DOING)?)?,
                column: row.get(3).doing(DOING)?,
                old: as_text(row.get_ref(4).doing(DOING)?),
                new: as_text(row.get_ref(5).doing(DOING)?),
            });
        }
        Ok(changes)
    }
}
