//! [`DatabaseReader`]: what was imported, for the screen and the exports. Cannot write.

use super::classes::Classes;
use super::entries::{self, Entry};
use super::handle::{Interrupt, STEPS};
use super::publish::now_shown;
use crate::connection::open_reader;
use crate::error::Doing;
use crate::model::{Publication, RunId, TableSummary, Version};
use crate::names::check_dataflow_name;
use crate::{DataFolder, Error};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::path::PathBuf;

/// A reader of one database.
#[derive(Debug)]
pub struct DatabaseReader {
    pub(super) connection: Connection,
    path: PathBuf,
}

impl DatabaseReader {
    /// Opens the database of the dataflow `name`; `None` when there is none.
    pub fn open(folder: &DataFolder, name: &str) -> Result<Option<Self>, Error> {
        check_dataflow_name(name)?;
        let path = folder.database_path(name);
        Ok(open_reader(&path, STEPS)?.map(|opened| Self {
            connection: opened.connection,
            path,
        }))
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Ends from another thread what this reader is doing.
    pub fn interrupt(&self) -> Interrupt {
        Interrupt::of(&self.connection)
    }

    /// The tables as readers see them now.
    pub fn tables(&self) -> Result<Vec<TableSummary>, Error> {
        self.tables_as_of(Version::Now)
    }

    /// The tables of a version.
    pub fn tables_as_of(&self, version: Version) -> Result<Vec<TableSummary>, Error> {
        let shown = shown_as_of(&self.connection, version)?;
        let classes = Classes::load(&self.connection).doing("read the tables")?;
        let summary = |mut entry: Entry| {
            classes.apply(&entry.source, &mut entry.columns);
            TableSummary {
                source: entry.source,
                name: entry.target,
                rows: entry.rows,
                version: entry.version,
                columns: entry.columns,
            }
        };
        Ok(shown.into_iter().map(summary).collect())
    }

    /// The history, newest first.
    pub fn publications(&self) -> Result<Vec<Publication>, Error> {
        const DOING: &str = "read the history";
        let transaction = self.connection.unchecked_transaction().doing(DOING)?;
        let mut publications = entries::publications(&transaction, 0, i64::MAX).doing(DOING)?;
        publications.reverse();
        Ok(publications)
    }

    /// Whether any run has published.
    pub fn is_published(&self) -> Result<bool, Error> {
        let current = entries::current(&self.connection).doing("read the history")?;
        Ok(current.is_some())
    }

    /// How many versions can be rolled back to, the one that readers see now among them.
    pub fn versions_kept(&self) -> Result<u64, Error> {
        entries::kept_versions(&self.connection).doing("count the versions")
    }

    /// The names of the damaged files that were set aside of it, beside it: each may hold versions that are
    /// nowhere else.
    pub fn set_aside(&self) -> Result<Vec<String>, Error> {
        crate::folder::files_set_aside(&self.path)
    }

    /// The size of the database on the disk, its write-ahead log included.
    pub fn size_bytes(&self) -> Result<u64, Error> {
        let size = |path: &std::path::Path| std::fs::metadata(path).map(|found| found.len());
        let file = size(&self.path).map_err(|error| Error::io("look at", &self.path, error))?;
        Ok(file + size(&crate::folder::beside(&self.path, "-wal")).unwrap_or(0))
    }
}

/// The run whose staging lies there.
pub(crate) fn staged_run(reader: &DatabaseReader) -> Result<Option<RunId>, Error> {
    use rusqlite::OptionalExtension;
    let staged = "SELECT run FROM _poolhouse_staging LIMIT 1";
    reader
        .connection
        .query_row(staged, [], |row| row.get(0).map(RunId))
        .optional()
        .doing("look for a staging")
}

/// The tables as readers see them now, or saw them once a run had published.
pub(crate) fn shown_as_of(connection: &Connection, version: Version) -> Result<Vec<Entry>, Error> {
    const DOING: &str = "read the tables";
    match version {
        Version::Now => now_shown(connection).doing(DOING),
        Version::AsOf(run) => {
            let seq = entries::seq_of(connection, run).doing(DOING)?;
            let entries =
                entries::entries(connection, seq.ok_or(Error::NotPublished { run })?).doing(DOING)?;
            for entry in &entries {
                if !entries::is_kept(connection, &entry.physical).doing(DOING)? {
                    return Err(Error::VersionGone { run });
                }
            }
            Ok(entries)
        }
    }
}

/// The place among the tables of a version of the one that is meant by a name: the name that it had there, or
/// that it has now.
pub(crate) fn place_of(
    connection: &Connection,
    shown: &[Entry],
    table: &str,
) -> Result<Option<usize>, Error> {
    let named = |entry: &Entry| entry.target.eq_ignore_ascii_case(table);
    if let Some(place) = shown.iter().position(named) {
        return Ok(Some(place));
    }
    let now = now_shown(connection).doing("read the tables")?;
    let renamed = now.iter().find(|entry| named(entry));
    Ok(renamed.and_then(|now| shown.iter().position(|entry| entry.source == now.source)))
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
