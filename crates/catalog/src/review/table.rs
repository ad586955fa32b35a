//! [`TableReader`]: one version of one table.

use super::filter::{clauses, list};
use crate::connection::open_reader;
use crate::database::{Entry, Interrupt, STEPS, as_text, shown_as_of};
use crate::error::Doing;
use crate::model::{StoredColumn, TableQuery, Version};
use crate::names::{check_dataflow_name, quote};
use crate::{DataFolder, Error};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// Where a row lies. Stays the same for as long as the version is kept.
pub type Place = i64;

/// Places told at a time.
const AT_ONCE: usize = 4_096;

/// A reader of one version of one table.
#[derive(Debug)]
pub struct TableReader {
    connection: Connection,
    entry: Entry,
}

/// Which rows are wanted, as SQLite is asked for them.
#[derive(Debug)]
pub struct Question {
    sql: String,
    bound: Vec<Value>,
}

impl TableReader {
    /// Opens a table of the database of the dataflow `name`; `None` when there is no database.
    pub fn open(
        folder: &DataFolder,
        name: &str,
        table: &str,
        version: Version,
    ) -> Result<Option<Self>, Error> {
        check_dataflow_name(name)?;
        let Some(connection) = open_reader(&folder.database_path(name), STEPS)? else {
            return Ok(None);
        };
        let entry = shown_as_of(&connection, version)?
            .into_iter()
            .find(|entry| entry.target.eq_ignore_ascii_case(table))
            .ok_or_else(|| Error::NoSuchTable {
                table: table.to_owned(),
            })?;
        Ok(Some(Self { connection, entry }))
    }

    /// Ends from another thread what this reader is doing.
    pub fn interrupt(&self) -> Interrupt {
        Interrupt::of(&self.connection)
    }

    /// The columns, in their order.
    pub fn columns(&self) -> &[StoredColumn] {
        &self.entry.columns
    }

    /// The rows of the whole table.
    pub fn rows(&self) -> u64 {
        self.entry.rows
    }

    /// Makes a question of `query`, to be put to this reader alone.
    pub fn ask(&self, query: &TableQuery) -> Result<Question, Error> {
        let clauses = clauses(&self.connection, &self.entry.columns, query)?;
        Ok(Question {
            sql: format!("SELECT rowid FROM {}{}", quote(&self.entry.physical), clauses.sql),
            bound: clauses.bound,
        })
    }

    /// Tells the places of the rows that a question wants, in its order, some at a time and as soon
    /// as they are known.
    pub fn list(&self, question: &Question, tell: &mut dyn FnMut(&[Place])) -> Result<(), Error> {
        const DOING: &str = "list the rows";
        let mut statement = self.connection.prepare(&question.sql).doing(DOING)?;
        let mut found = statement.query(params_from_iter(&question.bound)).doing(DOING)?;
        let mut places = Vec::with_capacity(AT_ONCE);
        while let Some(row) = found.next().doing(DOING)? {
            places.push(row.get(0).doing(DOING)?);
            if places.len() == AT_ONCE {
                tell(&places);
                places.clear();
            }
        }
        tell(&places);
        Ok(())
    }

    /// The rows at these places, in this order; a cell is NULL or its text.
    pub fn fetch(&self, places: &[Place]) -> Result<Vec<Vec<Option<String>>>, Error> {
        const DOING: &str = "read the rows";
        let mut statement = self
            .connection
            .prepare_cached(&format!(
                "SELECT {} FROM {} WHERE rowid = ?1",
                list(&self.entry.columns),
                quote(&self.entry.physical)
            ))
            .doing(DOING)?;
        let width = self.entry.columns.len();
        let row = |row: &rusqlite::Row<'_>| (0..width).map(|index| row.get_ref(index).map(as_text)).collect();
        places
            .iter()
            .map(|place| statement.query_row([place], row).doing(DOING))
            .collect()
    }
}
