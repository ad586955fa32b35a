//! Sealing: a staging that was read to its end becomes a [`Staged`] that can be published.
//!
//! Indexes are built here, after the load, which is four times as fast as keeping them meanwhile;
//! rows that several units brought are made one; column catalogues are written. One transaction:
//! after a crash the run is resumed and sealed again.

use super::classes::{self, Seen};
use super::looks::Looks;
use super::profile::{self, Profile};
use super::publish::{Sealed, Staged, now_shown};
use super::staging::Staging;
use super::targets::{Target, held_back, make_version, physical};
use super::units::UnitState;
use crate::Error;
use crate::columns::ColumnNames;
use crate::model::{ColumnDrift, DriftKind, RunId};
use crate::names::quote;
use crate::words::word;
use poolhouse_connector::{Column, ColumnType, PersonalData};
use rusqlite::{Connection, ErrorCode, params};
use std::collections::HashMap;

impl Staging {
    /// Ends the staging. All units must have been read to their end.
    pub fn seal(mut self) -> Result<Staged, Error> {
        let units = self.units()?.iter().filter(|unit| !unit.done).count() as u64;
        if units > 0 {
            return Err(Error::Unfinished { units });
        }
        let sealed = self.change("seal the staging", |staging| {
            staging.flush()?;
            let connection = &staging.database.connection;
            let mut sealed = Vec::new();
            for target in &staging.targets {
                let mut seen = None;
                if target.spec.purpose.keeps_rows() {
                    let rows = seal_rows(connection, staging.run, target)?;
                    seen = rows.seen.as_ref().map(|(_, seen)| seen.clone());
                    sealed.push(rows);
                }
                if target.spec.purpose.keeps_column_catalogue() {
                    let units: Vec<&UnitState> =
                        staging.units.of_reading(&target.spec.table.reading).collect();
                    sealed.push(seal_catalogue(
                        connection,
                        staging.run,
                        target,
                        &units,
                        seen.as_ref(),
                    )?);
                }
            }
            Ok(sealed)
        })?;
        self.commit()?;
        self.database.shorten_log();
        Ok(Staged::new(self.database, self.run, sealed))
    }
}

fn seal_rows(connection: &Connection, run: RunId, target: &Target) -> Result<Sealed, Error> {
    let key = target.key()?;
    let rows = index(connection, &target.physical, &key)?;
    Ok(Sealed {
        source: target.spec.table.id.clone(),
        target: target.spec.target.clone(),
        physical: target.physical.clone(),
        columns: target.names.all().to_vec(),
        key,
        rows,
        is_catalogue: false,
        seen: Some((
            target.spec.table.id.clone(),
            classes::look(connection, &target.physical, target.names.all())?,
        )),
        drift: drift(connection, run, target)?,
    })
}

/// How the columns differ from those that readers see; nothing for a table that they do not see.
fn drift(connection: &Connection, run: RunId, target: &Target) -> Result<Vec<ColumnDrift>, Error> {
    let shown = now_shown(connection)?;
    let Some(old) = shown.iter().find(|entry| entry.source == target.spec.table.id) else {
        return Ok(Vec::new());
    };
    let mut drift = Vec::new();
    let mut tell = |original: &str, kind| {
        drift.push(ColumnDrift {
            original: original.to_owned(),
            kind,
        });
    };
    for column in target.names.all() {
        match old.columns.iter().find(|before| before.name == column.name) {
            None => tell(&column.original, DriftKind::Added),
            Some(before) if before.kind != column.kind => tell(&column.original, DriftKind::Widened),
            Some(before) => {
                let described = target.spec.table.columns.iter();
                if !described
                    .map(|column| &column.original)
                    .any(|name| *name == before.original)
                    && has_values(connection, &old.physical, &column.name)?
                    && !has_values(connection, &target.physical, &column.name)?
                {
                    tell(&column.original, DriftKind::Vanished);
                }
            }
        }
    }
    for original in held_back(connection, run, &target.spec.table.id)? {
        tell(&original, DriftKind::HeldBack);
    }
    Ok(drift)
}

fn has_values(connection: &Connection, physical: &str, column: &str) -> Result<bool, Error> {
    Ok(connection
        .prepare(&format!(
            "SELECT 1 FROM {} WHERE {} IS NOT NULL LIMIT 1",
            quote(physical),
            quote(column)
        ))?
        .exists([])?)
}

/// Builds the unique index on the key, of rows with equal keys keeping the one that came last.
/// Answers the number of rows.
fn index(connection: &Connection, physical: &str, key: &[String]) -> Result<u64, Error> {
    let table = quote(physical);
    let name = quote(&format!("{physical}__key"));
    let columns: Vec<String> = key.iter().map(|name| quote(name)).collect();
    let columns = columns.join(", ");
    let unique = format!("CREATE UNIQUE INDEX IF NOT EXISTS {name} ON {table}({columns})");
    let latest =
        format!("DELETE FROM {table} WHERE rowid NOT IN (SELECT max(rowid) FROM {table} GROUP BY {columns})");
    match connection.execute_batch(&unique) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            // With an index in key order the grouping needs no sorting of its own.
            let helper = quote(&format!("{physical}__latest"));
            connection.execute_batch(&format!(
                "CREATE INDEX {helper} ON {table}({columns}); {latest}; DROP INDEX {helper}; {unique}"
            ))?;
        }
        other => other?,
    }
    // To a unique index one NULL is unlike the other; to a person they are alike.
    let nulls: Vec<String> = key
        .iter()
        .map(|name| format!("{} IS NULL", quote(name)))
        .collect();
    let has_null = connection
        .prepare(&format!(
            "SELECT 1 FROM {table} WHERE {} LIMIT 1",
            nulls.join(" OR ")
        ))?
        .exists([])?;
    if has_null {
        connection.execute_batch(&latest)?;
    }
    count(connection, physical)
}

