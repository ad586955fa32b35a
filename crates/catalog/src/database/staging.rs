//! [`Staging`]: the run that is being written, page by page, checkpoint by checkpoint.
//!
//! Owned by one thread of the engine. A page's rows, its cursor and its counts stand in one
//! transaction; [`Staging::commit`] is the checkpoint. Deliberately absent: indexes, which are
//! built when the staging is sealed.

use super::handle::{Database, Interrupt};
use super::marks;
use super::profile::{Profiles, borrowed};
use super::targets::{self, Target};
use super::units::{StagedUnit, Units};
use crate::Error;
use crate::error::Doing;
use crate::model::RunId;
use poolhouse_connector::{Page, TableId, Unit, Value};
use rusqlite::ToSql;
use rusqlite::types::ToSqlOutput;
use std::collections::BTreeMap;

/// A run under staging. Dropping it keeps what was committed.
#[derive(Debug)]
pub struct Staging {
    pub(super) database: Database,
    pub(super) run: RunId,
    pub(super) targets: Vec<Target>,
    pub(super) units: Units,
    pub(super) profiles: Profiles,
    /// Set by the first error: what memory knows may no longer be what the file holds.
    lost: bool,
}

/// What is staged so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StagedTotals {
    /// Rows by table, those that two units brought counted twice.
    pub rows: BTreeMap<TableId, u64>,
    /// Values that did not fit their column's type.
    pub misfits: u64,
    /// Pages.
    pub pages: u64,
}

impl Staging {
    pub(super) fn load(database: Database, run: RunId) -> Result<Self, Error> {
        const DOING: &str = "take up the staging";
        let connection = &database.connection;
        let specs = targets::staged(connection, run).doing(DOING)?;
        let hidden = targets::hidden(&specs);
        let targets = specs
            .into_iter()
            .map(|spec| Target::load(connection, run, spec))
            .collect::<Result<_, _>>()
            .doing(DOING)?;
        let units = Units::load(connection, run, hidden).doing(DOING)?;
        Ok(Self {
            database,
            run,
            targets,
            units,
            profiles: Profiles::default(),
            lost: false,
        })
    }

    /// Ends from another thread what this staging, or the seal and publish it becomes, is doing.
    pub fn interrupt(&self) -> Interrupt {
        self.database.interrupt()
    }

    /// The run.
    pub fn run(&self) -> RunId {
        self.run
    }

    /// How far each unit has come, in the order in which they were added.
    pub fn units(&self) -> Result<Vec<StagedUnit>, Error> {
        if self.lost {
            return Err(Error::StagingLost);
        }
        Ok(self.units.all().map(super::units::UnitState::told).collect())
    }

    /// What is staged so far.
    pub fn totals(&self) -> Result<StagedTotals, Error> {
        if self.lost {
            return Err(Error::StagingLost);
        }
        let mut totals = StagedTotals {
            rows: self
                .targets
                .iter()
                .map(|target| (target.spec.table.id.clone(), 0))
                .collect(),
            ..StagedTotals::default()
        };
        for state in self.units.all() {
            totals.pages += state.pages;
            for (table, brought) in &state.brought {
                *totals.rows.entry(table.clone()).or_default() += brought.rows;
                totals.misfits += brought.misfits;
            }
        }
        Ok(totals)
    }

    /// Adds units; answers those that are new.
    pub fn add_units(&mut self, units: &[Unit]) -> Result<Vec<Unit>, Error> {
        self.change("add units", |staging| {
            staging.units.add(&staging.database.connection, units)
        })
    }

    /// Stages a page: rows, cursor, counts, and the units that it revealed. Answers those of them
    /// that are new. Lasts from the next [`Self::commit`] on.
    ///
    /// After an error what was not committed is gone, and every further call is refused: open
    /// the staging again with [`Database::resume`].
    pub fn stage_page(&mut self, unit: &Unit, page: &Page) -> Result<Vec<Unit>, Error> {
        self.change("stage a page", |staging| staging.stage(unit, page))
    }

    /// The checkpoint: what was staged survives a crash from here on.
    pub fn commit(&mut self) -> Result<(), Error> {
        if self.database.connection.is_autocommit() && !self.lost {
            return Ok(());
        }
        self.change("commit the staged pages", |staging| {
            staging.flush()?;
            Ok(staging.database.connection.execute_batch("COMMIT")?)
        })
    }

    /// Writes to the open transaction what memory alone knows.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        let connection = &self.database.connection;
        self.units.flush(connection)?;
        let done: std::collections::HashSet<i64> = self
            .units
            .all()
            .filter(|state| state.done)
            .map(|state| state.id)
            .collect();
        self.profiles.flush(connection, |unit| done.contains(&unit))
    }

    /// Runs `work` in the open transaction, begun if there is none.
    pub(super) fn change<T>(
        &mut self,
        doing: &'static str,
        work: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if self.lost {
            return Err(Error::StagingLost);
        }
        if self.database.connection.is_autocommit() {
            self.database
                .connection
                .execute_batch("BEGIN IMMEDIATE")
                .doing(doing)?;
        }
        let done = work(self).doing(doing);
        if done.is_err() {
            self.lost = true;
            // SQLite rolls back by itself on some errors, and then refuses to do it again.
            if !self.database.connection.is_autocommit()
                && let Err(error) = self.database.connection.execute_batch("ROLLBACK")
            {
                tracing::warn!(%error, "the staging's transaction was not rolled back; closing the file does it");
            }
        }
        done
    }

    fn stage(&mut self, unit: &Unit, page: &Page) -> Result<Vec<Unit>, Error> {
        let connection = &self.database.connection;
        let state = self.units.change(unit)?;
        for kept in &page.kept {
            let target = self
                .targets
                .iter_mut()
                .find(|target| target.spec.table.id == kept.table)
                .ok_or_else(|| Error::NoSuchTable {
                    table: kept.table.to_string(),
                })?;
            let rows = marks::keep(connection, target, state.id, kept)?;
            state.brought.entry(kept.table.clone()).or_default().rows += rows;
        }
        for batch in &page.batches {
            let target = self
                .targets
                .iter_mut()
                .find(|target| target.spec.table.id == batch.table)
                .ok_or_else(|| Error::NoSuchTable {
                    table: batch.table.to_string(),
                })?;
            let columns = batch.columns.len();
            if let Some(row) = batch.rows.iter().find(|row| row.len() != columns) {
                return Err(Error::RowWidth {
                    table: batch.table.clone(),
                    width: row.len(),
                    columns,
                });
            }
            let layout = target.layout(connection, &batch.columns)?;
            if target.spec.purpose.keeps_rows() {
                let mut insert = connection.prepare_cached(&layout.insert)?;
                insert.raw_bind_parameter(1, state.id)?;
                for row in &batch.rows {
                    for (index, (place, _)) in layout.stored.iter().enumerate() {
                        insert.raw_bind_parameter(index + 2, Bound(&row[*place]))?;
                    }
                    insert.raw_execute()?;
                }
            } else {
                self.profiles
                    .see(connection, state.id, &batch.table, &layout.stored, &batch.rows)?;
            }
            let brought = state.brought.entry(batch.table.clone()).or_default();
            brought.rows += batch.rows.len() as u64;
            brought.misfits += batch.misfits;
        }
        state.pages += 1;
        state.cursor.clone_from(&page.next);
        state.mark.clone_from(&page.mark);
        state.done = page.next.is_none();
        self.units.add(connection, &page.discovered)
    }
}

/// A cell bound by reference.
pub(super) struct Bound<'a>(pub(super) &'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(borrowed(self.0)))
    }
}
