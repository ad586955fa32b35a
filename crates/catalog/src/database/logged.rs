//! What the change log knows of the difference between two versions, so that less need be looked at.
//!
//! Where one run alone made the difference, its lines are the answer, forwards or backwards: they were
//! found by comparing these very versions. Where several did, what one has changed another may have changed
//! back: where their lines are few they say which rows to compare, where they are many they are summed up.
//! Called by `rollback`, `preview` and the review's comparisons. Deliberately absent: any answer where the log may not reach, or does not account for what its run said
//! to have changed. All rows are compared then.

use super::compare::Counts;
use super::entries::Entry;
use super::fold::Fold;
use super::touched::Touched;
use crate::Error;
use crate::model::RunId;
use crate::words::{count, json};
use rusqlite::{Connection, params};

/// Selects in one statement; SQLite allows 500.
const MOST_RUNS: usize = 400;
/// Up to one line of the log to so many rows of both versions, comparing the rows that it names is quickest.
const ROWS_A_LINE: u64 = 16;
/// So few lines are always few.
const FEW_LINES: u64 = 1_000;
/// Up to one line to so many rows, summing up the lines is; beyond it, comparing all rows.
const ROWS_A_FOLDED_LINE: u64 = 2;

/// What the log knows.
#[derive(Debug)]
pub(crate) enum Logged {
    /// Each line, as one run alone made the difference.
    Lines(Lines),
    /// The rows that may differ.
    Rows(Touched),
    /// The lines of several runs, to be summed up.
    Fold(Fold),
}

/// What a run logged of a table.
#[derive(Debug)]
pub(super) struct RunLog {
    pub(super) run: RunId,
    /// The table's name at the time.
    pub(super) target: String,
    /// What the run said to have changed.
    counts: Counts,
}

/// The lines of the one run that lies between two versions.
#[derive(Debug)]
pub(crate) struct Lines {
    log: RunLog,
    /// The version table of the later.
    later: String,
}

impl Logged {
    /// What the publications after `seq` changed of the table that readers see as `now`.
    pub(crate) fn since(
        connection: &Connection,
        seq: i64,
        now: &Entry,
        then: &Entry,
    ) -> Result<Option<Self>, Error> {
        Self::between(connection, (seq, i64::MAX), now, then)
    }

    /// What the publications after the first of two changed of a table, up to the second, in which it is
    /// `now`; to go back to the first, or forth to the second. `None` where the log does not reach so far
    /// back, or is so long that it is no help.
    pub(crate) fn between(
        connection: &Connection,
        (first, last): (i64, i64),
        now: &Entry,
        then: &Entry,
    ) -> Result<Option<Self>, Error> {
        if now.key != then.key || now.physical == then.physical {
            return Ok(None);
        }
        let (first, last) = nearest(connection, (first, last), now, then)?;
        let Some(mut logs) = logs_between(connection, first, last, now)? else {
            return Ok(None);
        };
        if let Some(place) = the_only_one(connection, &logs)? {
            return Ok(Some(Self::Lines(Lines {
                log: logs.swap_remove(place),
                later: now.physical.clone(),
            })));
        }
        let rows = now.rows + then.rows;
        let few = (rows / ROWS_A_LINE).max(FEW_LINES);
        let most = (rows / ROWS_A_FOLDED_LINE).max(few);
        let mut lines = 0;
        for log in &logs {
            lines += log.lines(connection, most + 1)?;
            if lines > most {
                return Ok(None);
            }
        }
        if lines <= few {
            let touched = Touched::by(connection, logs, now.key.len())?;
            return Ok(touched.map(Self::Rows));
        }
        for log in &logs {
            if !log.adds_up(connection)? {
                return Ok(None);
            }
        }
        Ok(Some(Self::Fold(Fold::of(now, (first, last)))))
    }
}

impl RunLog {
    /// How many lines it has, if that is no more than so many.
    fn lines(&self, connection: &Connection, most: u64) -> Result<u64, Error> {
        let lines = connection
            .prepare_cached(
                "SELECT count(*) FROM (SELECT 1 FROM _poolhouse_changes WHERE run = ?1 AND target = ?2 LIMIT ?3)",
            )?
            .query_row(params![self.run.0, self.target, most as i64], |row| count(row, &0))?;
        Ok(lines)
    }

    /// Whether its lines come to what its run said to have changed: not so where somebody was forgotten since.
    fn adds_up(&self, connection: &Connection) -> Result<bool, Error> {
        let counts = connection
            .prepare_cached(
                "SELECT count(*) FILTER (WHERE kind = 'added'),
                        count(DISTINCT key) FILTER (WHERE kind = 'changed'),
                        count(*) FILTER (WHERE kind = 'removed')
                 FROM _poolhouse_changes WHERE run = ?1 AND target = ?2",
            )?
            .query_row(params![self.run.0, self.target], |row| {
                Ok(Counts {
                    added: count(row, &0)?,
                    changed: count(row, &1)?,
                    removed: count(row, &2)?,
                })
            })?;
        Ok(counts == self.counts)
    }
}

