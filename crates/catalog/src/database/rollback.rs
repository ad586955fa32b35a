//! Rolling back: an earlier publication is published again. Nothing is destroyed.

use super::compare::{CHANGE_LOG, Counts, compare};
use super::entries;
use super::handle::Database;
use super::publish::{now_shown, show};
use crate::Error;
use crate::error::Doing;
use crate::model::{Publication, RunId};
use jiff::Timestamp;

impl Database {
    /// Publishes what the run `to` published once more, as `run`, in one transaction. What that
    /// changes goes into the change log under `run`.
    pub fn roll_back(&mut self, to: RunId, run: RunId, now: Timestamp) -> Result<Publication, Error> {
        const DOING: &str = "roll back";
        let transaction = self.connection.transaction().doing(DOING)?;
        // A crash after the commit, before the catalog knew: it is done already.
        if let Some(seq) = entries::seq_of(&transaction, run).doing(DOING)? {
            return entries::publication(&transaction, seq).doing(DOING);
        }
        let Some(seq) = entries::seq_of(&transaction, to).doing(DOING)? else {
            return Err(Error::VersionGone { run: to });
        };
        let before = now_shown(&transaction).doing(DOING)?;
        let mut shown = entries::entries(&transaction, seq).doing(DOING)?;
        for entry in &mut shown {
            if !entries::is_kept(&transaction, &entry.physical).doing(DOING)? {
                return Err(Error::VersionGone { run: to });
            }
            let counts = match before.iter().find(|old| old.source == entry.source) {
                Some(old) => compare(&transaction, CHANGE_LOG, run, old, entry).doing(DOING)?,
                None => Counts {
                    added: entry.rows,
                    ..Counts::default()
                },
            };
            Counts {
                added: entry.added,
                changed: entry.changed,
                removed: entry.removed,
            } = counts;
        }
        let publication = show(&transaction, run, now, &before, &shown).doing(DOING)?;
        transaction.commit().doing(DOING)?;
        Ok(publication)
    }
}
