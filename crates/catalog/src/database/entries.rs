//! The history of a database as it is stored: publications and, for each, its tables.

use crate::Error;
use crate::model::{Publication, PublishedTable, RunId, StoredColumn};
use crate::names::quote;
use crate::words::{from_json, json, moment};
use jiff::Timestamp;
use poolhouse_connector::TableId;
use rusqlite::{Connection, OptionalExtension, params};

/// One table of a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) source: TableId,
    pub(crate) target: String,
    /// The run whose rows it shows.
    pub(crate) version: RunId,
    /// The version table.
    pub(crate) physical: String,
    pub(crate) columns: Vec<StoredColumn>,
    /// The stored names of the key.
    pub(crate) key: Vec<String>,
    pub(crate) rows: u64,
    pub(crate) added: u64,
    pub(crate) changed: u64,
    pub(crate) removed: u64,
}

impl Entry {
    /// The view that other tools read.
    pub(super) fn view(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|column| quote(&column.name)).collect();
        let columns = columns.join(", ");
        format!(
            "CREATE VIEW {}({columns}) AS SELECT {columns} FROM {}",
            quote(&self.target),
            quote(&self.physical)
        )
    }
}

/// The connector's table that an entry is of: a column catalogue is of the table that it describes.
pub(super) fn table_of(source: &TableId) -> &str {
    let source = source.as_str();
    source.strip_suffix("_columns").unwrap_or(source)
}

/// The place of what readers see now.
pub(crate) fn current(connection: &Connection) -> Result<Option<i64>, Error> {
    Ok(
        connection.query_row("SELECT max(seq) FROM _poolhouse_publications", [], |row| {
            row.get(0)
        })?,
    )
}

/// The place of what `run` published.
pub(crate) fn seq_of(connection: &Connection, run: RunId) -> Result<Option<i64>, Error> {
    Ok(connection
        .query_row(
            "SELECT seq FROM _poolhouse_publications WHERE run = ?1",
            [run.0],
            |row| row.get(0),
        )
        .optional()?)
}

/// All places, newest first.
pub(super) fn seqs(connection: &Connection) -> Result<Vec<i64>, Error> {
    let mut statement =
        connection.prepare_cached("SELECT seq FROM _poolhouse_publications ORDER BY seq DESC")?;
    let seqs = statement
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(seqs)
}

/// The tables of a publication, in order.
pub(crate) fn entries(connection: &Connection, seq: i64) -> Result<Vec<Entry>, Error> {
    // A file of before is read as it is: there the columns stand in each publication.
    let shapes = is_kept(connection, "_poolhouse_shapes")?;
    let columns = if shapes {
        "(SELECT columns FROM _poolhouse_shapes WHERE id = shape)"
    } else {
        "columns"
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT source, target, version, physical, {columns}, key, rows, added, changed, removed
         FROM _poolhouse_published WHERE seq = ?1 ORDER BY position"
    ))?;
    let mut rows = statement.query([seq])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let count = |index: usize| row.get::<_, i64>(index).map(|count| count as u64);
        entries.push(Entry {
            source: TableId::from(row.get::<_, String>(0)?),
            target: row.get(1)?,
            version: RunId(row.get(2)?),
            physical: row.get(3)?,
            columns: from_json(&row.get::<_, String>(4)?)?,
            key: from_json(&row.get::<_, String>(5)?)?,
            rows: count(6)?,
            added: count(7)?,
            changed: count(8)?,
            removed: count(9)?,
        });
    }
    Ok(entries)
}

/// Adds a publication at the end of the history; answers its place.
pub(super) fn append(
    connection: &Connection,
    run: RunId,
    now: Timestamp,
    entries: &[Entry],
) -> Result<i64, Error> {
    connection.execute(
        "INSERT INTO _poolhouse_publications(run, at) VALUES(?1, ?2)",
        params![run.0, now.to_string()],
    )?;
    let seq = connection.last_insert_rowid();
    let mut shape =
        connection.prepare_cached("INSERT OR IGNORE INTO _poolhouse_shapes(columns) VALUES(?1)")?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO _poolhouse_published(seq, position, source, target, version, physical, shape, key,
           rows, added, changed, removed)
         VALUES(?1, ?2, ?3, ?4, ?5, ?6, (SELECT id FROM _poolhouse_shapes WHERE columns = ?7),
           ?8, ?9, ?10, ?11, ?12)",
    )?;
    for (position, entry) in entries.iter().enumerate() {
        let columns = json(&entry.columns);
        shape.execute([&columns])?;
        statement.execute(params![
            seq,
            position as i64,
            entry.source.as_str(),
            entry.target,
            entry.version.0,
            entry.physical,
            columns,
            json(&entry.key),
            entry.rows as i64,
            entry.added as i64,
            entry.changed as i64,
            entry.removed as i64,
        ])?;
    }
    Ok(seq)
}

/// A publication as told to the engine.
pub(super) fn publication(connection: &Connection, seq: i64) -> Result<Publication, Error> {
    let (run, at): (i64, String) = connection.query_row(
        "SELECT run, at FROM _poolhouse_publications WHERE seq = ?1",
        [seq],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let entries = entries(connection, seq)?;
    let mut kept = true;
    for entry in &entries {
        kept &= is_kept(connection, &entry.physical)?;
    }
    Ok(Publication {
        run: RunId(run),
        gone: gone(connection, seq)?,
        at: moment(&at)?,
        kept,
        current: current(connection)? == Some(seq),
        tables: entries
            .into_iter()
            .map(|entry| PublishedTable {
                source: entry.source,
                target: entry.target,
                rows: entry.rows,
                added: entry.added,
                changed: entry.changed,
                removed: entry.removed,
                version: entry.version,
            })
            .collect(),
    })
}

/// The tables of the publication before that one, of which it shows none.
fn gone(connection: &Connection, seq: i64) -> Result<Vec<PublishedTable>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT source, target, version, rows, added, changed, removed FROM _poolhouse_published
         WHERE seq = (SELECT max(seq) FROM _poolhouse_publications WHERE seq < ?1)
           AND source NOT IN (SELECT source FROM _poolhouse_published WHERE seq = ?1) ORDER BY position",
    )?;
    let gone = statement.query_map([seq], |row| {
        let count = |index: usize| row.get::<_, i64>(index).map(|count| count as u64);
        Ok(PublishedTable {
            source: TableId::from(row.get::<_, String>(0)?),
            target: row.get(1)?,
            version: RunId(row.get(2)?),
            rows: count(3)?,
            added: count(4)?,
            changed: count(5)?,
            removed: count(6)?,
        })
    })?;
    Ok(gone.collect::<rusqlite::Result<_>>()?)
}

/// Whether a version table is still there.
pub(crate) fn is_kept(connection: &Connection, physical: &str) -> Result<bool, Error> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1")?
        .exists([physical])?)
}
