//! A run, as the history keeps it.

use crate::model::{DataflowId, Purpose, RunId};
use jiff::Timestamp;
use poolhouse_connector::TableId;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Where a run stands. `Succeeded`, `Failed` and `Cancelled` never change again;
/// `Interrupted` may be resumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// Waiting for its turn.
    Queued,
    /// Under way.
    Running,
    /// Published.
    Succeeded,
    /// Ended by an error; nothing changed.
    Failed,
    /// Ended by the person; nothing changed.
    Cancelled,
    /// Cut off by the computer, the network or the end of the app; can be resumed.
    Interrupted,
}

/// What a run does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum RunKind {
    /// Reads the source and publishes what it read.
    Import,
    /// Publishes again what an earlier run published.
    Rollback {
        /// The earlier run.
        to: RunId,
    },
}

/// What started a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// A person, in the window.
    Manual,
    /// The schedule.
    Schedule,
    /// The command line.
    CommandLine,
}

/// Why a run did not succeed, for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// What happened, one sentence.
    pub message: String,
    /// What to try, one or two sentences.
    pub hint: String,
    /// The permission that is missing, where one is.
    pub action: Option<String>,
    /// The upstream's error code.
    pub code: Option<String>,
    /// The upstream's request id.
    pub request_id: Option<String>,
    /// The operation and the upstream's own words, for support. Never a secret.
    pub detail: String,
}

/// One run, as the history keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// Its number.
    pub id: RunId,
    /// Whose run it is.
    pub dataflow: DataflowId,
    /// The dataflow's name.
    pub dataflow_name: String,
    /// What it does.
    #[serde(flatten)]
    pub kind: RunKind,
    /// What started it.
    pub trigger: Trigger,
    /// Where it stands.
    pub status: RunStatus,
    /// When it was first started.
    #[specta(type = String)]
    pub started_at: Timestamp,
    /// When it ended.
    #[specta(type = Option<String>)]
    pub ended_at: Option<Timestamp>,
    /// Milliseconds that it was under way, all its stretches together.
    pub duration_ms: u64,
    /// Rows published, or staged so far.
    pub rows: u64,
    /// Rows that the version before did not have.
    pub added: u64,
    /// Rows with at least one other value.
    pub changed: u64,
    /// Rows that only the version before had.
    pub removed: u64,
    /// Upstream calls made, refused ones included.
    pub calls: u64,
    /// Upstream calls refused for going too fast.
    pub throttled: u64,
    /// Values that did not fit their column's type and were kept as they came.
    pub misfits: u64,
    /// Why it did not succeed.
    pub failure: Option<Failure>,
    /// What it has to say for itself, one sentence; empty until it has ended.
    pub description: String,
    /// Its tables, in the dataflow's order.
    pub tables: Vec<RunTable>,
}

/// One table of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunTable {
    /// The connector's table.
    pub source: TableId,
    /// Its name in the database.
    pub target: String,
    /// What it is loaded for.
    pub purpose: Purpose,
    /// Rows published, or staged so far.
    pub rows: u64,
    /// Rows that the version before did not have.
    pub added: u64,
    /// Rows with at least one other value.
    pub changed: u64,
    /// Rows that only the version before had.
    pub removed: u64,
}

/// One line of a run's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LogLine {
    /// When.
    #[specta(type = String)]
    pub at: Timestamp,
    /// How grave.
    pub level: LogLevel,
    /// What happened, one sentence for a person. Never a secret, never a value of a row.
    pub message: String,
}

/// How grave a log line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// As expected.
    Note,
    /// Handled, worth knowing.
    Warning,
    /// The run ended by it.
    Error,
}
