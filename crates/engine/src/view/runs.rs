//! Runs, under way and in the history.

use poolhouse_catalog::model::{Certificate, DataflowId, LogLine, Purpose, Run, RunId, RunStatus, Trigger};
use poolhouse_connector::TableId;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A run as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunSnapshot {
    /// The run, with its counts so far.
    pub run: Run,
    /// What it is doing.
    pub phase: Phase,
    /// Its tables.
    pub tables: Vec<TableProgress>,
    /// Rows a second, over the last few seconds.
    pub rows_per_second: u64,
    /// Calls in ten seconds, over the last few seconds.
    pub calls_per_10_seconds: u64,
    /// Hundredths of the work done, where that is known.
    pub percent: Option<u8>,
    /// Seconds left, where that is known.
    pub seconds_left: Option<u64>,
    /// What it waits for, one sentence, such as AWS's limit.
    pub waiting: Option<String>,
}

impl RunSnapshot {
    /// The end of the run as a notification: its title and its text.
    pub fn announcement(&self) -> (String, String) {
        let name = &self.run.dataflow_name;
        match self.run.status {
            RunStatus::Succeeded => (
                format!("{name} is up to date"),
                format!(
                    "{} rows: {} added, {} changed, {} removed.",
                    self.run.rows, self.run.added, self.run.changed, self.run.removed
                ),
            ),
            RunStatus::Cancelled => (format!("{name} was cancelled"), "Nothing was changed.".into()),
            _ => (
                format!("{name} did not finish"),
                self.run
                    .failure
                    .as_ref()
                    .map_or_else(String::new, |failure| failure.message.clone()),
            ),
        }
    }
}

/// What a run is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Learning what the source looks like.
    Preparing,
    /// Reading pages.
    Reading,
    /// Comparing with the version before and publishing.
    Publishing,
    /// Ended.
    Ended,
}

/// One table of a run under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TableProgress {
    /// The connector's table.
    pub source: TableId,
    /// Its name in the database.
    pub target: String,
    /// What it is loaded for.
    pub purpose: Purpose,
    /// Rows so far.
    pub rows: u64,
    /// About how many there will be, where that is known.
    pub expected: Option<u64>,
    /// Whether all its pages are read.
    pub done: bool,
}

/// A run's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunPage {
    /// The run as it stands now.
    pub snapshot: RunSnapshot,
    /// Its log, oldest first.
    pub log: Vec<LogLine>,
    /// What shows how completely it read; `None` for one that did not come so far.
    pub certificate: Option<Certificate>,
    /// The columns that wait for an answer, where its dataflow asks before it takes one.
    pub waiting_columns: Vec<WaitingColumn>,
    /// The text of *Copy for support*: no secret, no value of a row.
    pub support: String,
}

/// A column that a dataflow does not take until a person says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WaitingColumn {
    /// The connector's table.
    pub table: TableId,
    /// The column's name at the source.
    pub original: String,
}

/// Which runs to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunQuery {
    /// Of this dataflow alone.
    pub dataflow: Option<DataflowId>,
    /// With this status alone.
    pub status: Option<RunStatus>,
    /// Started by this alone.
    pub trigger: Option<Trigger>,
    /// Started on this day or later, such as `2026-11-21`.
    pub from: Option<String>,
    /// Started on this day or earlier.
    pub to: Option<String>,
    /// The zone in which those days are meant, by its IANA name; the computer's without.
    pub zone: Option<String>,
    /// With this text in their description, in what else a failure says, or in the dataflow's names.
    pub text: Option<String>,
    /// Older than this run, for paging.
    pub before: Option<RunId>,
    /// At most so many; 0 stands for 200.
    pub limit: u32,
}
