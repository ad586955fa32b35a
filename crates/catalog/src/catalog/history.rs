//! Going through runs: those that a filter lets through, how many there are, and their sums by
//! stretches of time.
//!
//! A history may be of years. It is paged by the run's number, from the newest on, and summed up in
//! SQL, so that no more is read than is shown. Called by the engine. Deliberately absent: weeks and
//! zones; the engine says when a stretch begins.

use super::CatalogReader;
use crate::Error;
use crate::error::Doing;
use crate::model::{DataflowId, Run, RunId, RunStatus, Trigger};
use crate::words::{moment, word};
use jiff::Timestamp;
use regex::RegexBuilder;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};

/// Which runs to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// Of this dataflow alone.
    pub dataflow: Option<DataflowId>,
    /// With this status alone.
    pub status: Option<RunStatus>,
    /// Started by this alone.
    pub trigger: Option<Trigger>,
    /// Started at this second or later.
    pub from: Option<Timestamp>,
    /// Started before this second.
    pub until: Option<Timestamp>,
    /// With this text in their description, in what else a failure says, or in the dataflow's
    /// names, in any case.
    pub text: Option<String>,
    /// Before this run alone.
    pub before: Option<RunId>,
    /// This many at most; 0 for 100.
    pub limit: u32,
}

/// How many runs a filter lets through, and when they started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// How many.
    pub runs: u64,
    /// The start of the earliest and of the latest; `None` where there is none.
    pub span: Option<(Timestamp, Timestamp)>,
}

/// The runs that started in one stretch of time, summed up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunSums {
    /// How many.
    pub runs: u64,
    /// How many of them failed or were interrupted.
    pub failed: u64,
    /// Rows of the run with the most.
    pub most_rows: u64,
    /// Milliseconds of the run that took longest.
    pub longest_ms: u64,
    /// Rows that came, over all of them.
    pub added: u64,
    /// Rows that changed.
    pub changed: u64,
    /// Rows that went.
    pub removed: u64,
}

impl CatalogReader {
    /// Runs, newest first.
    pub fn runs(&self, filter: &RunFilter) -> Result<Vec<Run>, Error> {
        let mut conditions = Conditions::of(&self.connection, filter)?;
        if let Some(before) = filter.before {
            conditions.and("runs.id < ?", before.0);
        }
        let limit = if filter.limit == 0 { 100 } else { filter.limit };
        self.select(
            &format!("{} ORDER BY runs.id DESC LIMIT {limit}", conditions.sql()),
            params_from_iter(conditions.bound),
        )
    }

    /// How many runs a filter lets through, whatever its page.
    pub fn found_runs(&self, filter: &RunFilter) -> Result<Found, Error> {
        let conditions = Conditions::of(&self.connection, filter)?;
        let sql = format!(
            "SELECT count(*), min(started_at), max(started_at) FROM runs {}",
            conditions.sql()
        );
        let (runs, first, last): (i64, Option<String>, Option<String>) = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.query_row(params_from_iter(&conditions.bound), |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })
            })
            .doing("count the runs")?;
        let span = match first.zip(last) {
            Some((first, last)) => Some((moment(&first)?, moment(&last)?)),
            None => None,
        };
        Ok(Found {
            runs: runs as u64,
            span,
        })
    }

    /// The runs that a filter lets through, summed up between each of `edges` and the next; one sum
    /// fewer than edges.
    pub fn run_sums(&self, filter: &RunFilter, edges: &[Timestamp]) -> Result<Vec<RunSums>, Error> {
        const DOING: &str = "sum up the runs";
        let mut conditions = Conditions::of(&self.connection, filter)?;
        conditions
            .both
            .insert(0, "started_at >= ? AND started_at < ?".into());
        let sql = format!(
            "SELECT count(*), count(*) FILTER (WHERE status IN ('failed', 'interrupted')), max(rows),
               max(duration_ms), sum(added), sum(changed), sum(removed)
             FROM runs INDEXED BY runs_by_start {}",
            conditions.sql()
        );
        let mut statement = self.connection.prepare_cached(&sql).doing(DOING)?;
        let sum = |edge: &[Timestamp]| {
            let between = edge.iter().map(|at| Value::Text(second(*at)));
            let bound = between.chain(conditions.bound.iter().cloned());
            statement.query_row(params_from_iter(bound), |row| {
                let count = |index: usize| {
                    row.get::<_, Option<i64>>(index)
                        .map(|count| count.unwrap_or_default() as u64)
                };
                Ok(RunSums {
                    runs: count(0)?,
                    failed: count(1)?,
                    most_rows: count(2)?,
                    longest_ms: count(3)?,
                    added: count(4)?,
                    changed: count(5)?,
                    removed: count(6)?,
                })
            })
        };
        edges
            .windows(2)
            .map(sum)
            .collect::<rusqlite::Result<_>>()
            .doing(DOING)
    }
}

/// What a filter asks for, as SQL. Texts are bound, or held by a function of the connection.
struct Conditions {
    both: Vec<String>,
    bound: Vec<Value>,
}

impl Conditions {
    fn of(connection: &Connection, filter: &RunFilter) -> Result<Self, Error> {
        let mut conditions = Self {
            both: Vec::new(),
            bound: Vec::new(),
        };
        if let Some(dataflow) = filter.dataflow {
            conditions.and("runs.dataflow = ?", dataflow.0);
        }
        if let Some(status) = filter.status {
            conditions.and("status = ?", word(status));
        }
        if let Some(trigger) = filter.trigger {
            conditions.and("\"trigger\" = ?", word(trigger));
        }
        if let Some(from) = filter.from {
            conditions.and("started_at >= ?", second(from));
        }
        if let Some(until) = filter.until {
            conditions.and("started_at < ?", second(until));
        }
        let text = filter.text.as_deref().map(str::trim).unwrap_or_default();
        if !text.is_empty() {
            says(connection, text).doing("search the runs")?;
            // The names of the few dataflows are looked at once, not with each of their runs.
            conditions.both.push(
                "(runs.dataflow IN (SELECT id FROM dataflows WHERE poolhouse_says(name, display_name))
                   OR poolhouse_says(runs.description) OR failure IS NOT NULL
                   AND poolhouse_says(failure ->> 'hint', failure ->> 'code', failure ->> 'requestId',
                     failure ->> 'detail', failure ->> 'action'))"
                    .into(),
            );
        }
        Ok(conditions)
    }

    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.both.push(condition.to_owned());
        self.bound.push(value.into());
    }

    fn sql(&self) -> String {
        if self.both.is_empty() {
            String::new()
        } else {
            format!("WHERE {}", self.both.join(" AND "))
        }
    }
}

/// Makes `poolhouse_says` answer whether one of its texts has `text` in it, in any case of any script.
fn says(connection: &Connection, text: &str) -> rusqlite::Result<()> {
    let wanted = RegexBuilder::new(&regex::escape(text))
        .case_insensitive(true)
        .build()
        .map_err(|error| rusqlite::Error::UserFunctionError(error.into()))?;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("poolhouse_says", -1, flags, move |context| {
        Ok((0..context.len()).any(|index| match context.get_raw(index) {
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).is_ok_and(|text| wanted.is_match(text)),
            _ => false,
        }))
    })
}

/// A moment as the least text of its second: whatever fraction of it a run started at comes after.
fn second(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}
