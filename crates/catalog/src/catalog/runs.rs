//! Runs: their states, their counts, their logs. A status changes by compare-and-set alone.

use super::{Catalog, CatalogReader, RunFilter, dataflows};
use crate::Error;
use crate::error::Doing;
use crate::model::{
    Certificate, ChosenTable, DataflowId, Failure, LogLevel, LogLine, Run, RunId, RunKind, RunStatus,
    RunTable, Trigger,
};
use crate::words::{count, from_json, from_word, json, moment, word};
use jiff::Timestamp;
use poolhouse_connector::TableId;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, Transaction, named_params, params};

/// What a run has done so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunTotals {
    /// Rows published, or staged so far.
    pub rows: u64,
    /// Rows that the version before did not have.
    pub added: u64,
    /// Rows with at least one other value.
    pub changed: u64,
    /// Rows that only the version before had.
    pub removed: u64,
    /// Upstream calls made.
    pub calls: u64,
    /// Upstream calls refused for going too fast.
    pub throttled: u64,
    /// Values that did not fit their column's type.
    pub misfits: u64,
    /// Milliseconds under way.
    pub duration_ms: u64,
    /// The counts by table; a table that is not among them keeps its counts.
    pub tables: Vec<RunTable>,
}

impl From<&Run> for RunTotals {
    fn from(run: &Run) -> Self {
        Self {
            rows: run.rows,
            added: run.added,
            changed: run.changed,
            removed: run.removed,
            calls: run.calls,
            throttled: run.throttled,
            misfits: run.misfits,
            duration_ms: run.duration_ms,
            tables: run.tables.clone(),
        }
    }
}

impl Catalog {
    /// Begins a run: it is *Running* from now on, with the dataflow's tables.
    pub fn begin_run(
        &mut self,
        dataflow: DataflowId,
        kind: RunKind,
        trigger: Trigger,
        plan: &str,
        now: Timestamp,
    ) -> Result<RunId, Error> {
        self.write("begin the run", |transaction| {
            if !dataflows::exists(transaction, dataflow)? {
                return Err(Error::NoSuchDataflow(dataflow));
            }
            let (kind, to) = match kind {
                RunKind::Import => ("import", None),
                RunKind::Rollback { to } => ("rollback", Some(to.0)),
            };
            transaction
                .execute(
                    "INSERT INTO runs(dataflow, kind, rollback_to, \"trigger\", status, started_at)
                     VALUES(?1, ?2, ?3, ?4, 'running', ?5)",
                    params![dataflow.0, kind, to, word(trigger), now.to_string()],
                )
                .map_err(|error| or_running(error, dataflow))?;
            let run = RunId(transaction.last_insert_rowid());
            transaction.execute(
                "INSERT INTO run_papers(run, plan) VALUES(?1, ?2)",
                params![run.0, plan],
            )?;
            transaction.execute(
                "INSERT INTO run_tables(run, position, source, target, purpose)
                 SELECT ?1, position, source, target, purpose FROM dataflow_tables WHERE dataflow = ?2",
                [run.0, dataflow.0],
            )?;
            Ok(run)
        })
    }

    /// Takes up an *Interrupted* run again. Answers whether it was one.
    pub fn resume_run(&mut self, run: RunId, now: Timestamp) -> Result<bool, Error> {
        self.write("resume the run", |transaction| {
            let Some(dataflow) = dataflow_of(transaction, run)? else {
                return Err(Error::NoSuchRun(run));
            };
            let changed = transaction
                .execute(
                    "UPDATE runs SET status = 'running', resumed_at = ?2, ended_at = NULL, failure = NULL,
                       description = ''
                     WHERE id = ?1 AND status = 'interrupted'",
                    params![run.0, now.to_string()],
                )
                .map_err(|error| or_running(error, dataflow))?;
            Ok(changed == 1)
        })
    }

    /// Stores what a run under way has done so far. Nothing happens once it has ended.
    pub fn record_progress(&mut self, run: RunId, totals: &RunTotals) -> Result<(), Error> {
        self.write("record the run's progress", |transaction| {
            if store_totals(transaction, run, totals)? {
                store_table_totals(transaction, run, totals)?;
            }
            Ok(())
        })
    }

    /// Stores what shows how completely a run has read.
    pub fn set_certificate(&mut self, run: RunId, certificate: &Certificate) -> Result<(), Error> {
        self.write("store the run's certificate", |transaction| {
            transaction.execute(
                "UPDATE run_papers SET certificate = ?2 WHERE run = ?1",
                params![run.0, json(certificate)],
            )?;
            Ok(())
        })
    }

    /// Says which tables a run that is under way is about, where those are not the dataflow's.
    pub fn set_run_tables(&mut self, run: RunId, tables: &[ChosenTable]) -> Result<(), Error> {
        self.write("store the run's tables", |transaction| {
            transaction.execute("DELETE FROM run_tables WHERE run = ?1", [run.0])?;
            let mut statement = transaction.prepare_cached(
                "INSERT INTO run_tables(run, position, source, target, purpose) VALUES(?1, ?2, ?3, ?4, ?5)",
            )?;
            for (position, table) in tables.iter().enumerate() {
                statement.execute(params![
                    run.0,
                    position as i64,
                    table.source.as_str(),
                    table.target,
                    word(table.purpose)
                ])?;
            }
            Ok(())
        })
    }

