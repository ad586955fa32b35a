//! [`TableReader`]: one version of one table.

use super::filter::{clauses, list};
use crate::connection::open_reader;
use crate::database::{Classes, Entry, Interrupt, STEPS, as_text, shown_as_of};
use crate::error::Doing;
use crate::model::{StoredColumn, TableQuery, Version};
use crate::names::{check_dataflow_name, quote};
use crate::{DataFolder, Error};
use poolhouse_connector::TableId;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};
use std::ops::ControlFlow;

/// Where a row lies. Stays the same for as long as the version is kept.
pub type Place = i64;

/// Places told at a time.
const AT_ONCE: usize = 4_096;

/// Columns looked at in one statement: three results each, of 2,000 that SQLite allows.
const LOOKED_AT_ONCE: usize = 500;

/// A reader of one version of one table.
#[derive(Debug)]
pub struct TableReader {
    connection: Connection,
    entry: Entry,
}

/// Which sorts of values a column has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Storage {
    /// Whether one of them is a text.
    pub text: bool,
    /// Whether one of them is a number that is not whole.
    pub real: bool,
    /// Whether one of them is a whole number other than 0 and 1.
    pub beyond_one: bool,
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
        let mut entry = shown_as_of(&connection, version)?
            .into_iter()
            .find(|entry| entry.target.eq_ignore_ascii_case(table))
            .ok_or_else(|| Error::NoSuchTable {
                table: table.to_owned(),
            })?;
        let classes = Classes::load(&connection).doing("read what the columns hold")?;
        classes.apply(&entry.source, &mut entry.columns);
        Ok(Some(Self { connection, entry }))
    }

    /// Ends from another thread what this reader is doing.
    pub fn interrupt(&self) -> Interrupt {
        Interrupt::of(&self.connection)
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The table that holds the version's rows.
    pub(super) fn physical(&self) -> &str {
        &self.entry.physical
    }

    /// The table at its source.
    pub fn source(&self) -> &TableId {
        &self.entry.source
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
            sql: format!(
                "SELECT rowid FROM {}{}{}",
                quote(&self.entry.physical),
                clauses.condition,
                clauses.order
            ),
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

    /// Tells every row that `query` wants, in its order, its cells those of `columns`. Ends early where
    /// `each` says so.
    pub fn walk(
        &self,
        query: &TableQuery,
        columns: &[StoredColumn],
        each: &mut dyn FnMut(&[ValueRef<'_>]) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        const DOING: &str = "read the rows";
        let clauses = clauses(&self.connection, &self.entry.columns, query)?;
        let mut statement = self
            .connection
            .prepare(&format!(
                "SELECT {} FROM {}{}{}",
                list(columns),
                quote(&self.entry.physical),
                clauses.condition,
                clauses.order
            ))
            .doing(DOING)?;
        let mut found = statement.query(params_from_iter(clauses.bound)).doing(DOING)?;
        while let Some(row) = found.next().doing(DOING)? {
            let cells: rusqlite::Result<Vec<_>> =
                (0..columns.len()).map(|index| row.get_ref(index)).collect();
            if each(&cells.doing(DOING)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Which sorts of values these columns truly have, NULL aside.
    pub fn storage(&self, columns: &[StoredColumn]) -> Result<Vec<Storage>, Error> {
        let mut storage = Vec::with_capacity(columns.len());
        for columns in columns.chunks(LOOKED_AT_ONCE) {
            storage.extend(self.storage_of(columns)?);
        }
        Ok(storage)
    }

    fn storage_of(&self, columns: &[StoredColumn]) -> Result<Vec<Storage>, Error> {
        let of = |column: &StoredColumn| {
            let name = quote(&column.name);
            format!(
                "coalesce(max(typeof({name}) NOT IN ('integer', 'real', 'null')), 0),
                 coalesce(max(typeof({name}) = 'real'), 0),
                 coalesce(max(typeof({name}) = 'integer' AND {name} NOT IN (0, 1)), 0)"
            )
        };
        let parts: Vec<String> = columns.iter().map(of).collect();
        let sql = format!("SELECT {} FROM {}", parts.join(", "), quote(&self.entry.physical));
        let told = |row: &rusqlite::Row<'_>| {
            let storage = |place: usize| {
                Ok(Storage {
                    text: row.get(place * 3)?,
                    real: row.get(place * 3 + 1)?,
                    beyond_one: row.get(place * 3 + 2)?,
                })
            };
            (0..columns.len()).map(storage).collect()
        };
        self.connection
            .query_row(&sql, [], told)
            .doing("look at the columns")
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
