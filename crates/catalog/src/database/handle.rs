//! [`Database`]: the writer of one database. Its caller holds the dataflow's lock.

use super::staging::Staging;
use super::targets::{self, StagedTable};
use super::{entries, units};
use crate::connection::open_writer;
use crate::error::Doing;
use crate::folder::{refuse_links_of_database, remove_copies, remove_database_files};
use crate::model::{Publication, RunId};
use crate::names::check_dataflow_name;
use crate::words::json;
use crate::{DataFolder, Error};
use jiff::Timestamp;
use poolhouse_connector::Unit;
use rusqlite::{Connection, InterruptHandle, OptionalExtension, params};
use rusqlite_migration::M;
use std::path::PathBuf;

pub(crate) const STEPS: &[M<'_>] = &[
    M::up(include_str!("../schema/database_1.sql")),
    M::up(include_str!("../schema/database_2.sql")),
    M::up(include_str!("../schema/database_3.sql")),
    M::up(include_str!("../schema/database_4.sql")),
];

/// The writer of one database.
#[derive(Debug)]
pub struct Database {
    pub(super) connection: Connection,
    path: PathBuf,
}

/// Ends from another thread what a database is doing: the statement under way fails, its
/// transaction is rolled back, what was committed before stays.
pub struct Interrupt(InterruptHandle);

impl std::fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Interrupt").finish_non_exhaustive()
    }
}

impl Interrupt {
    /// Of what this connection does.
    pub(crate) fn of(connection: &Connection) -> Self {
        Self(connection.get_interrupt_handle())
    }

    /// Strikes the statement that runs now; one that begins later is not struck.
    pub fn strike(&self) {
        self.0.interrupt();
    }
}

impl Database {
    /// The version of the file that this program writes.
    pub const VERSION: usize = STEPS.len();

    /// A handle that outlives what becomes of this database: staging, seal and publish.
    pub fn interrupt(&self) -> Interrupt {
        Interrupt::of(&self.connection)
    }

    /// Opens the database of the dataflow `name`, made or migrated as need be.
    pub fn open(folder: &DataFolder, name: &str) -> Result<Self, Error> {
        check_dataflow_name(name)?;
        let path = folder.database_path(name);
        Ok(Self {
            connection: open_writer(&path, STEPS)?,
            path,
        })
    }

    /// Begins to stage a run. What another run left staged is swept away first.
    pub fn begin(
        mut self,
        run: RunId,
        tables: &[StagedTable],
        first: &[Unit],
        now: Timestamp,
    ) -> Result<Staging, Error> {
        const DOING: &str = "begin the staging";
        let transaction = self.connection.transaction().doing(DOING)?;
        if entries::seq_of(&transaction, run).doing(DOING)?.is_some() {
            return Err(Error::Published { run });
        }
        targets::sweep(&transaction).doing(DOING)?;
        targets::check(&transaction, tables).doing(DOING)?;
        for (position, table) in tables.iter().enumerate() {
            transaction
                .execute(
                    "INSERT INTO _poolhouse_staging(run, position, target, purpose, spec, begun_at, accepted)
                     VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    params![
                        run.0,
                        position as i64,
                        table.target,
                        crate::words::word(table.purpose),
                        json(&table.table),
                        now.to_string(),
                        table.accepted.as_ref().map(json)
                    ],
                )
                .doing(DOING)?;
            targets::make(&transaction, run, table).doing(DOING)?;
        }
        units::insert(&transaction, run, first).doing(DOING)?;
        transaction.commit().doing(DOING)?;
        Staging::load(self, run)
    }

    /// Takes up what `run` has staged; `None` when there is nothing of it.
    pub fn resume(self, run: RunId) -> Result<Option<Staging>, Error> {
        if self.staged_run()? == Some(run) {
            let mut staging = Staging::load(self, run)?;
            staging.discover_hidden_again()?;
            Ok(Some(staging))
        } else {
            Ok(None)
        }
    }

