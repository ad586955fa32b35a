//! Retention: version tables that no recent publication shows are dropped. The history itself and
//! the change log stay.

use super::entries;
use super::handle::Database;
use crate::Error;
use crate::error::Doing;
use crate::names::quote;
use rusqlite::Connection;
use std::collections::BTreeSet;

impl Database {
    /// Drops the version tables that none of the `keep` newest publications shows, each in its
    /// own transaction: cut off, it goes on the next time. Rewrites the file where somebody was
    /// forgotten and that is still to be done. Answers how many were dropped.
    pub fn prune(&mut self, keep: usize) -> Result<u64, Error> {
        const DOING: &str = "prune old versions";
        let mut dropped = 0;
        for physical in &no_longer_shown(&self.connection, keep).doing(DOING)? {
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

/// The version tables that none of the `keep` newest publications shows.
fn no_longer_shown(connection: &Connection, keep: usize) -> Result<Vec<String>, Error> {
    // What readers see is always kept.
    let keep = i64::try_from(keep.max(1)).unwrap_or(i64::MAX);
    let shown: BTreeSet<String> = connection
        .prepare_cached(
            "SELECT physical FROM _poolhouse_published
             WHERE seq IN (SELECT seq FROM _poolhouse_publications ORDER BY seq DESC LIMIT ?1)",
        )?
        .query_map([keep], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let kept = entries::kept(connection)?.into_iter();
    Ok(kept
        .map(|(physical, _)| physical)
        .filter(|physical| !shown.contains(physical))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::super::full::import;
    use super::*;
    use crate::DataFolder;
    use crate::model::RunId;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn a_run_does_no_more_the_longer_the_history_is() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::open(root.path()).expect("a data folder");
        let mut steps = Vec::new();
        for run in 1..=80 {
            let taken = Arc::new(AtomicU64::new(0));
            let counted = taken.clone();
            let database = Database::open(&folder, "Acme").expect("the database");
            let count = move || {
                counted.fetch_add(1, Ordering::Relaxed);
                false
            };
            database
                .connection
                .progress_handler(10, Some(count))
                .expect("a handler");
            let mut database = import(database, RunId(run)).expect("a run");
            database.prune(3).expect("retention");
            steps.push(taken.load(Ordering::Relaxed));
        }
        let (early, late) = (steps[9], steps[79]);
        assert!(
            late * 10 < early * 11,
            "the tenth run took {early} steps of SQLite's, the eightieth {late}"
        );
    }
}
