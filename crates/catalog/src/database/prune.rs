//! Retention: version tables that no recent publication shows are dropped. The history itself and
//! the change log stay.

use super::entries;
use super::handle::Database;
use crate::Error;
use crate::error::Doing;
use crate::names::quote;
use std::collections::BTreeSet;

impl Database {
    /// Drops the version tables that none of the `keep` newest publications shows, each in its
    /// own transaction: cut off, it goes on the next time. Rewrites the file where somebody was
    /// forgotten and that is still to be done. Answers how many were dropped.
    pub fn prune(&mut self, keep: usize) -> Result<u64, Error> {
        const DOING: &str = "prune old versions";
        let mut gone = BTreeSet::new();
        let mut kept = BTreeSet::new();
        // What readers see is always kept.
        for (age, seq) in entries::seqs(&self.connection)
            .doing(DOING)?
            .into_iter()
            .enumerate()
        {
            let shown = entries::entries(&self.connection, seq).doing(DOING)?.into_iter();
            let names = shown.map(|entry| entry.physical);
            if age < keep.max(1) {
                kept.extend(names);
            } else {
                gone.extend(names);
            }
        }
        let mut dropped = 0;
        for physical in gone.difference(&kept) {
            if !entries::is_kept(&self.connection, physical).doing(DOING)? {
                continue;
            }
            let transaction = self.connection.transaction().doing(DOING)?;
            transaction
                .execute_batch(&format!("DROP TABLE {}", quote(physical)))
                .doing(DOING)?;
            transaction.commit().doing(DOING)?;
            dropped += 1;
        }
        if dropped > 0 {
            self.shorten_log();
        }
        if self.is_to_rewrite()? {
            self.rewrite()?;
        }
        Ok(dropped)
    }
}