    /// The run whose staging lies here.
    pub fn staged_run(&self) -> Result<Option<RunId>, Error> {
        self.connection
            .query_row("SELECT run FROM _poolhouse_staging LIMIT 1", [], |row| {
                row.get(0).map(RunId)
            })
            .optional()
            .doing("look for a staging")
    }

    /// Throws away what `run` has staged. What readers see stays as it is.
    pub fn discard(&mut self, run: RunId) -> Result<(), Error> {
        if self.staged_run()? != Some(run) {
            return Ok(());
        }
        let transaction = self.connection.transaction().doing("discard the staging")?;
        targets::sweep(&transaction).doing("discard the staging")?;
        transaction.commit().doing("discard the staging")?;
        self.give_room_back();
        self.shorten_log();
        Ok(())
    }

    /// What `run` has published, if it has: how a crash between the two files is settled.
    pub fn published(&self, run: RunId) -> Result<Option<Publication>, Error> {
        match entries::seq_of(&self.connection, run).doing("look for a publication")? {
            Some(seq) => entries::publication(&self.connection, seq)
                .doing("read a publication")
                .map(Some),
            None => Ok(None),
        }
    }

    /// For a file that was opened anew after the disk had failed: moves what the write-ahead log has into the
    /// file, so that it is written once more, and checks the whole.
    pub fn check_again(&self) -> Result<(), Error> {
        crate::failpoints::pass(&self.connection, "check the database");
        crate::connection::check_again(&self.connection)
    }

    /// Closes the database and deletes its files.
    pub fn remove(self) -> Result<(), Error> {
        let Self { connection, path } = self;
        drop(connection);
        remove_database_files(&path)
    }

    /// Whether [`Self::remove_files`] would leave nothing behind: an error where a file is a link, or where
    /// there is a second name of one.
    pub fn check_files(folder: &DataFolder, name: &str) -> Result<(), Error> {
        refuse_links_of_database(&folder.database_path(name))
    }

    /// Deletes the files of the dataflow `name`, which nobody may hold open. None need be there.
    pub fn remove_files(folder: &DataFolder, name: &str) -> Result<(), Error> {
        check_dataflow_name(name)?;
        remove_database_files(&folder.database_path(name))
    }

    /// Sets the damaged file of the dataflow `name` aside, under a name beside it that [`Self::remove_files`] and
    /// [`Self::remove_copies`] know; answers that. Nobody may hold it open to write.
    pub fn set_aside(folder: &DataFolder, name: &str) -> Result<PathBuf, Error> {
        check_dataflow_name(name)?;
        crate::folder::set_aside(&folder.database_path(name))
    }

    /// Deletes the copies that migrations made of this database.
    pub fn remove_copies(&self) -> Result<(), Error> {
        remove_copies(&self.path)
    }

    /// Gives pages that hold nothing back to the disk, those at the end of the file first.
    pub(super) fn give_room_back(&self) {
        let given = self
            .connection
            .prepare("PRAGMA incremental_vacuum")
            .and_then(|mut statement| {
                let mut steps = statement.query([])?;
                while steps.next()?.is_some() {}
                Ok(())
            });
        if let Err(error) = given {
            tracing::debug!(%error, "room was not given back; the next run uses it");
        }
    }

    /// Empties the `-wal` as far as readers let it: a large transaction has made it large.
    pub(super) fn shorten_log(&self) {
        let emptied = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        if !matches!(emptied, Ok(0)) {
            tracing::debug!(
                ?emptied,
                "the write-ahead log was not emptied; the next checkpoint does it"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_the_one_that_was_reviewed() {
        let mut connection = Connection::open_in_memory().expect("memory");
        rusqlite_migration::Migrations::from_slice(STEPS)
            .to_latest(&mut connection)
            .expect("migrate");
        insta::assert_snapshot!("database_schema", crate::connection::schema(&connection));
    }
}
