//! Dataflows, runs, databases and versions: the only crate that knows SQLite.

pub mod model;
