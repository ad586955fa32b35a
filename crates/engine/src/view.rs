//! What the faces show: snapshots, whole each time, replaced by id. Plain data.

use crate::cost::{Cost, SourceCosts};
use poolhouse_catalog::model::{
    Certificate, Dataflow, DataflowId, LogLine, Publication, Purpose, Run, RunId, RunStatus, StoredColumn,
    TableQuery, TableSummary, Trigger, Version,
};
use poolhouse_connector::{Access, Check, Field, Settings, Shelf, Table, TableId};
use poolhouse_export::Format;
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
    pub last_refresh: Option<String>,
    /// Why it cannot be rolled back, in words; `None` when it can.
    pub no_rollback: Option<String>,
    /// Whether its database is there to open.
    pub has_database: bool,
    /// Whether its secret is in the keychain; `None` where it needs none.
    pub secret: Option<SecretState>,
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

/// One database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DatabaseView {
    /// Its dataflow.
    pub dataflow: Dataflow,
    /// Where the file lies.
    pub path: String,
    /// Bytes on disk.
    pub bytes: u64,
    /// The tables that readers see now.
    pub tables: Vec<TableSummary>,
    /// What readers see and saw, newest first.
    pub publications: Vec<Publication>,
    /// People who were forgotten in it.
    pub people_forgotten: u64,
    /// Whether it is still to be rewritten, so that no trace of them is left in the file.
    pub to_rewrite: bool,
    /// Why it cannot be read, in words; `None` when it can.
    pub unreadable: Option<String>,
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

/// The settings of the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Preferences {
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// Whether personal data is masked on every screen; said by itself, and not with the others.
    pub mask_personal_data: bool,
    /// Versions of each database to keep. At least 1.
    pub versions_kept: u32,
    /// The proxy's address; empty for the one that the environment names.
    pub proxy: String,
    /// Hosts that are reached without the proxy, separated by commas.
    pub no_proxy: String,
    /// Certificate authorities to trust beside the system's: a PEM text, or the path of a file
    /// that has one; may be empty.
    pub authorities: String,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            mask_personal_data: false,
            versions_kept: 5,
            proxy: String::new(),
            no_proxy: String::new(),
            authorities: String::new(),
        }
    }
}

/// What the app is and where it keeps its data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The app's version.
    pub version: String,
    /// The data folder.
    pub data_folder: String,
    /// Bytes in the data folder.
    pub bytes: u64,
    /// The keychain in use, or why there is none.
    pub keychain: Keychain,
}

/// The keychain, as the app found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Keychain {
    /// Whether secrets can be kept.
    pub available: bool,
    /// Its name, or why there is none and what to do, in words.
    pub message: String,
}

/// A table that is open, until it is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct ViewId(pub u64);

/// What is looked at as a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Subject {
    /// A table of a database.
    Table {
        /// The database's dataflow.
        dataflow: DataflowId,
        /// The table's name in the database.
        table: String,
        /// Which version of it.
        version: Version,
    },
    /// What became of a table from one version to another: a line for each row that came or went, and
    /// for each cell that changed.
    Comparison {
        /// The database's dataflow.
        dataflow: DataflowId,
        /// The table's name in the database.
        table: String,
        /// The version to begin with.
        from: Version,
        /// The version to end with; may be the earlier one.
        to: Version,
    },
    /// Everybody of all databases, or some of them.
    People {
        /// Those of this organization alone; `Some("")` for those of none.
        organization: Option<String>,
        /// Those of this dataflow alone.
        dataflow: Option<DataflowId>,
        /// Those in this group of that dataflow alone.
        group: Option<String>,
    },
}

/// A table that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenedTable {
    /// Names it from now on.
    pub view: ViewId,
    /// Its columns, in their order.
    pub columns: Vec<StoredColumn>,
    /// All its rows, whatever the question; `None` where that is not known beforehand.
    pub rows: Option<u64>,
    /// The databases that could not be read, each with why, in words.
    pub left_out: Vec<String>,
}

/// Some rows of an open table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowsWindow {
    /// The rows from the asked place on; a cell is NULL or its text.
    pub rows: Vec<Vec<Option<String>>>,
    /// How many rows the question has brought so far.
    pub found: u64,
    /// Whether that is all of them.
    pub done: bool,
}

