//! Run history: read with no network, and with no keychain.

use crate::engine::Engine;
use crate::error::Error;
use crate::view::{Phase, RunPage, RunQuery, RunSnapshot, TableProgress};
use crate::words::to_the_second;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use poolhouse_catalog::model::{
    Change, ChangeCount, ChangeQuery, LogLevel, LogLine, Run, RunId, RunKind, RunStatus,
};
use poolhouse_catalog::{DatabaseReader, RunFilter};
use std::fmt::Write;

/// Runs of one page of the history.
const RUNS: u32 = 200;

/// Lines of one page of what changed.
const CHANGES: u32 = 500;

impl Engine {
    /// The runs, newest first.
    pub async fn list_runs(&self, query: &RunQuery) -> Result<Vec<Run>, Error> {
        let (inner, filter) = (self.inner.clone(), filter_of(query)?);
        crate::blocking(move || {
            inner.settle()?;
            let runs = inner.reader().runs(&filter)?;
            Ok(runs.into_iter().map(|run| inner.as_it_ended(run)).collect())
        })
        .await
    }

    /// One run, as it stands now, with its log.
    pub fn open_run(&self, id: RunId) -> Result<RunPage, Error> {
        let run = self.inner.reader().run(id)?.ok_or(Error::NoSuchRun(id))?;
        let run = self.inner.as_it_ended(run);
        let log = self.inner.reader().run_log(id)?;
        let live = self
            .runs_under_way()
            .into_iter()
            .find(|snapshot| snapshot.run.id == id);
        let support = support(&run, &log);
        let certificate = self.inner.reader().certificate(id)?;
        let waiting_columns = match &certificate {
            Some(certificate) => self.inner.waiting_columns(run.dataflow, certificate)?,
            None => Vec::new(),
        };
        Ok(RunPage {
            certificate,
            waiting_columns,
            snapshot: live.unwrap_or_else(|| ended(run)),
            log,
            support,
        })
    }

    /// What a run changed, in pages; `after` is the last [`Change::id`] seen.
    pub async fn run_changes(
        &self,
        id: RunId,
        query: &ChangeQuery,
        after: Option<i64>,
    ) -> Result<Vec<Change>, Error> {
        let (inner, query) = (self.inner.clone(), query.clone());
        crate::blocking(move || {
            let run = inner.reader().run(id)?.ok_or(Error::NoSuchRun(id))?;
            let is_of_run = |table: &str| {
                let mut tables = run.tables.iter();
                tables.any(|of_run| of_run.target == table || format!("{}_columns", of_run.target) == table)
            };
            if let Some(table) = query.table.as_ref().filter(|table| !is_of_run(table)) {
                let table = table.clone();
                return Err(poolhouse_catalog::Error::NoSuchTable { table }.into());
            }
            let Some(database) = DatabaseReader::open(&inner.folder, &run.dataflow_name)? else {
                return Ok(Vec::new());
            };
            let mut changes = database.changes(id, &query, after, CHANGES)?;
            inner.screen()?.hide_changes(&database, id, &mut changes)?;
            Ok(changes)
        })
        .await
    }

    /// How much a run changed: lines of each table, kind and column.
    pub async fn run_change_counts(&self, id: RunId) -> Result<Vec<ChangeCount>, Error> {
        let inner = self.inner.clone();
        crate::blocking(move || {
            let run = inner.reader().run(id)?.ok_or(Error::NoSuchRun(id))?;
            match DatabaseReader::open(&inner.folder, &run.dataflow_name)? {
                Some(database) => Ok(database.change_counts(id)?),
                None => Ok(Vec::new()),
            }
        })
        .await
    }
}

