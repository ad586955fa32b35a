//! A plain SQLite database to hand over: tables with their rows, and nothing of ours in it.

use crate::Error;
use crate::error::Doing;
use crate::names::quote;
use poolhouse_connector::ColumnType;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use std::path::Path;

const DOING: &str = "write the database";

/// Rows in one transaction.
const ROWS: u64 = 50_000;

/// A plain database that is being written, a table after the other. Cut off, its file is of no use:
/// it gets its name once it is whole.
#[derive(Debug)]
pub struct PlainDatabase {
    connection: Connection,
    insert: String,
    rows: u64,
}

impl PlainDatabase {
    /// Begins in an empty file.
    pub fn begin(path: &Path) -> Result<Self, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).doing(DOING)?;
        // Who writes it brings it to the disk in the end; half of it is thrown away.
        for (pragma, value) in [("journal_mode", "OFF"), ("synchronous", "OFF")] {
            connection
                .pragma_update_and_check(None, pragma, value, |_| Ok(()))
                .or_else(|error| match error {
                    rusqlite::Error::QueryReturnedNoRows => Ok(()),
                    other => Err(other),
                })
                .doing(DOING)?;
        }
        Ok(Self {
            connection,
            insert: String::new(),
            rows: 0,
        })
    }

    /// Begins a table; the rows that follow are its. A column without a type takes every value as it is.
    pub fn table(&mut self, name: &str, columns: &[(&str, Option<ColumnType>)]) -> Result<(), Error> {
        self.settle()?;
        let column = |(name, kind): &(&str, Option<ColumnType>)| {
            let kind = match kind {
                None => "",
                Some(ColumnType::Number) => " NUMERIC",
                Some(ColumnType::Boolean) => " INTEGER",
                Some(ColumnType::Text | ColumnType::Timestamp | ColumnType::Json) => " TEXT",
            };
            format!("{}{kind}", quote(name))
        };
        let columns: Vec<String> = columns.iter().map(column).collect();
        let places = vec!["?"; columns.len()];
        let table = quote(name);
        self.connection
            .execute_batch(&format!("CREATE TABLE {table}({})", columns.join(", ")))
            .doing(DOING)?;
        self.insert = format!("INSERT INTO {table} VALUES({})", places.join(", "));
        Ok(())
    }

    /// Writes a row: a value for each column of the table.
    pub fn row<'a>(&mut self, values: impl Iterator<Item = ValueRef<'a>>) -> Result<(), Error> {
        if self.connection.is_autocommit() {
            self.connection.execute_batch("BEGIN").doing(DOING)?;
        }
        let values = values.map(rusqlite::types::ToSqlOutput::Borrowed);
        self.connection
            .prepare_cached(&self.insert)
            .and_then(|mut statement| statement.execute(params_from_iter(values)))
            .doing(DOING)?;
        self.rows += 1;
        if self.rows.is_multiple_of(ROWS) {
            self.settle()?;
        }
        Ok(())
    }

    /// Writes what is left and closes the file.
    pub fn finish(self) -> Result<(), Error> {
        self.settle()?;
        self.connection.close().map_err(|(_, error)| error).doing(DOING)
    }

    fn settle(&self) -> Result<(), Error> {
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("COMMIT").doing(DOING)?;
        }
        Ok(())
    }
}
