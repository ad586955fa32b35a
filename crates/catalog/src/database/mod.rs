//! `databases/<Name>.db`: what a dataflow imported. Staging, publish, versions, change log.
//!
//! A run writes rows once, into version tables of its own (`v<run>__<target>`); the plain views
//! that other tools read point at one version each. Called by the engine, which holds the
//! dataflow's lock while it writes. Deliberately absent: runs' states (see `catalog`), and any
//! decision on what to read next.
//!
//! The road: [`Database::begin`] or [`Database::resume`] → [`Staging`] (`staging`, `split`) →
//! [`Staging::seal`] (`seal`) → [`Staged::publish`] (`publish`, `compare`). Beside it `rollback` and its
//! `preview`, `logged` and `touched` (what the change log knows beforehand), `prune`, `reader`, `changes`,
//! `classes`, `forget` with `traces` and `held`, and `invariants`, which says what must always hold.

mod changes;
mod classes;
mod compare;
mod entries;
mod forget;
#[cfg(test)]
mod full;
mod handle;
mod held;
mod invariants;
mod logged;
mod looks;
mod marks;
mod mentions;
mod named;
mod preview;
mod profile;
mod prune;
mod publish;
mod reader;
mod rollback;
mod seal;
mod split;
mod staging;
mod targets;
mod touched;
mod traces;
mod units;

pub use handle::{Database, Interrupt};
pub use invariants::check_database;
pub use publish::{SealedTable, Staged};
pub use reader::DatabaseReader;
pub use split::Coverage;
pub use staging::{StagedTotals, Staging};
pub use targets::StagedTable;
pub use traces::People;
pub use units::{Brought, StagedUnit};

pub(crate) use changes::key_values;
pub(crate) use classes::Classes;
pub(crate) use compare::{compare, log_all};
pub(crate) use entries::{Entry, before, current, entries, is_kept, seq_of};
pub(crate) use handle::STEPS;
pub(crate) use logged::Logged;
pub(crate) use reader::{as_text, shown_as_of, staged_run};
