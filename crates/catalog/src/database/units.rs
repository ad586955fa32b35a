//! The units of a staging: how far each chain of pages has come, in memory and in the file.

use crate::Error;
use crate::model::RunId;
use poolhouse_connector::{Cursor, Mark, Partition, Reading, TableId, Unit};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How far a unit has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedUnit {
    /// The unit.
    pub unit: Unit,
    /// Where it goes on; `None` at its start and when it is done.
    pub cursor: Option<Cursor>,
    /// Whether it was read to its end.
    pub done: bool,
    /// Pages staged.
    pub pages: u64,
    /// Rows staged, of all its tables.
    pub rows: u64,
    /// What it brought, by table.
    pub brought: BTreeMap<TableId, Brought>,
}

/// What a unit has brought for one table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Brought {
    /// Rows staged.
    pub rows: u64,
    /// Values among them that did not fit their column's type.
    pub misfits: u64,
}

#[derive(Debug)]
pub(super) struct UnitState {
    pub(super) id: i64,
    pub(super) unit: Unit,
    pub(super) cursor: Option<Cursor>,
    pub(super) done: bool,
    pub(super) pages: u64,
    pub(super) mark: Option<Mark>,
    pub(super) brought: BTreeMap<TableId, Brought>,
    /// Whether its partition is in memory alone.
    pub(super) hidden: bool,
    dirty: bool,
}

impl UnitState {
    pub(super) fn told(&self) -> StagedUnit {
        StagedUnit {
            unit: self.unit.clone(),
            cursor: self.cursor.clone(),
            done: self.done,
            pages: self.pages,
            rows: self.brought.values().map(|brought| brought.rows).sum(),
            brought: self.brought.clone(),
        }
    }

    fn begin_again(&mut self) {
        (self.cursor, self.done, self.pages, self.dirty) = (None, false, 0, true);
        self.mark = None;
        self.brought.clear();
    }
}

/// All units of a staging.
#[derive(Debug)]
pub(super) struct Units {
    run: RunId,
    states: BTreeMap<i64, UnitState>,
    by_unit: HashMap<Unit, i64>,
    /// The readings whose partitions are written nowhere.
    hidden: BTreeSet<Reading>,
}

