//! What runs did, and going back.

use super::values::{change_kind, run, status, trigger};
use clap::Args;
use poolhouse_engine::model::{ChangeKind, RunId, RunStatus, Trigger};

#[derive(Debug, Args)]
pub(crate) struct History {
    /// The dataflow's name; all of them without.
    pub(crate) name: Option<String>,
    /// Only runs with this status.
    #[arg(long, value_parser = status)]
    pub(crate) status: Option<RunStatus>,
    /// Only runs started by this: manual, schedule, command-line.
    #[arg(long, value_parser = trigger)]
    pub(crate) trigger: Option<Trigger>,
    /// Only runs that started on this day, such as 2026-11-21, or later; a day of this computer's time zone.
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
    /// Only runs that started on this day or earlier, likewise.
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<String>,
    /// Only runs with this text in their description.
    #[arg(long)]
    pub(crate) search: Option<String>,
    /// Show what the runs were over time instead of a list.
    #[arg(long, conflicts_with_all = ["before", "limit"])]
    pub(crate) over_time: bool,
    /// Only runs older than this one.
    #[arg(long, value_name = "RUN", value_parser = run)]
    pub(crate) before: Option<RunId>,
    /// At most so many.
    #[arg(long, value_name = "COUNT", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Changes {
    /// The run's number, as `history` lists it.
    #[arg(value_parser = run)]
    pub(crate) run: RunId,
    /// Only this table.
    #[arg(long)]
    pub(crate) table: Option<String>,
    /// Only what was added, changed or removed.
    #[arg(long, value_parser = change_kind)]
    pub(crate) kind: Option<ChangeKind>,
    /// Only cells of this column.
    #[arg(long)]
    pub(crate) column: Option<String>,
    /// Show how much changed instead, by table, kind and column.
    #[arg(long, conflicts_with_all = ["table", "kind", "column"])]
    pub(crate) counts: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Rollback {
    /// The dataflow's name.
    pub(crate) name: String,
    /// The run whose version to go back to.
    #[arg(long, value_name = "RUN", value_parser = run)]
    pub(crate) to: RunId,
    /// Only this table; the others stay as they are.
    #[arg(long)]
    pub(crate) table: Option<String>,
    /// Show what would change, and change nothing.
    #[arg(long)]
    pub(crate) preview: bool,
}
