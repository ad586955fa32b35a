//! The history of a database as it is stored: publications and, for each, its tables.

use super::targets::maker;
use crate::Error;
use crate::model::{Publication, PublishedTable, RunId, StoredColumn};
use crate::names::quote;
use crate::words::{count, from_json, json, moment};
use jiff::Timestamp;
use poolhouse_connector::TableId;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashSet;

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
    /// The column of this name at the source.
    pub(crate) fn column_of(&self, original: &str) -> Option<&StoredColumn> {
        self.columns.iter().find(|column| column.original == original)
    }

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

/// The place before that one.
pub(crate) fn before(connection: &Connection, seq: i64) -> Result<Option<i64>, Error> {
    Ok(connection.query_row(
        "SELECT max(seq) FROM _poolhouse_publications WHERE seq < ?1",
        [seq],
        |row| row.get(0),
    )?)
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
        let count = |index: usize| count(row, &index);
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
    let before: Option<i64> = connection.query_row(
        "SELECT max(seq) FROM _poolhouse_publications WHERE seq < ?1",
        [seq],
        |row| row.get(0),
    )?;
    let told = publications(connection, before.unwrap_or(seq), seq)?.pop();
    told.ok_or_else(|| rusqlite::Error::QueryReturnedNoRows.into())
}

/// The publications from one place to another, as told to the engine, oldest first. Of the first it is not
/// said what it shows no longer, as the one before is not read.
pub(super) fn publications(connection: &Connection, from: i64, to: i64) -> Result<Vec<Publication>, Error> {
    let there: HashSet<String> = stored(connection)?.into_iter().collect();
    let current = current(connection)?;
    let mut statement = connection.prepare_cached(
        "SELECT seq, run, at, source, target, version, physical, rows, added, changed, removed
         FROM _poolhouse_publications LEFT JOIN _poolhouse_published USING(seq)
         WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq, position",
    )?;
    let mut rows = statement.query([from, to])?;
    let mut told: Vec<Publication> = Vec::new();
    let mut place = None;
    while let Some(row) = rows.next()? {
        let seq = row.get(0)?;
        if place.replace(seq) != Some(seq) {
            told.push(Publication {
                run: RunId(row.get(1)?),
                at: moment(&row.get::<_, String>(2)?)?,
                kept: true,
                current: current == Some(seq),
                tables: Vec::new(),
                gone: Vec::new(),
            });
        }
        let Some(publication) = told.last_mut() else {
            continue;
        };
        // One may show no table at all.
        let Some(source) = row.get::<_, Option<String>>(3)? else {
            continue;
        };
        publication.kept &= there.contains(&row.get::<_, String>(6)?);
        let count = |index: usize| count(row, &index);
        publication.tables.push(PublishedTable {
            source: TableId::from(source),
            target: row.get(4)?,
            version: RunId(row.get(5)?),
            rows: count(7)?,
            added: count(8)?,
            changed: count(9)?,
            removed: count(10)?,
        });
    }
    for place in 1..told.len() {
        let (before, now) = told.split_at_mut(place);
        let shows = |table: &&PublishedTable| now[0].tables.iter().any(|shown| shown.source == table.source);
        let gone: Vec<PublishedTable> = before[place - 1]
            .tables
            .iter()
            .filter(|table| !shows(table))
            .cloned()
            .collect();
        now[0].gone = gone;
    }
    Ok(told)
}

/// The run that published at a place.
pub(super) fn run_at(connection: &Connection, seq: i64) -> Result<RunId, Error> {
    let run = connection
        .prepare_cached("SELECT run FROM _poolhouse_publications WHERE seq = ?1")?
        .query_row([seq], |row| row.get(0))?;
    Ok(RunId(run))
}

/// The version tables that were published and are kept, each with what it is of. Looks at the tables that are
/// there, and not at the history, which may be of ten thousand runs.
pub(super) fn kept(connection: &Connection) -> Result<Vec<(String, TableId)>, Error> {
    // A version table is shown first by what the run published that made it. Any other is of a run under way,
    // or somebody else's.
    let mut published = connection.prepare_cached(
        "SELECT source FROM _poolhouse_publications JOIN _poolhouse_published USING(seq)
         WHERE run = ?1 AND physical = ?2",
    )?;
    let mut kept = Vec::new();
    for physical in stored(connection)? {
        let Some(run) = maker(&physical) else { continue };
        let source: Option<String> = published
            .query_row((run.0, &physical), |row| row.get(0))
            .optional()?;
        kept.extend(source.map(|source| (physical, TableId::from(source))));
    }
    Ok(kept)
}

/// How many publications have all their rows still.
pub(super) fn kept_versions(connection: &Connection) -> Result<u64, Error> {
    let kept = connection
        .prepare_cached(
            "SELECT count(*) FROM _poolhouse_publications AS publication WHERE NOT EXISTS (
               SELECT 1 FROM _poolhouse_published AS published WHERE published.seq = publication.seq
               AND physical NOT IN (SELECT name FROM sqlite_schema WHERE type = 'table'))",
        )?
        .query_row([], |row| count(row, &0))?;
    Ok(kept)
}

/// The names of all version tables, published or not.
fn stored(connection: &Connection) -> Result<Vec<String>, Error> {
    let names = connection
        .prepare_cached("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'v[0-9]*__*'")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(names)
}

/// Whether a version table is still there.
pub(crate) fn is_kept(connection: &Connection, physical: &str) -> Result<bool, Error> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1")?
        .exists([physical])?)
}
