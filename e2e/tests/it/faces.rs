//! Two windows, and a window beside the command line, on one data folder.

use crate::support::{by_another_tool, database, folder, pool, source};
use anyhow::{Context, Result};
use poolhouse_e2e::background::Background;
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::programs;
use poolhouse_e2e::wait::{LONG, SOON, until};
use poolhouse_e2e::window::{Opening, Window};
use poolhouse_sample_pool::Key;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A bus that is not there.
const NO_BUS: (&str, &str) = ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");

/// Starts the window's program once more on a folder, as a second click on its icon does.
fn start_again(folder: &Path, environment: &[(&str, &str)]) -> Result<Background> {
    let mut command = Command::new(programs::app()?);
    command
        .env("POOLHOUSE_DATA_DIR", folder)
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    Background::start("the second window", &mut command)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_window_gives_way_to_the_first() -> Result<()> {
    let folder = folder()?;
    let window = Window::open(folder.path()).await?;
    window.find(Role::Heading, "No dataflows yet").await?;
    let first = window.app()?;
    let mut second = start_again(folder.path(), &[])?;
    until("the second to end", SOON, async || {
        Ok(second.has_ended().then_some(()))
    })
    .await?;
    let ended = second.child().wait()?;
    assert!(ended.success(), "it is no failure: {ended:?}");
    assert_eq!(window.app()?, first, "the first lives on");
    window.click(Role::Link, "Settings").await?;
    window.find(Role::Heading, "Appearance").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_session_bus_the_second_window_says_who_is_first() -> Result<()> {
    let folder = folder()?;
    let mut opening = Opening::on(folder.path())?;
    opening.environment.push((NO_BUS.0.into(), NO_BUS.1.into()));
    let window = Window::open_with(&opening).await?;
    window.find(Role::Heading, "No dataflows yet").await?;
    let first = window.app()?;
    let mut second = start_again(folder.path(), &[NO_BUS])?;
    let words = second.child().stderr.take().context("a pipe")?;
    let told = BufReader::new(words)
        .lines()
        .map_while(Result::ok)
        .find(|line| line.starts_with("Poolhouse: "))
        .context("it says why there is no window")?;
    assert!(
        told.starts_with(&format!(
            "Poolhouse: Poolhouse is open already (process {first})."
        )),
        "{told}"
    );
    // What it says in a box waits for a person.
    drop(second);
    window.click(Role::Link, "Settings").await?;
    window.find(Role::Heading, "Appearance").await?;
    window.close().await?;

    // The lock went with its process: the next one is the first.
    let window = Window::open_with(&opening).await?;
    window.find(Role::Heading, "No dataflows yet").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_face_runs_the_other_neither_runs_nor_changes() -> Result<()> {
    let folder = folder()?;
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let command_line = CommandLine::on(folder.path())?;
    command_line.create("Shared", &source(&sample, &endpoint, &key), &["users"])?;
    command_line.answer(&["run", "Shared"])?;
    let window = Window::open(folder.path()).await?;
    sample.control().add_users(6_000);
    sample.control().set_latency(Duration::from_millis(250));

    // The window runs it.
    window.act("Shared", "Run").await?;
    window.find(Role::Button, "Cancel the run of Shared").await?;
    for verb in [
        &["run", "Shared"][..],
        &["rollback", "Shared", "--to", "1"],
        &["remove", "Shared", "--yes"],
    ] {
        let said = command_line.perform(verb, "")?;
        let words = String::from_utf8_lossy(&said.stderr);
        assert_eq!(said.status.code(), Some(1), "{verb:?}: {words}");
        assert!(words.contains("Shared is already running."), "{verb:?}: {words}");
    }
    let runs = command_line.answer(&["history", "Shared"])?;
    assert_eq!(
        runs[0]["status"], "running",
        "and what can be read is read: {runs}"
    );
    sample.control().set_latency(Duration::ZERO);
    window.read_within("Shared succeeded", LONG).await?;

    // The command line runs it.
    sample.control().set_latency(Duration::from_millis(250));
    let before = sample.calls().total().received;
    let running = command_line.start(&["run", "Shared"])?;
    until("the command line to read", SOON, async || {
        Ok((sample.calls().total().received > before + 3).then_some(()))
    })
    .await?;
    window.click(Role::Link, "Imports").await?;
    window.act("Shared", "Run").await?;
    window.read("Shared is already running.").await?;
    drop(running);
    window.close().await?;
    let rows = by_another_tool(&database(folder.path(), "Shared"), "select count(*) from users")?;
    assert_eq!(rows, "6060", "what was published is whole");
    Ok(())
}
