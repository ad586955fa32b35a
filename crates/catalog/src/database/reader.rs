//! [`DatabaseReader`]: what was imported, for the screen and the exports. Cannot write.

use super::classes::Classes;
use super::entries::{self, Entry};
use super::handle::STEPS;
use super::publish::now_shown;
use crate::connection::open_reader;
use crate::error::Doing;
use crate::model::{Change, ChangeKind, Publication, RunId, TableSummary, Version};
use crate::names::check_dataflow_name;
use crate::words::{from_json, from_word};
use crate::{DataFolder, Error};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};
use std::path::PathBuf;

/// A reader of one database.
#[derive(Debug)]
pub struct DatabaseReader {
    connection: Connection,
    path: PathBuf,
}

/// Lines of the change log of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCount {
    /// The table's name in the database.
    pub table: String,
    /// What happened.
    pub kind: ChangeKind,
    /// Lines: for [`ChangeKind::Changed`] one a cell, else one a row.
    pub lines: u64,
}

impl DatabaseReader {
    /// Opens the database of the dataflow `name`; `None` when there is none.
    pub fn open(folder: &DataFolder, name: &str) -> Result<Option<Self>, Error> {
        check_dataflow_name(name)?;
        let path = folder.database_path(name);
        Ok(open_reader(&path, STEPS)?.map(|connection| Self { connection, path }))
    }

    /// The tables as readers see them now.
    pub fn tables(&self) -> Result<Vec<TableSummary>, Error> {
        const DOING: &str = "read the tables";
        let shown = now_shown(&self.connection).doing(DOING)?;
        let classes = Classes::load(&self.connection).doing(DOING)?;
        let summary = |mut entry: Entry| {
            classes.apply(&entry.source, &mut entry.columns);
            TableSummary {
                source: entry.source,
                name: entry.target,
                rows: entry.rows,
                columns: entry.columns,
            }
        };
        Ok(shown.into_iter().map(summary).collect())
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The history, newest first.
    pub fn publications(&self) -> Result<Vec<Publication>, Error> {
        const DOING: &str = "read the history";
        let transaction = self.connection.unchecked_transaction().doing(DOING)?;
        let seqs = entries::seqs(&transaction).doing(DOING)?.into_iter();
        seqs.map(|seq| entries::publication(&transaction, seq).doing(DOING))
            .collect()
    }

    /// What a run changed, of one table or of all, those lines after `after`.
    pub fn changes(
        &self,
        run: RunId,
        table: Option<&str>,
        after: Option<i64>,
        limit: u32,
    ) -> Result<Vec<Change>, Error> {
        const DOING: &str = "read the change log";
        let of_table = if table.is_some() {
            "AND target = ?4"
        } else {
            "AND ?4 IS NULL"
        };
        let mut statement = self
            .connection
            .prepare_cached(&format!(
                "SELECT id, target, key, kind, \"column\", old, new FROM _poolhouse_changes
                 WHERE run = ?1 {of_table} AND id > ?2 ORDER BY id LIMIT ?3"
            ))
            .doing(DOING)?;
        let mut rows = statement
            .query(params![run.0, after.unwrap_or(0), limit, table])
            .doing(DOING)?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next().doing(DOING)? {
            changes.push(change(row).doing(DOING)?);
        }
        Ok(changes)
    }

    /// How many lines the change log has of each kind for a run.
    pub fn change_counts(&self, run: RunId) -> Result<Vec<ChangeCount>, Error> {
        const DOING: &str = "count the changes";
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT target, kind, count(*) FROM _poolhouse_changes WHERE run = ?1
                 GROUP BY target, kind ORDER BY target, kind",
            )
            .doing(DOING)?;
        let mut rows = statement.query([run.0]).doing(DOING)?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next().doing(DOING)? {
            counts.push(ChangeCount {
                table: row.get(0).doing(DOING)?,
                kind: from_word(&row.get::<_, String>(1).doing(DOING)?)?,
                lines: row.get::<_, i64>(2).doing(DOING)? as u64,
            });
        }
        Ok(counts)
    }

    /// The size of the database on the disk, its write-ahead log included.
    pub fn size_bytes(&self) -> Result<u64, Error> {
        let size = |path: &std::path::Path| std::fs::metadata(path).map(|found| found.len());
        let file = size(&self.path).map_err(|error| Error::io("look at", &self.path, error))?;
        Ok(file + size(&crate::folder::beside(&self.path, "-wal")).unwrap_or(0))
    }
}

/// The tables as readers see them now, or saw them once a run had published.
pub(crate) fn shown_as_of(connection: &Connection, version: Version) -> Result<Vec<Entry>, Error> {
    const DOING: &str = "read the tables";
    match version {
        Version::Now => now_shown(connection).doing(DOING),
        Version::AsOf(run) => {
            let seq = entries::seq_of(connection, run).doing(DOING)?;
            let entries =
                entries::entries(connection, seq.ok_or(Error::VersionGone { run })?).doing(DOING)?;
            for entry in &entries {
                if !entries::is_kept(connection, &entry.physical).doing(DOING)? {
                    return Err(Error::VersionGone { run });
                }
            }
            Ok(entries)
        }
    }
}

fn change(row: &rusqlite::Row<'_>) -> Result<Change, Error> {
    let key: Vec<serde_json::Value> = from_json(&row.get::<_, String>(2)?)?;
    let part = |value: serde_json::Value| match value {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text),
        other => Some(other.to_string()),
    };
    Ok(Change {
        id: row.get(0)?,
        table: row.get(1)?,
        key: key.into_iter().map(part).collect(),
        kind: from_word(&row.get::<_, String>(3)?)?,
        column: row.get(4)?,
        old: as_text(row.get_ref(5)?),
        new: as_text(row.get_ref(6)?),
    })
}

/// A cell as its text.
pub(crate) fn as_text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
    }
}
