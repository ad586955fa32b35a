//! What a database holds of somebody who is known from another: rows of every version and of a staging,
//! and lines of the change log, which outlive the versions.
//!
//! Whether a letter is small or capital is all one, in rows to letters of ASCII alone, as SQLite's NOCASE has it.
//!
//! Called before a person is forgotten elsewhere. Deliberately absent: whose these rows are here, which
//! their values alone do not tell, and looking into copies, which are told by name.

use super::classes::Classes;
use super::entries::{self, Entry};
use super::named::{Named, fold, is_short};
use super::reader::DatabaseReader;
use super::targets::physical;
use super::traces::{Kept, kept, tells};
use crate::columns::ColumnNames;
use crate::error::Doing;
use crate::model::{Held, RunId};
use crate::names::{check_dataflow_name, quote};
use crate::words::{from_json, json};
use crate::{DataFolder, Error};
use poolhouse_connector::Table;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl DatabaseReader {
    /// What there is of somebody who has one of these values as an identifier, an e-mail address or a
    /// telephone number: rows of all versions together, lines of the change log that name one of the
    /// values, and rows that an interrupted run has left.
    pub fn holds(&self, values: &BTreeSet<String>) -> Result<Held, Error> {
        const DOING: &str = "look for a person's values";
        let transaction = self.connection().unchecked_transaction().doing(DOING)?;
        let mut tables: BTreeMap<String, u64> = BTreeMap::new();
        for kept in kept(&transaction).doing(DOING)? {
            let rows = rows_with(&transaction, &kept, values).doing(DOING)?;
            *tables.entry(kept.entry.target).or_default() += rows;
        }
        tables.retain(|_, rows| *rows > 0);
        let mut staged = 0;
        for kept in staging(&transaction).doing(DOING)? {
            staged += rows_with(&transaction, &kept, values).doing(DOING)?;
        }
        Ok(Held {
            tables: tables.into_iter().collect(),
            changes: changes(&transaction, values).doing(DOING)?,
            staged,
        })
    }

    /// The names of the copies that lie beside the database of the dataflow `name`, whether that is there
    /// or not: those that migrations made, and damaged ones that were set aside.
    pub fn copies(folder: &DataFolder, name: &str) -> Result<Vec<String>, Error> {
        check_dataflow_name(name)?;
        crate::folder::copies(&folder.database_path(name))
    }
}

fn rows_with(connection: &Connection, kept: &Kept, values: &BTreeSet<String>) -> Result<u64, Error> {
    let telling = kept.telling();
    if telling.is_empty() || values.is_empty() {
        return Ok(0);
    }
    // However many there are, they are one bound value.
    let same: Vec<String> = telling
        .iter()
        .map(|column| {
            format!(
                "{} COLLATE NOCASE IN (SELECT value FROM json_each(?1))",
                quote(column)
            )
        })
        .collect();
    let sql = format!(
        "SELECT count(*) FROM {} WHERE {}",
        quote(&kept.entry.physical),
        same.join(" OR ")
    );
    let rows: i64 = connection.query_row(&sql, [json(values)], |row| row.get(0))?;
    Ok(rows as u64)
}

/// What an interrupted run has left, as the versions that it would have become.
fn staging(connection: &Connection) -> Result<Vec<Kept>, Error> {
    let classes = Classes::load(connection)?;
    let mut statement = connection.prepare("SELECT run, target, spec FROM _poolhouse_staging")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (run, target) = (RunId(row.get(0)?), row.get::<_, String>(1)?);
        let table: Table = from_json(&row.get::<_, String>(2)?)?;
        let physical = physical(run, &target);
        // There is none where rows are not kept.
        if !entries::is_kept(connection, &physical)? {
            continue;
        }
        let mut columns = ColumnNames::load(connection, &table.id)?.all().to_vec();
        classes.apply(&table.id, &mut columns);
        found.push(Kept {
            entry: Entry {
                source: table.id,
                target,
                version: run,
                physical,
                columns,
                key: Vec::new(),
                rows: 0,
                added: 0,
                changed: 0,
                removed: 0,
            },
            runs: Vec::new(),
        });
    }
    Ok(found)
}

/// Where in the lines of a run and a table somebody may be told: the places of their keys, and columns.
#[derive(Default)]
struct Telling {
    key: Vec<usize>,
    columns: BTreeSet<String>,
}

/// Lines of the change log that name one of the values: anywhere as a word, or, where a value is too short
/// for that, as the whole of what tells a person.
fn changes(connection: &Connection, values: &BTreeSet<String>) -> Result<u64, Error> {
    let named = Named::by(values)?;
    let short: BTreeSet<String> = values
        .iter()
        .filter(|value| is_short(value))
        .map(|value| fold(value))
        .collect();
    let telling = if short.is_empty() {
        HashMap::new()
    } else {
        telling(connection)?
    };
    let mut statement =
        connection.prepare("SELECT run, target, key, \"column\", old, new FROM _poolhouse_changes")?;
    let mut rows = statement.query([])?;
    let mut found = 0;
    while let Some(row) = rows.next()? {
        let text = |place: usize| -> Result<Option<&str>, Error> {
            Ok(match row.get_ref(place)? {
                ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok(),
                _ => None,
            })
        };
        let (key, old, new) = (text(2)?, text(4)?, text(5)?);
        let mut texts = [key, old, new].into_iter().flatten();
        if named
            .as_ref()
            .is_some_and(|named| texts.any(|text| named.stands_in(text.as_bytes())))
        {
            found += 1;
            continue;
        }
        if short.is_empty() {
            continue;
        }
        let Some(telling) = telling.get(&(row.get(0)?, row.get(1)?)) else {
            continue;
        };
        let is_one = |text: Option<&str>| text.is_some_and(|text| short.contains(&fold(text)));
        let key: Vec<Value> = key.map_or_else(|| Ok(Vec::new()), from_json)?;
        let in_key = telling
            .key
            .iter()
            .any(|place| is_one(key.get(*place).and_then(Value::as_str)));
        let is_telling = text(3)?.is_some_and(|column| telling.columns.contains(column));
        found += u64::from(in_key || is_telling && (is_one(old) || is_one(new)));
    }
    Ok(found)
}

/// By run and table, versions that are no longer kept among them.
fn telling(connection: &Connection) -> Result<HashMap<(i64, String), Telling>, Error> {
    let classes = Classes::load(connection)?;
    let mut found: HashMap<(i64, String), Telling> = HashMap::new();
    for seq in entries::seqs(connection)? {
        let run = entries::run_at(connection, seq)?;
        for mut entry in entries::entries(connection, seq)? {
            classes.apply(&entry.source, &mut entry.columns);
            let told = entry.columns.iter().filter(|column| tells(column));
            let columns: BTreeSet<String> = told.map(|column| column.name.clone()).collect();
            let places = entry.key.iter().enumerate();
            let key = places
                .filter(|(_, name)| columns.contains(*name))
                .map(|(place, _)| place);
            let telling = Telling {
                key: key.collect(),
                columns,
            };
            found.insert((run.0, entry.target), telling);
        }
    }
    Ok(found)
}