impl Lines {
    /// What made `new` of the other.
    pub(super) fn counts(&self, new: &Entry) -> Counts {
        self.log.counts.seen(self.lead_to(new))
    }

    /// Logs under `run`, in the table `log`, what made `new` of the other.
    pub(super) fn copy(
        &self,
        connection: &Connection,
        log: &str,
        run: RunId,
        new: &Entry,
    ) -> Result<Counts, Error> {
        // Rows that came stand first, then those that went, then cells that changed.
        let (kind, cells, order) = if self.lead_to(new) {
            ("kind", "old, new", "id")
        } else {
            (
                "CASE kind WHEN 'added' THEN 'removed' WHEN 'removed' THEN 'added' ELSE kind END",
                "new, old",
                "CASE kind WHEN 'removed' THEN 0 WHEN 'added' THEN 1 ELSE 2 END, id",
            )
        };
        connection.execute(
            &format!(
                "INSERT INTO {log}(run, target, kind, key, \"column\", old, new)
                 SELECT ?1, ?2, {kind}, key, \"column\", {cells}
                 FROM _poolhouse_changes WHERE run = ?3 AND target = ?4 ORDER BY {order}"
            ),
            params![run.0, new.target, self.log.run.0, self.log.target],
        )?;
        Ok(self.counts(new))
    }

    fn lead_to(&self, new: &Entry) -> bool {
        new.physical == self.later
    }
}

/// The place of the one log that says all that was changed, where there is such a one.
fn the_only_one(connection: &Connection, logs: &[RunLog]) -> Result<Option<usize>, Error> {
    let mut only = None;
    for (place, log) in logs.iter().enumerate() {
        let is_empty = log.lines(connection, 1)? == 0;
        if is_empty && log.counts.is_nothing() {
            continue;
        }
        if only.replace(place).is_some() {
            return Ok(None);
        }
    }
    match only {
        Some(place) if logs[place].adds_up(connection)? => Ok(Some(place)),
        _ => Ok(None),
    }
}

/// The nearest two publications, within these two, that show the same two versions: what lies before and after
/// them went to and fro.
fn nearest(
    connection: &Connection,
    (first, last): (i64, i64),
    now: &Entry,
    then: &Entry,
) -> Result<(i64, i64), Error> {
    let of = |what: &str, entry: &Entry, from: i64| -> Result<Option<i64>, Error> {
        let sql = format!(
            "SELECT {what}(seq) FROM _poolhouse_published
             WHERE seq BETWEEN ?1 AND ?2 AND source = ?3 AND physical = ?4"
        );
        let bound = params![from, last, entry.source.as_str(), entry.physical];
        Ok(connection
            .prepare_cached(&sql)?
            .query_row(bound, |row| row.get(0))?)
    };
    let first = of("max", then, first)?.unwrap_or(first);
    let last = of("min", now, first)?.unwrap_or(last);
    Ok((first, last))
}

/// What the runs logged that published after `first`, up to `last`, of the table of `now`. `None` where it
/// was not there all the while, or its rows were known by another key.
fn logs_between(
    connection: &Connection,
    first: i64,
    last: i64,
    now: &Entry,
) -> Result<Option<Vec<RunLog>>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, key, run, target, added, changed, removed FROM _poolhouse_publications JOIN _poolhouse_published USING(seq)
         WHERE seq BETWEEN ?1 AND ?2 AND source = ?3 ORDER BY seq",
    )?;
    let mut rows = statement.query(params![first, last, now.source.as_str()])?;
    let key = json(&now.key);
    let mut logs = Vec::new();
    let mut shown = 0;
    while let Some(row) = rows.next()? {
        if row.get::<_, String>(1)? != key {
            return Ok(None);
        }
        shown += 1;
        if row.get::<_, i64>(0)? > first {
            logs.push(RunLog {
                run: RunId(row.get(2)?),
                target: row.get(3)?,
                counts: Counts {
                    added: count(row, &4)?,
                    changed: count(row, &5)?,
                    removed: count(row, &6)?,
                },
            });
        }
    }
    let publications: i64 = connection
        .prepare_cached("SELECT count(*) FROM _poolhouse_publications WHERE seq BETWEEN ?1 AND ?2")?
        .query_row([first, last], |row| row.get(0))?;
    Ok((shown == publications && !logs.is_empty() && logs.len() <= MOST_RUNS).then_some(logs))
}

#[cfg(test)]
mod tests;
