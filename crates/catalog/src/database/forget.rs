//! Forgetting a person: their rows go from every version, their lines from the change log, and then
//! their bytes from the file.
//!
//! Who a row is about is declared by its source, and comes from the caller as [`People`]. The rows go in
//! one transaction. After it the file is rewritten whole, as pages keep stale copies of rows that were
//! once moved within them; until that is done the database says so, and any later try does it.
//! Deliberately absent: rewriting what others wrote about a person in free text, which is told and left.

use super::handle::Database;
use super::traces::{People, kept, lines};
use super::{entries, targets};
use crate::Error;
use crate::error::Doing;
use crate::model::{Forgotten, RunId, TraceCount};
use crate::names::quote;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

impl Database {
    /// Deletes a person's rows from every version and their lines from the change log, with what an
    /// interrupted run has staged, in one transaction. [`Self::rewrite`] must follow.
    pub fn forget(&mut self, people: &People, person: &str, now: Timestamp) -> Result<Forgotten, Error> {
        const DOING: &str = "forget a person";
        let transaction = self.connection.transaction().doing(DOING)?;
        let forgotten = forget(&transaction, people, person, now).doing(DOING)?;
        crate::failpoints::pass(&transaction, DOING);
        transaction.commit().doing(DOING)?;
        Ok(forgotten)
    }

    /// Whether somebody was forgotten and the file was not rewritten since.
    pub fn is_to_rewrite(&self) -> Result<bool, Error> {
        is_to_rewrite(&self.connection).doing("look whether the file is to be rewritten")
    }

    /// Rewrites the file, so that it holds what its tables hold and nothing else, and deletes the copies
    /// that migrations made and those that were set aside as damaged: whoever was forgotten is in them.
    pub fn rewrite(&mut self) -> Result<(), Error> {
        const DOING: &str = "rewrite the database";
        self.remove_copies()?;
        self.connection.execute_batch("VACUUM").doing(DOING)?;
        // The second truncation takes the page with this word, the first all pages of before.
        self.empty_log().doing(DOING)?;
        self.connection
            .execute("UPDATE _poolhouse_forgotten SET rewritten = TRUE", [])
            .doing(DOING)?;
        self.empty_log().doing(DOING)
    }

    fn empty_log(&self) -> Result<(), Error> {
        let busy: i64 = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy == 0 {
            return Ok(());
        }
        // Who reads an earlier moment keeps the pages of that moment alive.
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
        Err(rusqlite::Error::SqliteFailure(code, None).into())
    }
}

pub(super) fn is_to_rewrite(connection: &Connection) -> Result<bool, Error> {
    if !entries::is_kept(connection, "_poolhouse_forgotten")? {
        return Ok(false);
    }
    Ok(connection
        .prepare("SELECT 1 FROM _poolhouse_forgotten WHERE NOT rewritten LIMIT 1")?
        .exists([])?)
}

fn forget(
    connection: &Connection,
    people: &People,
    person: &str,
    now: Timestamp,
) -> Result<Forgotten, Error> {
    let mut by_run: BTreeMap<RunId, TraceCount> = BTreeMap::new();
    let mut forgotten = Forgotten::default();
    let logged = lines(connection, people)?;
    for kept in kept(connection)? {
        let Some(column) = kept.person(people) else {
            continue;
        };
        let physical = &kept.entry.physical;
        let deleted = connection.execute(
            &format!("DELETE FROM {} WHERE {} = ?1", quote(physical), quote(column)),
            [person],
        )? as u64;
        if deleted == 0 {
            continue;
        }
        connection.execute(
            "UPDATE _poolhouse_published SET rows = rows - ?2 WHERE physical = ?1",
            params![physical, deleted as i64],
        )?;
        forgotten.rows += deleted;
        for run in kept.runs {
            by_run.entry(run).or_default().rows += deleted;
        }
    }
    for lines in logged {
        let deleted = connection.execute(
            &format!("DELETE FROM _poolhouse_changes WHERE {}", lines.condition()),
            params![lines.run.0, lines.target, person],
        )? as u64;
        if deleted > 0 {
            forgotten.changes += deleted;
            by_run.entry(lines.run).or_default().changes += deleted;
        }
    }
    // What a run has read but not published names people too, and so do the units and the marks by which
    // it would go on: the next run reads everything.
    targets::sweep(connection)?;
    connection.execute("DELETE FROM _poolhouse_marks", [])?;
    connection.execute(
        "INSERT INTO _poolhouse_forgotten(at, rows, changes) VALUES(?1, ?2, ?3)",
        params![now.to_string(), forgotten.rows as i64, forgotten.changes as i64],
    )?;
    forgotten.runs = by_run.into_iter().collect();
    Ok(forgotten)
}
