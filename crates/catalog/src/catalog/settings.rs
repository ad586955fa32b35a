//! Settings: small facts by their key. A secret never is one.

use super::{Catalog, CatalogReader};
use crate::Error;
use crate::error::Doing;
use rusqlite::OptionalExtension;

impl Catalog {
    /// Stores a setting.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<(), Error> {
        self.write("store the setting", |transaction| {
            transaction.execute(
                "INSERT INTO settings(key, value) VALUES(?1, ?2)
                 ON CONFLICT(key) DO UPDATE SET value = excluded.value",
                [key, value],
            )?;
            Ok(())
        })
    }

    /// Stores a setting unless it is there already, and answers what it is then.
    pub fn settle_setting(&mut self, key: &str, value: &str) -> Result<String, Error> {
        self.write("store the setting", |transaction| {
            transaction.execute(
                "INSERT OR IGNORE INTO settings(key, value) VALUES(?1, ?2)",
                [key, value],
            )?;
            let settled = "SELECT value FROM settings WHERE key = ?1";
            Ok(transaction.query_row(settled, [key], |row| row.get(0))?)
        })
    }

    /// Deletes a setting, if it is there.
    pub fn forget_setting(&mut self, key: &str) -> Result<(), Error> {
        self.write("delete the setting", |transaction| {
            transaction.execute("DELETE FROM settings WHERE key = ?1", [key])?;
            Ok(())
        })
    }
}

impl CatalogReader {
    /// A setting.
    pub fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        self.connection
            .query_row("SELECT value FROM settings WHERE key = ?1", [key], |row| {
                row.get(0)
            })
            .optional()
            .doing("read the setting")
    }
}
