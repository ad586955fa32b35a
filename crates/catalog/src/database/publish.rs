//! [`Staged`] and its publish: the one transaction in which an import becomes what readers see.

use super::classes::{self, Seen};
use super::compare::{CHANGE_LOG, Counts, compare};
use super::entries::{self, Entry};
use super::handle::{Database, Interrupt};
use super::marks;
use super::targets::{self, is_foreign};
use crate::Error;
use crate::error::Doing;
use crate::model::{ColumnDrift, Publication, RunId, StoredColumn};
use crate::names::quote;
use jiff::Timestamp;
use poolhouse_connector::TableId;
use rusqlite::Connection;

/// A run that was staged to its end and sealed. Publish it or discard it.
#[must_use]
#[derive(Debug)]
pub struct Staged {
    database: Database,
    run: RunId,
    tables: Vec<Sealed>,
    source: Option<String>,
}

/// A sealed version table.
#[derive(Debug)]
pub(super) struct Sealed {
    pub(super) source: TableId,
    pub(super) target: String,
    pub(super) physical: String,
    pub(super) columns: Vec<StoredColumn>,
    pub(super) key: Vec<String>,
    pub(super) rows: u64,
    pub(super) is_catalogue: bool,
    /// What the values of a source's columns look like, where they were looked at for this table.
    pub(super) seen: Option<(TableId, Seen)>,
    pub(super) drift: Vec<ColumnDrift>,
}

/// What a sealed table holds, for the run's certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedTable {
    /// The connector's table.
    pub source: TableId,
    /// Its rows, each key once.
    pub rows: u64,
    /// Its columns that are other than in the version that readers see.
    pub drift: Vec<ColumnDrift>,
}

impl Staged {
    pub(super) fn new(database: Database, run: RunId, tables: Vec<Sealed>) -> Self {
        Self {
            database,
            run,
            tables,
            source: None,
        }
    }

    /// Names the source that was read, so that its marks hold for a later run of it.
    pub fn read_from(self, source: String) -> Self {
        Self {
            source: Some(source),
            ..self
        }
    }

    /// The run.
    pub fn run(&self) -> RunId {
        self.run
    }

    /// Ends from another thread the publish that this becomes.
    pub fn interrupt(&self) -> Interrupt {
        self.database.interrupt()
    }

    /// The rows to be published, column catalogues apart.
    pub fn rows(&self) -> u64 {
        self.tables
            .iter()
            .filter(|table| !table.is_catalogue)
            .map(|table| table.rows)
            .sum()
    }

    /// The tables, column catalogues apart.
    pub fn tables(&self) -> Vec<SealedTable> {
        let sealed = self.tables.iter().filter(|table| !table.is_catalogue);
        let told = |table: &Sealed| SealedTable {
            source: table.source.clone(),
            rows: table.rows,
            drift: table.drift.clone(),
        };
        sealed.map(told).collect()
    }

    /// Publishes all tables in one transaction: what differs from the versions before goes into
    /// the change log, the views show the new versions, the staging is no more. A table that did
    /// not change keeps the version it has.
    pub fn publish(self, now: Timestamp) -> Result<(Database, Publication), Error> {
        let Self {
            mut database,
            run,
            tables,
            source,
        } = self;
        let transaction = database.connection.transaction().doing("publish")?;
        let publication = publish(&transaction, run, tables, source.as_deref(), now).doing("publish")?;
        crate::failpoints::kept(&transaction, "publish")?;
        transaction.commit().doing("publish")?;
        if publication.tables.iter().any(|table| table.version != run) {
            // Rows that were staged only to be found the same.
            database.give_room_back();
        }
        database.shorten_log();
        Ok((database, publication))
    }

    /// Throws the staging away.
    pub fn discard(self) -> Result<Database, Error> {
        let Self {
            mut database, run, ..
        } = self;
        database.discard(run)?;
        Ok(database)
    }
}

fn publish(
    connection: &Connection,
    run: RunId,
    tables: Vec<Sealed>,
    source: Option<&str>,
    now: Timestamp,
) -> Result<Publication, Error> {
    for (source, seen) in tables.iter().filter_map(|table| table.seen.as_ref()) {
        // First, so that what was learnt of a column is not told as a change of its catalogue.
        classes::learn(connection, source, seen)?;
    }
    let before = now_shown(connection)?;
    let mut shown = Vec::new();
    for sealed in tables {
        let mut entry = Entry {
            source: sealed.source,
            target: sealed.target,
            version: run,
            physical: sealed.physical,
            columns: sealed.columns,
            key: sealed.key,
            rows: sealed.rows,
            added: sealed.rows,
            changed: 0,
            removed: 0,
        };
        if let Some(old) = before.iter().find(|old| old.source == entry.source) {
            let counts = compare(connection, CHANGE_LOG, run, old, &entry, None)?;
            if counts.is_nothing() && old.columns == entry.columns && old.key == entry.key {
                connection.execute_batch(&format!("DROP TABLE {}", quote(&entry.physical)))?;
                entry.physical.clone_from(&old.physical);
                entry.version = old.version;
            }
            Counts {
                added: entry.added,
                changed: entry.changed,
                removed: entry.removed,
            } = counts;
        }
        shown.push(entry);
    }
    marks::publish(connection, run, source)?;
    targets::forget(connection)?;
    show(connection, run, now, &before, &shown)
}

/// The tables that readers see now.
pub(super) fn now_shown(connection: &Connection) -> Result<Vec<Entry>, Error> {
    match entries::current(connection)? {
        Some(seq) => entries::entries(connection, seq),
        None => Ok(Vec::new()),
    }
}

/// Makes `shown` what readers see instead of `before`.
pub(super) fn show(
    connection: &Connection,
    run: RunId,
    now: Timestamp,
    before: &[Entry],
    shown: &[Entry],
) -> Result<Publication, Error> {
    for entry in shown {
        if is_foreign(connection, &entry.target)? {
            return Err(Error::TargetTaken {
                target: entry.target.clone(),
            });
        }
    }
    for entry in before {
        connection.execute_batch(&format!("DROP VIEW IF EXISTS {}", quote(&entry.target)))?;
    }
    for entry in shown {
        connection.execute_batch(&entry.view())?;
    }
    let seq = entries::append(connection, run, now, shown)?;
    entries::publication(connection, seq)
}
