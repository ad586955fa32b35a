//! A run while it is under way: its progress, its end by the person, and what a web view that
//! goes has no part in.

use crate::support::{by_another_tool, database, folder, pool, source};
use anyhow::{Context, Result};
use poolhouse_e2e::background;
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::wait::{LONG, until};
use poolhouse_e2e::window::Window;
use poolhouse_sample_pool::{Key, SamplePool};
use std::path::Path;
use std::time::{Duration, Instant};

/// What a person is promised.
const CANCELLED_WITHIN: Duration = Duration::from_secs(2);

/// A dataflow with a published version of 60 users, of a pool that now is large and slow.
pub(crate) async fn slow_dataflow(folder: &Path) -> Result<SamplePool> {
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let command_line = CommandLine::on(folder)?;
    command_line.create("Slow", &source(&sample, &endpoint, &key), &["users"])?;
    command_line.answer(&["run", "Slow"])?;
    sample.control().add_users(6_000);
    sample.control().set_latency(Duration::from_millis(250));
    Ok(sample)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_shows_its_progress_and_cancels_within_two_seconds() -> Result<()> {
    let folder = folder()?;
    let sample = slow_dataflow(folder.path()).await?;
    let window = Window::open(folder.path()).await?;
    window.act("Slow", "Run").await?;
    window.find(Role::Button, "Cancel the run of Slow").await?;
    window
        .wait("a share of the run to be done", LONG, async || {
            let words = window.words().await?;
            Ok((words.contains("rows · ") && words.contains('%')).then_some(()))
        })
        .await?;
    window.click(Role::Link, "Running").await?;
    window.find(Role::Heading, "Progress").await?;
    window.read("AWS calls a second").await?;

    window.click(Role::Button, "Cancel the run of Slow").await?;
    let asked = Instant::now();
    window.read("Cancelled. Nothing changed.").await?;
    assert!(
        asked.elapsed() < CANCELLED_WITHIN,
        "cancelled after {:?}",
        asked.elapsed()
    );
    let rows = by_another_tool(&database(folder.path(), "Slow"), "select count(*) from users")?;
    assert_eq!(rows, "60", "a cancelled run changes nothing");

    // And the same dataflow runs again, to the end.
    sample.control().set_latency(Duration::ZERO);
    window.click(Role::Button, "Run again").await?;
    window.read_within("Slow succeeded", LONG).await?;
    window.close().await?;
    let rows = by_another_tool(&database(folder.path(), "Slow"), "select count(*) from users")?;
    assert_eq!(rows, "6060", "the next run brings all");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_loaded_anew_takes_up_the_run() -> Result<()> {
    let folder = folder()?;
    let sample = slow_dataflow(folder.path()).await?;
    let window = Window::open(folder.path()).await?;
    window.act("Slow", "Run").await?;
    window.find(Role::Button, "Cancel the run of Slow").await?;
    window.reload().await?;
    window.find(Role::Button, "Cancel the run of Slow").await?;
    sample.control().set_latency(Duration::ZERO);
    window.read_within("Slow succeeded", LONG).await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_outlives_its_web_view() -> Result<()> {
    let folder = folder()?;
    let sample = slow_dataflow(folder.path()).await?;
    let window = Window::open(folder.path()).await?;
    window.act("Slow", "Run").await?;
    window.find(Role::Button, "Cancel the run of Slow").await?;
    let view = window
        .processes()
        .into_iter()
        .find(|&id| background::name(id).starts_with("WebKitWebProc"))
        .context("the web view has a process")?;
    background::signal(view, "KILL");
    sample.control().set_latency(Duration::ZERO);
    until("the run to end without its web view", LONG, async || {
        let rows = by_another_tool(&database(folder.path(), "Slow"), "select count(*) from users")?;
        Ok((rows == "6060").then_some(()))
    })
    .await?;
    assert!(window.app().is_ok(), "the app lives on");
    drop(window);
    let runs = CommandLine::on(folder.path())?.answer(&["history", "Slow"])?;
    assert_eq!(
        runs[0]["status"], "succeeded",
        "the run is told to have succeeded: {runs}"
    );
    Ok(())
}
