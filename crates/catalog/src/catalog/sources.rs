//! What runs learned of a source, by its identity, whichever dataflow reads it: whether it may be
//! read in parts, and how large it is.

use super::{Catalog, CatalogReader};
use crate::Error;
use crate::error::Doing;
use crate::model::{SourceSizes, SplitVerdict};
use crate::words::moment;
use poolhouse_connector::TableId;
use rusqlite::{OptionalExtension, Transaction, params};

const PAGES: &str = "pages";
const ROWS: &str = "rows";

impl Catalog {
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

    /// Stores how large a source was found to be; what is known of its other calls and tables stays.
    pub fn learn_sizes(&mut self, source: &str, sizes: &SourceSizes) -> Result<(), Error> {
        self.write("store the source's size", |transaction| {
            let mut learn = transaction.prepare(
                "INSERT INTO source_sizes(source, what, name, amount) VALUES(?1, ?2, ?3, ?4)
                 ON CONFLICT(source, what, name) DO UPDATE SET amount = excluded.amount",
            )?;
            for (reading, pages) in &sizes.pages {
                learn.execute(params![source, PAGES, reading, *pages as i64])?;
            }
            for (table, rows) in &sizes.rows {
                learn.execute(params![source, ROWS, table.as_str(), *rows as i64])?;
            }
            Ok(())
        })
    }
}

/// Deletes what is known of a source that no dataflow reads any more.
pub(super) fn forget(transaction: &Transaction<'_>, source: &str) -> Result<(), Error> {
    transaction.execute("DELETE FROM verdicts WHERE source = ?1", [source])?;
    transaction.execute("DELETE FROM source_sizes WHERE source = ?1", [source])?;
    Ok(())
}

impl CatalogReader {
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

    /// How large the runs before found a source.
    pub fn sizes(&self, source: &str) -> Result<SourceSizes, Error> {
        let doing = "read the source's size";
        let mut found = self
            .connection
            .prepare("SELECT what, name, amount FROM source_sizes WHERE source = ?1")
            .doing(doing)?;
        let known = found
            .query_map([source], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, i64>(2)?,
                ))
            })
            .doing(doing)?;
        let mut sizes = SourceSizes::default();
        for known in known {
            let (what, name, amount) = known.doing(doing)?;
            let amount = amount as u64;
            if what == PAGES {
                sizes.pages.insert(name, amount);
            } else {
                sizes.rows.insert(TableId::from(name), amount);
            }
        }
        Ok(sizes)
    }
}
