//! Settings and verdicts: small facts by their key. A secret never is one.

use super::{Catalog, CatalogReader};
use crate::Error;
use crate::error::Doing;
use crate::model::SplitVerdict;
use crate::words::moment;
use rusqlite::{OptionalExtension, params};

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

    /// Deletes a setting, if it is there.
    pub fn forget_setting(&mut self, key: &str) -> Result<(), Error> {
        self.write("delete the setting", |transaction| {
            transaction.execute("DELETE FROM settings WHERE key = ?1", [key])?;
            Ok(())
        })
    }

    /// Stores what was found about splitting a source's listing.
    pub fn set_verdict(&mut self, source: &str, verdict: &SplitVerdict) -> Result<(), Error> {
        self.write("store the verdict", |transaction| {
            transaction.execute(
                "INSERT INTO verdicts(source, trusted, reason, at) VALUES(?1, ?2, ?3, ?4)
                 ON CONFLICT(source) DO UPDATE SET trusted = excluded.trusted, reason = excluded.reason,
                   at = excluded.at",
                params![source, verdict.trusted, verdict.reason, verdict.at.to_string()],
            )?;
            Ok(())
        })
    }

    /// Deletes the verdict on a source that no dataflow reads any more.
    pub fn forget_verdict(&mut self, source: &str) -> Result<(), Error> {
        self.write("delete the verdict", |transaction| {
            transaction.execute("DELETE FROM verdicts WHERE source = ?1", [source])?;
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

    /// What was found about splitting a source's listing.
    pub fn verdict(&self, source: &str) -> Result<Option<SplitVerdict>, Error> {
        let found: Option<(bool, String, String)> = self
            .connection
            .query_row(
                "SELECT trusted, reason, at FROM verdicts WHERE source = ?1",
                [source],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()
            .doing("read the verdict")?;
        found
            .map(|(trusted, reason, at)| {
                Ok(SplitVerdict {
                    trusted,
                    reason,
                    at: moment(&at)?,
                })
            })
            .transpose()
    }
}
