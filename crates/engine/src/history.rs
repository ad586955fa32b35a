//! Run history: read with no network, and with no keychain.

use crate::engine::{Engine, Inner};
use crate::error::Error;
use crate::view::{Phase, RunPage, RunQuery, RunSnapshot, TableProgress};
use crate::words::to_the_second;
use poolhouse_catalog::model::{
    Change, ChangeCount, ChangeQuery, LogLevel, LogLine, Publication, Run, RunId, RunKind, RunStatus,
};
use poolhouse_catalog::{DatabaseReader, Days, DaysFault, Error as CatalogError, RowChange, RunFilter};
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
            let dataflow = inner.reader().dataflow(run.dataflow)?;
            let names = dataflow.map_or_else(Vec::new, |dataflow| inner.names_of(&dataflow));
            database.name_changes(id, &names, &mut changes)?;
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

impl Inner {
    /// Versions with the one time by which a version is known: when its run started, as the history has
    /// it. A database knows only when it was published; that it is where the history does not have the run.
    pub(crate) fn timed(&self, mut versions: Vec<Publication>) -> Result<Vec<Publication>, CatalogError> {
        let history = self.reader();
        for version in &mut versions {
            version.at = history.started_at(version.run)?.unwrap_or(version.at);
        }
        Ok(versions)
    }

    /// The same for what became of a row.
    pub(crate) fn timed_changes(&self, changes: &mut [RowChange]) -> Result<(), CatalogError> {
        let history = self.reader();
        for change in changes {
            change.at = history.started_at(change.run)?.unwrap_or(change.at);
        }
        Ok(())
    }
}

/// A question as the catalog takes it: days become the moments at which they begin where the person is.
pub(crate) fn filter_of(query: &RunQuery) -> Result<RunFilter, Error> {
    let days = Days {
        from: query.from.as_deref(),
        to: query.to.as_deref(),
        zone: query.zone.as_deref(),
    };
    let (from, until) = days.moments().map_err(|fault| match fault {
        DaysFault::NoFirst => Error::field("from", NO_DAY),
        DaysFault::NoLast => Error::field("to", NO_DAY),
        DaysFault::Turned => Error::field("to", "This day is before the first one. Swap the two."),
    })?;
    Ok(RunFilter {
        dataflow: query.dataflow,
        status: query.status,
        trigger: query.trigger,
        from,
        until,
        text: query.text.clone(),
        before: query.before,
        limit: if query.limit == 0 { RUNS } else { query.limit },
    })
}

const NO_DAY: &str = "There is no such day. Write it as 2026-11-21: year, month, day.";

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
