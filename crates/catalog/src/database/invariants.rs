//! What must hold in a database at any moment, as one function. Every fault's test ends with it.

use super::classes::Classes;
use super::entries::{self, Entry};
use super::handle::STEPS;
use super::targets::{self, physical};
use crate::as_it_lies::Opened;
use crate::connection::open_reader;
use crate::model::RunId;
use crate::names::quote;
use crate::{DataFolder, Error};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeSet;

/// Checks the database of the dataflow `name`: the file is sound; readers see exactly one
/// publication, whole; version tables have the rows that the history says; nothing lies about
/// but a staging that can be resumed. Answers everything that does not hold.
pub fn check_database(folder: &DataFolder, name: &str) -> Result<(), Vec<String>> {
    let opened = open_reader(&folder.database_path(name), STEPS).map_err(|error| vec![error.to_string()])?;
    let Some(Opened { connection, .. }) = opened else {
        return Ok(());
    };
    let mut faults = Vec::new();
    let checked = connection
        .unchecked_transaction()
        .map_err(Error::from)
        .and_then(|transaction| check(&transaction, &mut faults));
    if let Err(error) = checked {
        faults.push(error.to_string());
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn check(connection: &Connection, faults: &mut Vec<String>) -> Result<(), Error> {
    // The whole check, which finds what an index and its table tell differently too.
    for line in texts(connection, "PRAGMA integrity_check")?
        .into_iter()
        .filter(|line| line != "ok")
    {
        faults.push(format!("integrity_check: {line}"));
    }
    for table in texts(connection, "PRAGMA foreign_key_check")? {
        faults.push(format!("a foreign key of {table} points nowhere"));
    }
    let mut named = BTreeSet::new();
    let seqs = entries::seqs(connection)?;
    for (age, seq) in seqs.iter().enumerate() {
        for entry in entries::entries(connection, *seq)? {
            check_version(connection, &entry, age == 0, faults)?;
            named.insert(entry.physical);
        }
    }
    check_views(connection, seqs.first().copied(), faults)?;
    // What readers see has its columns, each with a class that is one.
    Classes::load(connection)?;
    check_staging(connection, &mut named, faults)?;
    let versions = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'v[0-9]*__*'";
    for table in texts(connection, versions)?
        .into_iter()
        .filter(|table| !named.contains(table))
    {
        faults.push(format!("nothing names the version table {table}"));
    }
    Ok(())
}

fn check_version(
    connection: &Connection,
    entry: &Entry,
    is_current: bool,
    faults: &mut Vec<String>,
) -> Result<(), Error> {
    if !entries::is_kept(connection, &entry.physical)? {
        if is_current {
            faults.push(format!("{} is published but not there", entry.physical));
        }
        return Ok(());
    }
    let columns: Vec<String> = entry.columns.iter().map(|column| quote(&column.name)).collect();
    let told = format!("SELECT {} FROM {}", columns.join(", "), quote(&entry.physical));
    if let Err(error) = connection.prepare(&told) {
        faults.push(format!(
            "{} has other columns than its publication says: {error}",
            entry.physical
        ));
        return Ok(());
    }
    let rows = count(connection, &entry.physical)?;
    if rows != entry.rows {
        faults.push(format!(
            "{} has {rows} rows, its publication says {}",
            entry.physical, entry.rows
        ));
    }
    let keys: Vec<String> = entry.key.iter().map(|key| quote(key)).collect();
    let twice = format!(
        "SELECT 1 FROM {0} GROUP BY {1} HAVING count(*) > 1 LIMIT 1",
        quote(&entry.physical),
        keys.join(", ")
    );
    if connection.prepare(&twice)?.exists([])? {
        faults.push(format!("{} has a key twice", entry.physical));
    }
    Ok(())
}

fn check_views(connection: &Connection, current: Option<i64>, faults: &mut Vec<String>) -> Result<(), Error> {
    let mut shown = BTreeSet::new();
    for entry in current.map_or(Ok(Vec::new()), |seq| entries::entries(connection, seq))? {
        let sql: Option<String> = connection
            .query_row(
                "SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = ?1",
                [&entry.target],
                |row| row.get(0),
            )
            .optional()?;
        if sql.as_deref() != Some(entry.view().as_str()) {
            faults.push(format!(
                "the view {} does not show what is published: {sql:?}",
                entry.target
            ));
        }
        shown.insert(entry.target);
    }
    for view in texts(connection, "SELECT name FROM sqlite_schema WHERE type = 'view'")? {
        if !shown.contains(&view) {
            faults.push(format!("the view {view} belongs to no publication"));
        }
    }
    Ok(())
}

fn check_staging(
    connection: &Connection,
    named: &mut BTreeSet<String>,
    faults: &mut Vec<String>,
) -> Result<(), Error> {
    let runs: Vec<i64> = connection
        .prepare("SELECT run FROM _poolhouse_staging UNION SELECT run FROM _poolhouse_units")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if runs.len() > 1 {
        faults.push(format!("more than one run is staged: {runs:?}"));
    }
    for run in runs.into_iter().map(RunId) {
        if entries::seq_of(connection, run)?.is_some() {
            faults.push(format!("run {run} is published and still staged"));
        }
        for table in targets::staged(connection, run)? {
            named.insert(physical(run, &table.catalogue()));
            if table.purpose.keeps_rows() {
                let name = physical(run, &table.target);
                check_staged_rows(connection, &name, table.table.id.as_str(), faults)?;
                named.insert(name);
            }
        }
    }
    Ok(())
}

/// Before it is sealed, a staged table holds exactly what its units say they brought.
fn check_staged_rows(
    connection: &Connection,
    physical: &str,
    source: &str,
    faults: &mut Vec<String>,
) -> Result<(), Error> {
    if !entries::is_kept(connection, physical)? {
        faults.push(format!("{physical} is staged but not there"));
        return Ok(());
    }
    let sealed = connection
        .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1")?
        .exists([physical])?;
    let brought: i64 = connection.query_row(
        "SELECT coalesce(sum(rows), 0) FROM _poolhouse_unit_tables WHERE source = ?1",
        [source],
        |row| row.get(0),
    )?;
    let rows = count(connection, physical)?;
    if (!sealed && rows != brought as u64) || rows > brought as u64 {
        faults.push(format!("{physical} has {rows} rows, its units brought {brought}"));
    }
    let strays = format!(
        "SELECT 1 FROM {} WHERE _unit NOT IN (SELECT id FROM _poolhouse_units) LIMIT 1",
        quote(physical)
    );
    if connection.prepare(&strays)?.exists([])? {
        faults.push(format!("{physical} has rows of no unit"));
    }
    Ok(())
}

fn texts(connection: &Connection, sql: &str) -> Result<Vec<String>, Error> {
    let mut statement = connection.prepare(sql)?;
    let texts = statement
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(texts)
}

fn count(connection: &Connection, table: &str) -> Result<u64, Error> {
    let rows: i64 = connection.query_row(&format!("SELECT count(*) FROM {}", quote(table)), [], |row| {
        row.get(0)
    })?;
    Ok(rows as u64)
}
