//! Rolling back: what an earlier publication showed is published again, all of it or one table.
//! Nothing is destroyed.

use super::compare::{CHANGE_LOG, Counts, compare};
use super::entries::{self, Entry};
use super::handle::Database;
use super::logged::Logged;
use super::publish::{now_shown, show};
use crate::Error;
use crate::error::Doing;
use crate::model::{Publication, RunId};
use jiff::Timestamp;
use rusqlite::Connection;

impl Database {
    /// Publishes what the run `to` published once more, as `run`, in one transaction: all of it, or
    /// one table (by its name now, or then where it is shown no more) beside the others as they are.
    /// What that changes goes into the change log under `run`.
    pub fn roll_back(
        &mut self,
        to: RunId,
        table: Option<&str>,
        run: RunId,
        now: Timestamp,
    ) -> Result<Publication, Error> {
        const DOING: &str = "roll back";
        let transaction = self.connection.transaction().doing(DOING)?;
        // A crash after the commit, before the catalog knew: it is done already.
        if let Some(seq) = entries::seq_of(&transaction, run).doing(DOING)? {
            return entries::publication(&transaction, seq).doing(DOING);
        }
        let mut wanted = Wanted::find(&transaction, to, table).doing(DOING)?;
        for entry in &mut wanted.shown {
            let counts = match wanted.before.iter().find(|old| old.source == entry.source) {
                Some(old) => {
                    let logged = Logged::since(&transaction, wanted.seq, old, entry).doing(DOING)?;
                    compare(&transaction, CHANGE_LOG, run, old, entry, logged.as_ref()).doing(DOING)?
                }
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
        let publication = show(&transaction, run, now, &wanted.before, &wanted.shown).doing(DOING)?;
        crate::failpoints::pass(&transaction, "roll back");
        transaction.commit().doing(DOING)?;
        Ok(publication)
    }
}

/// What a rollback would show.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The publication that is gone back to.
    pub(super) seq: i64,
    /// What readers see now.
    pub(super) before: Vec<Entry>,
    /// What they are to see.
    pub(super) shown: Vec<Entry>,
    /// The connector's table, where one alone is gone back with.
    pub(super) one: Option<String>,
}

impl Wanted {
    /// Finds it, with every version that it needs.
    pub(super) fn find(connection: &Connection, to: RunId, table: Option<&str>) -> Result<Self, Error> {
        let Some(seq) = entries::seq_of(connection, to)? else {
            return Err(Error::NotPublished { run: to });
        };
        let before = now_shown(connection)?;
        let then = entries::entries(connection, seq)?;
        let (shown, one) = match table {
            None => (then, None),
            Some(table) => {
                let one = table_named(&before, &then, table)?;
                (with_one(&before, then, &one)?, Some(one))
            }
        };
        for entry in &shown {
            if !entries::is_kept(connection, &entry.physical)? {
                return Err(Error::VersionGone { run: to });
            }
        }
        Ok(Self {
            seq,
            before,
            shown,
            one,
        })
    }
}

/// The connector's table that readers know by a name, or knew then.
fn table_named(before: &[Entry], then: &[Entry], table: &str) -> Result<String, Error> {
    let named = |entry: &&Entry| entry.target.eq_ignore_ascii_case(table);
    let found = before.iter().find(named).or_else(|| then.iter().find(named));
    let no_such = || Error::NoSuchTable { table: table.into() };
    let one = entries::table_of(&found.ok_or_else(no_such)?.source).to_owned();
    if then.iter().all(|entry| entries::table_of(&entry.source) != one) {
        return Err(no_such());
    }
    Ok(one)
}

/// `before`, with one table as it was `then`. Its column catalogue goes with it.
fn with_one(before: &[Entry], then: Vec<Entry>, one: &str) -> Result<Vec<Entry>, Error> {
    let is_of_it = |entry: &Entry| entries::table_of(&entry.source) == one;
    let mut older: Vec<Entry> = then.into_iter().filter(is_of_it).collect();
    let mut shown = Vec::new();
    for now in before {
        if !is_of_it(now) {
            shown.push(now.clone());
        } else if let Some(place) = older.iter().position(|entry| entry.source == now.source) {
            // Under the name that it has now: another table may have its older one.
            shown.push(Entry {
                target: now.target.clone(),
                ..older.remove(place)
            });
        }
    }
    for entry in older {
        let has_its_name = |other: &Entry| other.target.eq_ignore_ascii_case(&entry.target);
        if shown.iter().any(has_its_name) {
            return Err(Error::TargetTaken { target: entry.target });
        }
        shown.push(entry);
    }
    Ok(shown)
}