    /// Ends a run that is under way, with what it has to say for itself. Answers whether it was: an
    /// end is never changed.
    pub fn finish_run(
        &mut self,
        run: RunId,
        status: RunStatus,
        totals: &RunTotals,
        failure: Option<&Failure>,
        description: &str,
        now: Timestamp,
    ) -> Result<bool, Error> {
        self.write("end the run", |transaction| {
            if dataflow_of(transaction, run)?.is_none() {
                return Err(Error::NoSuchRun(run));
            }
            if !store_totals(transaction, run, totals)? {
                return Ok(false);
            }
            store_table_totals(transaction, run, totals)?;
            if status != RunStatus::Interrupted {
                // By it a run is gone on with, and this one is not.
                transaction.execute("UPDATE run_papers SET plan = '' WHERE run = ?1", [run.0])?;
            }
            transaction.execute(
                "UPDATE runs SET status = ?2, failure = ?3, description = ?4, ended_at = ?5 WHERE id = ?1",
                params![
                    run.0,
                    word(status),
                    failure.map(json),
                    description,
                    now.to_string()
                ],
            )?;
            Ok(true)
        })
    }

    /// Adds a line to a run's log.
    pub fn log(&mut self, run: RunId, level: LogLevel, message: &str, now: Timestamp) -> Result<(), Error> {
        self.write("add to the run's log", |transaction| {
            transaction.execute(
                "INSERT INTO run_log(run, at, level, message) VALUES(?1, ?2, ?3, ?4)",
                params![run.0, now.to_string(), word(level), message],
            )?;
            Ok(())
        })
    }
}

impl CatalogReader {
    /// One run.
    pub fn run(&self, id: RunId) -> Result<Option<Run>, Error> {
        Ok(self
            .select("WHERE runs.id = :id", named_params! { ":id": id.0 })?
            .pop())
    }

    /// When a run started; `None` where the history does not have it.
    pub fn started_at(&self, id: RunId) -> Result<Option<Timestamp>, Error> {
        let at: Option<String> = self
            .connection
            .prepare_cached("SELECT started_at FROM runs WHERE id = ?1")
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)).optional())
            .doing("look when a run started")?;
        at.as_deref().map(moment).transpose()
    }

    /// The newest run of a dataflow.
    pub fn last_run(&self, dataflow: DataflowId) -> Result<Option<Run>, Error> {
        Ok(self
            .runs(&RunFilter {
                dataflow: Some(dataflow),
                limit: 1,
                ..RunFilter::default()
            })?
            .pop())
    }

    /// When the newest import of a dataflow that succeeded ended: a rollback brings nothing new.
    pub fn last_success(&self, dataflow: DataflowId) -> Result<Option<Timestamp>, Error> {
        let at: Option<String> = self
            .connection
            .query_row(
                "SELECT ended_at FROM runs WHERE dataflow = ?1 AND status = 'succeeded' AND kind = 'import'
                 ORDER BY id DESC LIMIT 1",
                [dataflow.0],
                |row| row.get(0),
            )
            .optional()
            .doing(READ)?;
        at.as_deref().map(moment).transpose()
    }

    /// The runs that are under way, as far as the catalog knows: after a crash, also those that
    /// were.
    pub fn running(&self) -> Result<Vec<Run>, Error> {
        self.select(
            "WHERE status IN ('queued', 'running') ORDER BY runs.id DESC",
            &[] as &[(&str, &dyn rusqlite::ToSql)],
        )
    }

    /// How many runs a dataflow has.
    pub fn count_runs(&self, dataflow: DataflowId) -> Result<u64, Error> {
        self.connection
            .query_row(
                "SELECT count(*) FROM runs WHERE dataflow = ?1",
                [dataflow.0],
                |row| row.get::<_, i64>(0),
            )
            .map(|count| count as u64)
            .doing(READ)
    }

    /// The plan that a run was begun with; empty for one that cannot be gone on with.
    pub fn plan(&self, run: RunId) -> Result<Option<String>, Error> {
        self.connection
            .query_row("SELECT plan FROM run_papers WHERE run = ?1", [run.0], |row| {
                row.get(0)
            })
            .optional()
            .doing(READ)
    }

    /// What shows how completely a run has read; `None` for one that did not come so far.
    pub fn certificate(&self, run: RunId) -> Result<Option<Certificate>, Error> {
        let stored: Option<Option<String>> = self
            .connection
            .query_row(
                "SELECT certificate FROM run_papers WHERE run = ?1",
                [run.0],
                |row| row.get(0),
            )
            .optional()
            .doing(READ)?;
        stored.flatten().as_deref().map(from_json).transpose()
    }

    /// A run's log, oldest first.
    pub fn run_log(&self, run: RunId) -> Result<Vec<LogLine>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT at, level, message FROM run_log WHERE run = ?1 ORDER BY id")
            .doing(READ)?;
        let mut rows = statement.query([run.0]).doing(READ)?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next().doing(READ)? {
            lines.push(LogLine {
                at: moment(&row.get::<_, String>(0)?)?,
                level: from_word(&row.get::<_, String>(1)?)?,
                message: row.get(2)?,
            });
        }
        Ok(lines)
    }

    pub(super) fn select(&self, rest: &str, values: impl rusqlite::Params) -> Result<Vec<Run>, Error> {
        let sql =
            format!("SELECT runs.*, name FROM runs JOIN dataflows ON dataflows.id = runs.dataflow {rest}");
        let mut statement = self.connection.prepare_cached(&sql).doing(READ)?;
        let mut rows = statement.query(values).doing(READ)?;
        let mut runs = Vec::new();
        while let Some(row) = rows.next().doing(READ)? {
            runs.push(read(&self.connection, row)?);
        }
        Ok(runs)
    }
}