/// A question as the catalog takes it: days become the moments at which they begin where the person is.
pub(crate) fn filter_of(query: &RunQuery) -> Result<RunFilter, Error> {
    let zone = zone_of(query);
    let from = day("from", query.from.as_deref())?;
    let to = day("to", query.to.as_deref())?;
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(Error::field(
            "to",
            "This day is before the first one. Swap the two.",
        ));
    }
    let begins = |field: &str, day: Option<Date>| {
        day.map(|day| day.to_zoned(zone.clone()).map(|begins| begins.timestamp()))
            .transpose()
            .map_err(|_| Error::field(field, NO_DAY))
    };
    // The last day is in it, to its end.
    let after = to
        .map(Date::tomorrow)
        .transpose()
        .map_err(|_| Error::field("to", NO_DAY))?;
    Ok(RunFilter {
        dataflow: query.dataflow,
        status: query.status,
        trigger: query.trigger,
        from: begins("from", from)?,
        until: begins("to", after)?,
        text: query.text.clone(),
        before: query.before,
        limit: if query.limit == 0 { RUNS } else { query.limit },
    })
}

/// The zone in which a question's days are meant.
pub(crate) fn zone_of(query: &RunQuery) -> TimeZone {
    let named = query.zone.as_deref().map(TimeZone::get);
    named.and_then(Result::ok).unwrap_or_else(TimeZone::system)
}

const NO_DAY: &str = "There is no such day. Write it as 2026-11-21: year, month, day.";

fn day(field: &str, text: Option<&str>) -> Result<Option<Date>, Error> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    // Nothing but a day: jiff would also take a moment, and drop its time.
    let day = text.map(|text| match text.len() {
        10 => text.parse().map_err(|_| Error::field(field, NO_DAY)),
        _ => Err(Error::field(field, NO_DAY)),
    });
    day.transpose()
}

/// The snapshot of a run that nobody here is running.
pub(crate) fn ended(run: Run) -> RunSnapshot {
    let under_way = matches!(run.status, RunStatus::Queued | RunStatus::Running);
    RunSnapshot {
        phase: if under_way { Phase::Reading } else { Phase::Ended },
        tables: run
            .tables
            .iter()
            .map(|table| TableProgress {
                source: table.source.clone(),
                target: table.target.clone(),
                purpose: table.purpose,
                rows: table.rows,
                expected: None,
                done: run.status == RunStatus::Succeeded,
            })
            .collect(),
        rows_per_second: 0,
        calls_per_10_seconds: 0,
        percent: (run.status == RunStatus::Succeeded).then_some(100),
        seconds_left: None,
        waiting: None,
        run,
    }
}

/// The text of *Copy for support*. Holds no secret and no value of a row; what AWS said of a
/// failure may name the pool and whose keys they are.
fn support(run: &Run, log: &[LogLine]) -> String {
    let mut text = format!("Poolhouse {}\n", env!("CARGO_PKG_VERSION"));
    let kind = match run.kind {
        RunKind::Import => "import".to_owned(),
        RunKind::Rollback { to } => format!("rollback to run {to}"),
    };
    let mut line = |label: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{label}: {value}");
    };
    line("Run", &format!("{} ({kind}, {:?})", run.id, run.status));
    line("Started", &to_the_second(run.started_at));
    if let Some(ended) = run.ended_at {
        line("Ended", &to_the_second(ended));
    }
    line("Rows", &run.rows.to_string());
    line(
        "AWS calls",
        &format!("{} ({} refused as too fast)", run.calls, run.throttled),
    );
    if let Some(failure) = &run.failure {
        line("What happened", &failure.message);
        line("Error code", failure.code.as_deref().unwrap_or("none"));
        line("Request ID", failure.request_id.as_deref().unwrap_or("none"));
        line("Detail", &failure.detail);
    }
    text.push_str("Log:\n");
    for entry in log {
        let level = match entry.level {
            LogLevel::Note => "note",
            LogLevel::Warning => "warning",
            LogLevel::Error => "error",
        };
        let _ = writeln!(text, "  {} {level}: {}", to_the_second(entry.at), entry.message);
    }
    text
}
