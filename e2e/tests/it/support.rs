//! What several tests need.

use anyhow::{Context, Result};
use poolhouse_e2e::command_line::{CommandLine, PoolKind, Source};
use poolhouse_e2e::wizard::Answers;
use poolhouse_sample_pool::{Key, Options, SamplePool};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A data folder of its own.
pub(crate) fn folder() -> Result<TempDir> {
    tempfile::tempdir().context("no folder for the test's data")
}

/// A sample pool with so many users.
pub(crate) async fn pool(users: u64) -> Result<SamplePool> {
    Ok(SamplePool::start(Options {
        users,
        ..Options::default()
    })
    .await?)
}

/// What goes into the wizard for a sample pool.
pub(crate) fn answers<'a>(
    name: &'a str,
    pool: &'a SamplePool,
    endpoint: &'a str,
    key: &'a Key,
) -> Answers<'a> {
    Answers {
        name,
        pool_id: pool.pool_id(),
        key_id: &key.id,
        secret: &key.secret,
        endpoint,
    }
}

/// The same for the command line.
pub(crate) fn source<'a>(pool: &'a SamplePool, endpoint: &'a str, key: &'a Key) -> Source<'a> {
    Source {
        kind: PoolKind::User,
        endpoint,
        pool_id: pool.pool_id(),
        region: pool.region(),
        key_id: &key.id,
        secret: &key.secret,
        speed: "full",
    }
}

/// The file of a dataflow's database.
pub(crate) fn database(folder: &Path, name: &str) -> PathBuf {
    folder.join("databases").join(format!("{name}.db"))
}

/// One value out of a database, by Python's own sqlite3: a tool that is not ours.
pub(crate) fn by_another_tool(database: &Path, sql: &str) -> Result<String> {
    const READ: &str = "import sqlite3, sys\n\
        found = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True).execute(sys.argv[2])\n\
        print(found.fetchone()[0])";
    let output = Command::new(poolhouse_e2e::programs::python()?)
        .args(["-c", READ])
        .arg(database)
        .arg(sql)
        .output()?;
    anyhow::ensure!(
        output.status.success(),
        "another tool could not read the database: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// How many secrets of ours the session's keychain holds, asked of itself.
pub(crate) fn keychain_entries() -> Result<usize> {
    let output = Command::new("dbus-send")
        .args([
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets",
        ])
        .args([
            "org.freedesktop.Secret.Service.SearchItems",
            "dict:string:string:service,Poolhouse",
        ])
        .output()?;
    anyhow::ensure!(output.status.success(), "the keychain could not be asked");
    Ok(String::from_utf8(output.stdout)?.matches("object path").count())
}

/// The names of the dataflows, as the other face lists them.
pub(crate) fn dataflows(folder: &Path) -> Result<Vec<String>> {
    let rows = CommandLine::on(folder)?.answer(&["list"])?;
    let rows = rows.as_array().context("the list is a list")?;
    Ok(rows
        .iter()
        .filter_map(|row| row["dataflow"]["name"].as_str())
        .map(String::from)
        .collect())
}