/// A question that is often asked of a table, ready to be put to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadyQuestion {
    /// The table's name in the database.
    pub table: String,
    /// A few words.
    pub title: String,
    /// What the rows that it brings have in common, in one sentence.
    pub about: String,
    /// The question.
    pub query: TableQuery,
}

/// The organizations, and who is in them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Directory {
    /// In the order of their names; that of dataflows without one, if any, comes last.
    pub organizations: Vec<Organization>,
    /// The databases that could not be read, each with why, in words.
    pub left_out: Vec<String>,
}

/// An organization: what the dataflows that name it have imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// Its name; empty for the dataflows without one.
    pub name: String,
    /// Everybody in it. Who is in several of its databases counts in each.
    pub people: u64,
    /// Its dataflows that have imported people, in the order of their names.
    pub dataflows: Vec<DataflowPeople>,
}

/// The people that one dataflow has imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DataflowPeople {
    /// The dataflow.
    pub dataflow: DataflowId,
    /// Its name.
    pub name: String,
    /// Its name for people; may be empty.
    pub display_name: String,
    /// The run that published what is seen now.
    pub published: RunId,
    /// The name of its table of people.
    pub table: String,
    /// The name of that table's column by which other tables name a person; `None` where it was not
    /// imported.
    pub identity: Option<String>,
    /// The name of its column by which a person is known in other databases, likewise.
    pub address: Option<String>,
    /// Everybody in it.
    pub people: u64,
    /// Its groups, in the order of their names.
    pub groups: Vec<GroupPeople>,
}

/// A group and how many are in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupPeople {
    /// Its name.
    pub name: String,
    /// How many are in it; `None` where it was not imported who is in which group.
    pub people: Option<u64>,
}

/// What is to be handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Handed {
    /// Rows of a table, or of what is looked at as one.
    Rows {
        /// What they are rows of.
        subject: Subject,
        /// Which rows, in which order.
        query: TableQuery,
        /// The columns, in their order; empty for all.
        columns: Vec<String>,
    },
    /// Every table of a database: a SQLite file, or a folder with a file for each table.
    Database {
        /// The database's dataflow.
        dataflow: DataflowId,
        /// Which version of it.
        version: Version,
    },
}

/// The sort of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// CSV as programs read it: UTF-8, commas, every value to the byte.
    Csv,
    /// CSV for Excel: with a mark by which it knows UTF-8, and no value that it would run.
    CsvForExcel,
    /// A JSON object a line.
    JsonLines,
    /// An Excel workbook, of as many sheets as the rows need.
    Xlsx,
    /// Parquet, compressed.
    Parquet,
    /// A SQLite database with plain tables and nothing else.
    Sqlite,
}

impl FileFormat {
    /// The ending of such a file's name, without a dot.
    pub fn ending(self) -> &'static str {
        self.by_rows().map_or("sqlite", Format::ending)
    }

    /// The format of a file that is written row by row; `None` for a database.
    pub(crate) fn by_rows(self) -> Option<Format> {
        match self {
            Self::Csv => Some(Format::Csv),
            Self::CsvForExcel => Some(Format::CsvForExcel),
            Self::JsonLines => Some(Format::JsonLines),
            Self::Xlsx => Some(Format::Xlsx),
            Self::Parquet => Some(Format::Parquet),
            Self::Sqlite => None,
        }
    }
}

/// What is to be handed over, and as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    /// What.
    pub what: Handed,
    /// What becomes of personal data.
    pub privacy: Privacy,
    /// The sort of file.
    pub format: FileFormat,
    /// Where it is to lie.
    pub path: String,
    /// Whether a file that lies there is replaced.
    pub replace: bool,
}

/// How far an export is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportProgress {
    /// The export, as the face named it.
    pub export: String,
    /// Rows written so far.
    pub rows: u64,
    /// How many there will be, where that is known.
    pub of: Option<u64>,
}

/// What becomes of the columns that hold personal data.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    /// They are handed over.
    #[default]
    Keep,
    /// Each value keeps its first character alone.
    Mask,
    /// They are left out.
    LeaveOut,
}

/// A file that was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// Where it lies.
    pub path: String,
    /// Its rows.
    pub rows: u64,
    /// Its values that were cut because the format holds no longer ones.
    pub shortened: u64,
    /// Its size.
    pub bytes: u64,
}