const READ: &str = "read the runs";

fn read(connection: &Connection, row: &Row<'_>) -> Result<Run, Error> {
    let id = RunId(row.get("id")?);
    let count = |name: &str| count(row, &name);
    let kind = match row.get::<_, String>("kind")?.as_str() {
        "import" => RunKind::Import,
        "rollback" => RunKind::Rollback {
            to: RunId(row.get("rollback_to")?),
        },
        other => return Err(Error::damaged(format!("`{other}` is no kind of run"))),
    };
    Ok(Run {
        id,
        dataflow: DataflowId(row.get("dataflow")?),
        dataflow_name: row.get("name")?,
        kind,
        trigger: from_word(&row.get::<_, String>("trigger")?)?,
        status: from_word(&row.get::<_, String>("status")?)?,
        started_at: moment(&row.get::<_, String>("started_at")?)?,
        ended_at: row
            .get::<_, Option<String>>("ended_at")?
            .as_deref()
            .map(moment)
            .transpose()?,
        duration_ms: count("duration_ms")?,
        rows: count("rows")?,
        added: count("added")?,
        changed: count("changed")?,
        removed: count("removed")?,
        calls: count("calls")?,
        throttled: count("throttled")?,
        misfits: count("misfits")?,
        failure: row
            .get::<_, Option<String>>("failure")?
            .as_deref()
            .map(from_json)
            .transpose()?,
        description: row.get("description")?,
        tables: tables(connection, id)?,
    })
}

fn tables(connection: &Connection, run: RunId) -> Result<Vec<RunTable>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT source, target, purpose, rows, added, changed, removed FROM run_tables WHERE run = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([run.0])?;
    let mut tables = Vec::new();
    while let Some(row) = rows.next()? {
        let count = |index: usize| count(row, &index);
        tables.push(RunTable {
            source: TableId::from(row.get::<_, String>(0)?),
            target: row.get(1)?,
            purpose: from_word(&row.get::<_, String>(2)?)?,
            rows: count(3)?,
            added: count(4)?,
            changed: count(5)?,
            removed: count(6)?,
        });
    }
    Ok(tables)
}

fn dataflow_of(transaction: &Transaction<'_>, run: RunId) -> Result<Option<DataflowId>, Error> {
    let found = transaction.query_row("SELECT dataflow FROM runs WHERE id = ?1", [run.0], |row| {
        row.get(0)
    });
    Ok(found.optional()?.map(DataflowId))
}

/// Stores the counts of a run that is under way; answers whether it is.
fn store_totals(transaction: &Transaction<'_>, run: RunId, totals: &RunTotals) -> Result<bool, Error> {
    let changed = transaction
        .prepare_cached(
            "UPDATE runs SET rows = ?2, added = ?3, changed = ?4, removed = ?5, calls = ?6, throttled = ?7,
               misfits = ?8, duration_ms = ?9 WHERE id = ?1 AND status IN ('queued', 'running')",
        )?
        .execute(params![
            run.0,
            totals.rows as i64,
            totals.added as i64,
            totals.changed as i64,
            totals.removed as i64,
            totals.calls as i64,
            totals.throttled as i64,
            totals.misfits as i64,
            totals.duration_ms as i64,
        ])?;
    Ok(changed == 1)
}

fn store_table_totals(transaction: &Transaction<'_>, run: RunId, totals: &RunTotals) -> Result<(), Error> {
    let mut statement = transaction.prepare_cached(
        "UPDATE run_tables SET rows = ?3, added = ?4, changed = ?5, removed = ?6 WHERE run = ?1 AND source = ?2",
    )?;
    for table in &totals.tables {
        statement.execute(params![
            run.0,
            table.source.as_str(),
            table.rows as i64,
            table.added as i64,
            table.changed as i64,
            table.removed as i64,
        ])?;
    }
    Ok(())
}

fn or_running(error: rusqlite::Error, dataflow: DataflowId) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => Error::AlreadyRunning { dataflow },
        _ => error.into(),
    }
}