fn count(connection: &Connection, physical: &str) -> Result<u64, Error> {
    let rows: i64 =
        connection.query_row(&format!("SELECT count(*) FROM {}", quote(physical)), [], |row| {
            row.get(0)
        })?;
    Ok(rows as u64)
}

/// Writes the column catalogue of a table: one row a column, no value of any row.
fn seal_catalogue(
    connection: &Connection,
    run: RunId,
    target: &Target,
    units: &[&UnitState],
    seen: Option<&Seen>,
) -> Result<Sealed, Error> {
    let source = target.spec.catalogue_source();
    let mut names = ColumnNames::load(connection, &source)?;
    for (original, kind) in [
        ("column", ColumnType::Text),
        ("original", ColumnType::Text),
        ("type", ColumnType::Text),
        ("personal_data", ColumnType::Text),
        ("filled_share", ColumnType::Number),
        ("distinct_count", ColumnType::Number),
        ("longest", ColumnType::Number),
    ] {
        names.describe(
            connection,
            &Column {
                original: original.into(),
                kind,
                personal: PersonalData::None,
            },
        )?;
    }
    let physical = physical(run, &target.spec.catalogue());
    // What an earlier sealing, cut off before its publish, has left.
    connection.execute_batch(&format!("DROP TABLE IF EXISTS {}", quote(&physical)))?;
    make_version(connection, &physical, &names)?;
    let (rows, profiles) = if target.spec.purpose.keeps_rows() {
        profile_rows(connection, target)?
    } else {
        profile_units(connection, target, units)?
    };
    // Rows that were not kept were looked at as they passed.
    let nothing = Looks::default();
    let columns = target.names.all();
    let looks = columns.iter().map(|column| {
        profiles
            .get(&column.name)
            .map_or(&nothing, |profile| &profile.looks)
    });
    let passing = seen.is_none().then(|| classes::told(columns, looks));
    let known = seen.or(passing.as_ref()).cloned().unwrap_or_default();
    let holds = classes::foreseen(connection, &target.spec.table.id, columns, &known)?;
    let mut statement = connection.prepare(&format!(
        "INSERT INTO {} VALUES(0, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        quote(&physical)
    ))?;
    for (column, personal) in columns.iter().zip(holds) {
        let profile = profiles.get(&column.name).cloned().unwrap_or_default();
        let share = (rows > 0).then(|| (profile.filled as f64 / rows as f64 * 1e4).round() / 1e4);
        statement.execute(params![
            column.name,
            column.original,
            word(column.kind),
            word(personal),
            share,
            profile.distinct() as i64,
            profile.longest as i64,
        ])?;
    }
    drop(statement);
    let key = vec!["column".to_owned()];
    let rows = index(connection, &physical, &key)?;
    Ok(Sealed {
        source,
        target: target.spec.catalogue(),
        physical,
        columns: names.all().to_vec(),
        key,
        rows,
        is_catalogue: true,
        seen: passing.map(|seen| (target.spec.table.id.clone(), seen)),
        drift: Vec::new(),
    })
}

/// The columns of a table whose rows are kept, in one pass over them.
fn profile_rows(connection: &Connection, target: &Target) -> Result<(u64, HashMap<String, Profile>), Error> {
    let columns = target.names.all();
    let names: Vec<String> = columns.iter().map(|column| quote(&column.name)).collect();
    let mut profiles = vec![Profile::default(); columns.len()];
    let mut statement = connection.prepare(&format!(
        "SELECT {} FROM {}",
        names.join(", "),
        quote(&target.physical)
    ))?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        for (index, profile) in profiles.iter_mut().enumerate() {
            profile.see(row.get_ref(index)?);
        }
    }
    Ok((
        count,
        columns
            .iter()
            .map(|column| column.name.clone())
            .zip(profiles)
            .collect(),
    ))
}

/// The columns of a table whose rows were never stored, merged from its units. Where a split was
/// read beside its whole, a row would count twice: then the parts speak.
fn profile_units(
    connection: &Connection,
    target: &Target,
    units: &[&UnitState],
) -> Result<(u64, HashMap<String, Profile>), Error> {
    let table = &target.spec.table.id;
    let split = units.iter().any(|state| !state.unit.partition.is_whole());
    let mut merged: HashMap<String, Profile> = HashMap::new();
    let mut rows = 0;
    for state in units
        .iter()
        .filter(|state| !(split && state.unit.partition.is_whole()))
    {
        rows += state.brought.get(table).map_or(0, |brought| brought.rows);
        for (name, profile) in profile::load(connection, state.id, table)? {
            merged.entry(name).or_default().merge(&profile);
        }
    }
    Ok((rows, merged))
}
