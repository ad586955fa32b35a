//! `catalog.db`: dataflows, runs, logs, settings. One writer handle, one reader handle.
//!
//! Called by the engine. Deliberately absent: imported rows, which are in the databases, and
//! secrets, which are in the keychain.

mod accepted;
mod dataflows;
mod handles;
mod history;
mod runs;
mod settings;
mod sources;

pub use handles::{Catalog, CatalogReader};
pub use history::{Found, RunFilter, RunSums};
pub use runs::RunTotals;
