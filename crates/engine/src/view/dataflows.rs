//! Dataflows: what they are made of, connect to and leave behind.

use crate::cost::{Cost, SourceCosts};
use jiff::Timestamp;
use poolhouse_catalog::model::{Dataflow, DataflowId, Run, RunId, RunStatus};
use poolhouse_connector::{Access, Check, Field, Settings, Shelf, Table};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A connector, as the picker shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectorCard {
    /// Its id, as stored in dataflows.
    pub id: String,
    /// Its name.
    pub name: String,
    /// One line on what it brings.
    pub summary: String,
    /// The shelf it stands on.
    pub shelf: Shelf,
    /// What a person is asked for; empty for the sample pool.
    pub fields: Vec<Field>,
    /// Every table it can fill.
    pub tables: Vec<Table>,
}

/// One row of the list of dataflows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DataflowRow {
    /// The dataflow.
    pub dataflow: Dataflow,
    /// The connector's name on screen.
    pub connector_name: String,
    /// Where its newest run stands; `None` when it never ran.
    pub status: Option<RunStatus>,
    /// Its newest run.
    pub last_run: Option<Run>,
    /// When readers last got new data.
    #[specta(type = Option<String>)]
    pub last_refresh: Option<Timestamp>,
    /// That what readers see was gone back to; `None` where the newest run that succeeded was an import.
    pub rolled_back: Option<RolledBack>,
    /// Why it cannot be rolled back, in words; `None` when it can.
    pub no_rollback: Option<String>,
    /// Whether its database is there to open.
    pub has_database: bool,
    /// Whether its secret is in the keychain; `None` where it needs none.
    pub secret: Option<SecretState>,
}

/// That what readers see was gone back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RolledBack {
    /// The run whose rows they see.
    pub to: RunId,
    /// Of which table, where it is not all of them.
    pub table: Option<String>,
}

/// Where a dataflow's secret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SecretState {
    /// In the keychain of this computer.
    Stored,
    /// Nowhere: it is asked for at each run.
    AskEachRun,
}

/// One step of *Connect*, told as it happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckStep {
    /// The attempt that the face named when it asked.
    pub attempt: String,
    /// The check.
    pub check: Check,
    /// Where it stands.
    pub state: CheckState,
    /// What was found, or what failed: one sentence, may be empty.
    pub message: String,
    /// What to try, for a failed check.
    pub hint: Option<String>,
    /// The permission that is missing, where one is.
    pub action: Option<String>,
    /// The upstream's code, request id and words, for support.
    pub detail: Option<String>,
}

/// Where a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// It is being made.
    Running,
    /// All is well.
    Passed,
    /// It failed.
    Failed,
}

/// What *Connect* found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Connected {
    /// The source's own name.
    pub source_name: String,
    /// The settings in their stored form.
    pub settings: Settings,
    /// The tables on offer.
    pub tables: Vec<TableOffer>,
    /// What they cost, to be asked about with the tables that are ticked.
    pub costs: SourceCosts,
    /// What reading costs the account in money, in words.
    pub bill: String,
}

/// One table of the wizard's last step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TableOffer {
    /// The table.
    pub table: Table,
    /// Whether the keys may read it.
    #[serde(flatten)]
    pub access: Access,
    /// About how many rows it has, where that is known.
    pub rows: Option<u64>,
    /// What a run of it alone costs.
    pub cost: Cost,
}

/// What *Remove* would delete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Removal {
    /// The dataflow's name.
    pub name: String,
    /// The tables and their rows.
    pub tables: Vec<TableCount>,
    /// Versions kept.
    pub versions: u64,
    /// Runs in the history.
    pub runs: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Whether a keychain entry goes with it.
    pub keychain_entry: bool,
}

/// A table and its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TableCount {
    /// Its name in the database.
    pub name: String,
    /// Its rows.
    pub rows: u64,
}

/// Whether what is done to a dataflow, other than a run, waits for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Wait {
    /// The dataflow.
    pub dataflow: DataflowId,
    /// For what, one sentence; `None` where it waits no more.
    pub waiting: Option<String>,
}