impl Units {
    pub(super) fn load(
        connection: &Connection,
        run: RunId,
        hidden: BTreeSet<Reading>,
    ) -> Result<Self, Error> {
        let mut units = Self {
            run,
            states: BTreeMap::new(),
            by_unit: HashMap::new(),
            hidden,
        };
        let mut statement = connection.prepare(
            "SELECT id, reading, \"partition\", \"cursor\", done, pages, mark, hidden
             FROM _poolhouse_units WHERE run = ?1 ORDER BY id",
        )?;
        let mut rows = statement.query([run.0])?;
        while let Some(row) = rows.next()? {
            units.hold(UnitState {
                id: row.get(0)?,
                unit: Unit {
                    reading: Reading::from(row.get::<_, String>(1)?),
                    partition: Partition(row.get::<_, String>(2)?.into()),
                },
                cursor: row.get::<_, Option<String>>(3)?.map(Cursor),
                done: row.get(4)?,
                pages: row.get::<_, i64>(5)? as u64,
                mark: row.get::<_, Option<String>>(6)?.map(Mark),
                brought: BTreeMap::new(),
                hidden: row.get(7)?,
                dirty: false,
            });
        }
        let mut statement = connection.prepare(
            "SELECT unit, source, rows, misfits FROM _poolhouse_unit_tables
             WHERE unit IN (SELECT id FROM _poolhouse_units WHERE run = ?1)",
        )?;
        let mut rows = statement.query([run.0])?;
        while let Some(row) = rows.next()? {
            let brought = Brought {
                rows: row.get::<_, i64>(2)? as u64,
                misfits: row.get::<_, i64>(3)? as u64,
            };
            if let Some(state) = units.states.get_mut(&row.get(0)?) {
                state
                    .brought
                    .insert(TableId::from(row.get::<_, String>(1)?), brought);
            }
        }
        Ok(units)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &UnitState> {
        self.states.values()
    }

    pub(super) fn of_reading<'a>(&'a self, reading: &'a Reading) -> impl Iterator<Item = &'a UnitState> {
        self.all().filter(move |state| &state.unit.reading == reading)
    }

    /// The unit's state; whoever asks for it changes it.
    pub(super) fn change(&mut self, unit: &Unit) -> Result<&mut UnitState, Error> {
        let id = self.id(unit)?;
        let state = self
            .states
            .get_mut(&id)
            .expect("BUG: every known unit has a state");
        state.dirty = true;
        Ok(state)
    }

    pub(super) fn id(&self, unit: &Unit) -> Result<i64, Error> {
        self.by_unit
            .get(unit)
            .copied()
            .ok_or_else(|| Error::NoSuchUnit { unit: unit.clone() })
    }

    /// Adds units; answers those that are new.
    pub(super) fn add(&mut self, connection: &Connection, units: &[Unit]) -> Result<Vec<Unit>, Error> {
        let mut added = Vec::new();
        for unit in units {
            if self.by_unit.contains_key(unit) {
                continue;
            }
            let hidden = self.hidden.contains(&unit.reading);
            if hidden {
                let last = self.states.last_key_value().map_or(0, |(id, _)| *id);
                connection
                    .prepare_cached(
                        "INSERT INTO _poolhouse_units(run, reading, \"partition\", hidden) VALUES(?1, ?2, ?3, TRUE)",
                    )?
                    .execute(params![self.run.0, unit.reading.as_str(), (last + 1).to_string()])?;
            } else {
                insert(connection, self.run, std::slice::from_ref(unit))?;
            }
            self.hold(UnitState {
                id: connection.last_insert_rowid(),
                unit: unit.clone(),
                cursor: None,
                done: false,
                pages: 0,
                mark: None,
                brought: BTreeMap::new(),
                hidden,
                dirty: false,
            });
            added.push(unit.clone());
        }
        Ok(added)
    }

    /// Sets a unit back to its start.
    pub(super) fn restart(&mut self, connection: &Connection, unit: &Unit) -> Result<i64, Error> {
        let state = self.change(unit)?;
        state.begin_again();
        connection.execute("DELETE FROM _poolhouse_unit_tables WHERE unit = ?1", [state.id])?;
        Ok(state.id)
    }

    /// Forgets a unit.
    pub(super) fn remove(&mut self, connection: &Connection, unit: &Unit) -> Result<(), Error> {
        if let Some(id) = self.by_unit.remove(unit) {
            self.states.remove(&id);
            connection.execute("DELETE FROM _poolhouse_units WHERE id = ?1", [id])?;
        }
        Ok(())
    }

    /// Writes what has changed since the last time.
    pub(super) fn flush(&mut self, connection: &Connection) -> Result<(), Error> {
        let mut update = connection.prepare_cached(
            "UPDATE _poolhouse_units SET \"cursor\" = ?2, done = ?3, pages = ?4, mark = ?5 WHERE id = ?1",
        )?;
        let mut count = connection.prepare_cached(
            "INSERT INTO _poolhouse_unit_tables(unit, source, rows, misfits) VALUES(?1, ?2, ?3, ?4)
             ON CONFLICT(unit, source) DO UPDATE SET rows = excluded.rows, misfits = excluded.misfits",
        )?;
        for state in self.states.values_mut().filter(|state| state.dirty) {
            // Where a hidden chain stands is of no use without its partition, and may name people too.
            let cursor = state.cursor.as_ref().filter(|_| !state.hidden);
            let mark = state.mark.as_ref().filter(|_| !state.hidden);
            update.execute(params![
                state.id,
                cursor.map(|cursor| &cursor.0),
                state.done,
                state.pages as i64,
                mark.map(|mark| &mark.0)
            ])?;
            for (source, brought) in &state.brought {
                count.execute(params![
                    state.id,
                    source.as_str(),
                    brought.rows as i64,
                    brought.misfits as i64
                ])?;
            }
            state.dirty = false;
        }
        Ok(())
    }

    fn hold(&mut self, state: UnitState) {
        self.by_unit.insert(state.unit.clone(), state.id);
        self.states.insert(state.id, state);
    }
}

/// Stores units at their start. A unit that is named twice is stored once.
pub(super) fn insert(connection: &Connection, run: RunId, units: &[Unit]) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(
        "INSERT OR IGNORE INTO _poolhouse_units(run, reading, \"partition\") VALUES(?1, ?2, ?3)",
    )?;
    for unit in units {
        statement.execute(params![run.0, unit.reading.as_str(), unit.partition.0])?;
    }
    Ok(())
}
