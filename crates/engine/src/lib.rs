//! The use cases: one public method of [`Engine`] for each user intent.
//!
//! Called by the window, whose commands have the same names, and by the command line. Knows the catalog,
//! the exports and the connector contract; does not know AWS, SQLite or Tauri.

mod classes;
mod clock;
mod connect;
mod cost;
mod databases;
mod dataflows;
mod diagnostics;
mod engine;
mod error;
mod export;
mod forget;
mod history;
mod kept;
mod keychain;
pub mod logging;
mod mask;
mod over_time;
mod pace;
mod people;
mod plan;
mod preferences;
mod process;
mod questions;
mod recipes;
mod removal;
mod retry;
mod review;
mod run;
mod store;
pub mod view;
mod words;
mod work;

pub use clock::{Clock, FixedClock, SystemClock};
pub use cost::{Cost, ReadingCost, SourceCosts, SpeedTime, TableCost};
pub use dataflows::Keep;
pub use engine::{Engine, Event, Openings};
pub use error::{Error, ErrorKind};
pub use forget::{Elsewhere, Forgetting, Person, PersonForgotten, TableTrace};
pub use keychain::{Keychain, KeychainError};
pub use over_time::{RunsMark, RunsOverTime, Stretch};
pub use poolhouse_catalog::{RowChange, WindowLock, model};
pub use process::without_core_dumps;
pub use recipes::Recipe;
pub use words::{counted, grouped};
pub(crate) use work::blocking;

/// Where this person's data lies unless they say otherwise.
pub fn default_data_folder() -> Option<std::path::PathBuf> {
    dirs::data_dir().map(|folder| folder.join("poolhouse"))
}
