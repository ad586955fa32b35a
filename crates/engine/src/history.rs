//! Run history: read with no network, and with no keychain.

use crate::engine::Engine;
use crate::error::Error;
use crate::view::{Phase, RunPage, RunQuery, RunSnapshot, TableProgress};
use poolhouse_catalog::model::{Change, LogLevel, LogLine, Run, RunId, RunKind, RunStatus};
use poolhouse_catalog::{DatabaseReader, RunFilter};
use std::fmt::Write;

/// Runs of one page of the history.
const RUNS: u32 = 200;

/// Lines of one page of what changed.
const CHANGES: u32 = 500;

impl Engine {
    /// The runs, newest first.
    pub fn list_runs(&self, query: &RunQuery) -> Result<Vec<Run>, Error> {
        self.inner.settle()?;
        let filter = RunFilter {
            dataflow: query.dataflow,
            status: query.status,
            text: query.text.clone().filter(|text| !text.trim().is_empty()),
            before: query.before,
            limit: if query.limit == 0 { RUNS } else { query.limit },
        };
        Ok(self.inner.reader().runs(&filter)?)
    }

    /// One run, as it stands now, with its log.
    pub fn open_run(&self, id: RunId) -> Result<RunPage, Error> {
        let run = self.inner.reader().run(id)?.ok_or(Error::NoSuchRun(id))?;
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

    /// What a run changed, in pages, in all tables or in one of the run's; `after` is the last
    /// [`Change::id`] seen.
    pub fn run_changes(
        &self,
        id: RunId,
        table: Option<&str>,
        after: Option<i64>,
    ) -> Result<Vec<Change>, Error> {
        let run = self.inner.reader().run(id)?.ok_or(Error::NoSuchRun(id))?;
        if let Some(table) = table
            && !run
                .tables
                .iter()
                .any(|of_run| of_run.target == table || format!("{}_columns", of_run.target) == table)
        {
            let table = table.to_owned();
            return Err(poolhouse_catalog::Error::NoSuchTable { table }.into());
        }
        match DatabaseReader::open(&self.inner.folder, &run.dataflow_name)? {
            Some(database) => {
                let mut changes = database.changes(id, table, after, CHANGES)?;
                self.inner.screen()?.hide_changes(&database, id, &mut changes)?;
                Ok(changes)
            }
            None => Ok(Vec::new()),
        }
    }
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

/// The text of *Copy for support*. Holds no setting, no secret and no value of a row.
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
    line("Started", &run.started_at.to_string());
    if let Some(ended) = run.ended_at {
        line("Ended", &ended.to_string());
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
        let _ = writeln!(text, "  {} {level}: {}", entry.at, entry.message);
    }
    text
}
