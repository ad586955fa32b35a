//! Where the programs lie that are driven. The one place here that reads the environment.

use anyhow::{Context, Result};
use std::env;
use std::path::PathBuf;

/// A variable of the environment.
#[expect(
    clippy::disallowed_methods,
    reason = "where the programs lie is told by `cargo xtask`, in the environment"
)]
fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

fn told(name: &str) -> Result<PathBuf> {
    variable(name).with_context(|| format!("{name} is not set: start this with `cargo xtask test`"))
}

/// The window's program.
pub fn app() -> Result<PathBuf> {
    told("POOLHOUSE_APP")
}

/// The command line's program.
pub fn command_line() -> Result<PathBuf> {
    told("POOLHOUSE_CLI")
}

/// A Python that has boto3 and moto.
pub fn python() -> Result<PathBuf> {
    told("POOLHOUSE_PYTHON")
}

/// The same, where there may be none.
pub fn python_if_any() -> Option<PathBuf> {
    variable("POOLHOUSE_PYTHON").filter(|python| python.exists())
}

/// The person's search path.
pub fn search_path() -> Vec<PathBuf> {
    variable("PATH")
        .map(|path| env::split_paths(&path).collect())
        .unwrap_or_default()
}

/// A program of this machine, where it is there.
pub fn find(name: &str) -> Option<PathBuf> {
    search_path()
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

/// A file of this package.
pub fn own_file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A file of the repository.
pub fn file(name: &str) -> PathBuf {
    own_file("..").join(name)
}
