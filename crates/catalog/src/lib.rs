//! Dataflows, runs, databases and versions: the only crate that knows SQLite.
//!
//! Two sorts of file. `catalog.db` is the control database: dataflows, runs, logs, settings
//! ([`Catalog`] writes it, [`CatalogReader`] reads it). `databases/<Name>.db` holds what a
//! dataflow imported ([`Database`] writes it, [`DatabaseReader`] reads it): each run stages new
//! versions of its tables ([`Staging`]), seals them ([`Staged`]) and publishes them in one
//! transaction.
//!
//! Called by the engine alone. Deliberately absent: any thread, any clock (`now` is passed in; how long a lock is waited for is measured),
//! any network, any secret, any word for a person beyond a name's rule.
//!
//! **Invariant:** only [`Staged::publish`] and [`Database::roll_back`] change what readers see,
//! each in one transaction; [`check_folder`], and [`check_database`] for each database, is the one
//! place that says what must hold.

#![allow(clippy::doc_markdown, reason = "SQLite is a name and not code")]

mod as_it_lies;
mod catalog;
mod certificate;
mod changes;
mod columns;
mod connection;
mod database;
mod days;
mod error;
mod failpoints;
mod folder;
mod invariants;
mod leftovers;
pub mod model;
pub mod names;
mod preview;
mod profile;
mod query;
mod review;
mod run;
mod traces;
mod waiting;
mod words;

pub use catalog::{Catalog, CatalogReader, Found, RunFilter, RunSums, RunTotals};
pub use database::{
    Brought, Coverage, Database, DatabaseReader, Interrupt, People, SealedTable, Staged, StagedTable,
    StagedTotals, StagedUnit, Staging, check_database,
};
pub use days::{Days, DaysFault, zone_named};
pub use error::{Error, ErrorKind, Retry};
#[cfg(feature = "failpoints")]
pub use failpoints::{fail_at, panic_at};
pub use folder::{DataFolder, DataflowLock, Share, WindowLock, keep_names};
pub use invariants::{check_folder, check_folder_but_runs};
pub use leftovers::Leftover;
pub use names::NameFault;
pub use review::{
    Everybody, GroupsOf, Interrupts, KnownPeople, Lines, MembersOf, NamesOf, PeopleOf, Place, PlainDatabase,
    QueryFault, Question, RowChange, RowKey, Storage, TableReader, groups_of,
};
pub use rusqlite::types::ValueRef;
pub use waiting::{Awaited, InUse};
