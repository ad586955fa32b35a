//! Units set back, dropped and proven: what a refused page token or a doubtful split asks for.

use super::staging::Staging;
use super::targets::{self, StagedTable};
use super::units::UnitState;
use crate::Error;
use crate::names::quote;
use jiff::Timestamp;
use poolhouse_connector::{Reading, TableId, Unit};
use rusqlite::Connection;

/// How the parts of a split compare with the whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Keys that only the whole chain brought, and that were there before the moment asked for.
    pub only_whole: u64,
    /// Keys that the parts brought.
    pub parts: u64,
    /// Keys that the whole chain brought.
    pub whole: u64,
}

impl Staging {
    /// Sets a unit back to its start: what it brought goes, its cursor too.
    pub fn restart_unit(&mut self, unit: &Unit) -> Result<(), Error> {
        self.change("start a unit again", |staging| {
            let id = staging.units.restart(&staging.database.connection, unit)?;
            staging.drop_brought(&unit.reading, &[id])
        })
    }

    /// Drops the parts of a split with all that they brought; the whole chain, where there is
    /// one, is kept.
    pub fn drop_parts(&mut self, reading: &Reading) -> Result<(), Error> {
        self.drop_units(reading, true)
    }

    /// Drops the units of a reading with all that they brought; with `keep_whole` the one that
    /// covers all of it stays.
    pub fn drop_units(&mut self, reading: &Reading, keep_whole: bool) -> Result<(), Error> {
        self.change("drop the parts of a split", |staging| {
            let dropped: Vec<(i64, Unit)> = staging
                .units
                .of_reading(reading)
                .filter(|state| !(keep_whole && state.unit.partition.is_whole()))
                .map(|state| (state.id, state.unit.clone()))
                .collect();
            let ids: Vec<i64> = dropped.iter().map(|(id, _)| *id).collect();
            staging.drop_brought(reading, &ids)?;
            for (_, unit) in &dropped {
                staging.units.remove(&staging.database.connection, unit)?;
            }
            Ok(())
        })
    }

    /// Units whose partitions were in memory alone are gone with it. Unless all of them are read, those
    /// that discovered them begin again.
    pub(super) fn discover_hidden_again(&mut self) -> Result<(), Error> {
        let tables: Vec<StagedTable> = self.targets.iter().map(|target| target.spec.clone()).collect();
        let leading = targets::leading_to_hidden(&tables);
        let of_interest = |state: &&UnitState| state.hidden || leading.contains(&state.unit.reading);
        let has_hidden = self.units.all().any(|state| state.hidden);
        if !has_hidden || self.units.all().filter(of_interest).all(|state| state.done) {
            return Ok(());
        }
        self.change("discover people again", |staging| {
            let states = staging.units.all();
            let (hidden, led): (Vec<_>, Vec<_>) = states
                .filter(of_interest)
                .map(|state| (state.hidden, state.id, state.unit.clone()))
                .partition(|(hidden, ..)| *hidden);
            for (_, id, unit) in &hidden {
                staging.drop_brought(&unit.reading, &[*id])?;
            }
            for (_, _, unit) in &hidden {
                staging.units.remove(&staging.database.connection, unit)?;
            }
            for (_, _, unit) in &led {
                let id = staging.units.restart(&staging.database.connection, unit)?;
                staging.drop_brought(&unit.reading, &[id])?;
            }
            Ok(())
        })?;
        self.commit()
    }

    /// Whether the parts of a split missed rows that the whole chain brought. `created_column` is
    /// the original name of the column that tells when a row came to be: one that came while the
    /// parts were being read proves nothing.
    ///
    /// Where no rows are kept, keys cannot be compared and the counts alone speak.
    pub fn missed_by_parts(
        &mut self,
        table: &TableId,
        created_column: Option<&str>,
        before: Timestamp,
    ) -> Result<Coverage, Error> {
        self.change("compare the parts with the whole", |staging| {
            let target = staging
                .targets
                .iter()
                .find(|target| &target.spec.table.id == table)
                .ok_or_else(|| Error::NoSuchTable {
                    table: table.to_string(),
                })?;
            let (whole, parts): (Vec<_>, Vec<_>) = staging
                .units
                .of_reading(&target.spec.table.reading)
                .partition(|state| state.unit.partition.is_whole());
            if !target.spec.purpose.keeps_rows() {
                let rows = |units: &[&UnitState]| -> u64 {
                    units
                        .iter()
                        .filter_map(|state| state.brought.get(table))
                        .map(|brought| brought.rows)
                        .sum()
                };
                let (whole, parts) = (rows(&whole), rows(&parts));
                return Ok(Coverage {
                    only_whole: whole.saturating_sub(parts),
                    parts,
                    whole,
                });
            }
            let key: Vec<String> = target.key()?.iter().map(|name| quote(name)).collect();
            let (key, from) = (key.join(", "), quote(&target.physical));
            let (whole, parts) = (list(whole.iter().map(|s| s.id)), list(parts.iter().map(|s| s.id)));
            let old_enough = match created_column.and_then(|original| target.names.find(original)) {
                Some(column) => {
                    let name = quote(&column.name);
                    // Text that is no moment proves nothing against the row: it counts.
                    format!(
                        "AND coalesce(unixepoch({name}, 'subsec') < {}, 1)",
                        before.as_millisecond() as f64 / 1e3
                    )
                }
                None => String::new(),
            };
            let connection = &staging.database.connection;
            Ok(Coverage {
                only_whole: count(
                    connection,
                    &format!(
                        "SELECT {key} FROM {from} WHERE _unit IN ({whole}) {old_enough}
                         EXCEPT SELECT {key} FROM {from} WHERE _unit IN ({parts})"
                    ),
                )?,
                parts: count(
                    connection,
                    &format!("SELECT DISTINCT {key} FROM {from} WHERE _unit IN ({parts})"),
                )?,
                whole: count(
                    connection,
                    &format!("SELECT DISTINCT {key} FROM {from} WHERE _unit IN ({whole})"),
                )?,
            })
        })
    }

    /// Deletes what units have brought to the tables of their reading.
    fn drop_brought(&mut self, reading: &Reading, units: &[i64]) -> Result<(), Error> {
        let connection = &self.database.connection;
        let ids = list(units.iter().copied());
        for target in self
            .targets
            .iter()
            .filter(|target| &target.spec.table.reading == reading)
        {
            if target.spec.purpose.keeps_rows() {
                let table = quote(&target.physical);
                connection.execute(&format!("DELETE FROM {table} WHERE _unit IN ({ids})"), [])?;
            }
        }
        for unit in units {
            self.profiles.remove(connection, *unit)?;
        }
        Ok(())
    }
}

fn list(ids: impl Iterator<Item = i64>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}

fn count(connection: &Connection, rows: &str) -> Result<u64, Error> {
    let count: i64 = connection.query_row(&format!("SELECT count(*) FROM ({rows})"), [], |row| row.get(0))?;
    Ok(count as u64)
}
