//! A web view whose process ends again and again: what a person is told whose window is gone, and what goes on.

use crate::support::{by_another_tool, database, folder};
use crate::under_way::slow_dataflow;
use anyhow::Result;
use poolhouse_e2e::background::{Background, name, signal, with_descendants, worked};
use poolhouse_e2e::boxes::OnScreen;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::programs;
use poolhouse_e2e::wait::{LONG, SOON, until};
use poolhouse_e2e::window::Window;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// As often as the page is shown anew within a minute, and once more.
const ENDS: usize = 4;

const TITLE: &str = "Poolhouse cannot show its window";

/// How long a page's process takes little of a processor's time once it has been started for good: in so long at
/// most so many ticks, of a hundred a second, as it goes on drawing a run.
const RESTED: Duration = Duration::from_millis(700);
const FEW_TICKS: u64 = 20;

/// Ends each page's process once it has shown its page and rests: of one that ends while it is being started, the
/// library makes an end of the whole program, or hears nothing of it.
async fn end_every_page(processes: impl Fn() -> Vec<u32>) -> Result<()> {
    let mut ended = BTreeSet::new();
    while ended.len() < ENDS {
        let seen: Mutex<BTreeMap<u32, (u64, Instant)>> = Mutex::default();
        let page = until("a page of another process", LONG, async || {
            let rests = |&id: &u32| {
                if !name(id).starts_with("WebKitWebProc") || ended.contains(&id) {
                    return false;
                }
                let Some(ticks) = worked(id) else {
                    return false;
                };
                let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                let (last, since) = seen.entry(id).or_insert((ticks, Instant::now()));
                if since.elapsed() < RESTED {
                    return false;
                }
                let took = ticks - *last;
                (*last, *since) = (ticks, Instant::now());
                ticks > 0 && took <= FEW_TICKS
            };
            Ok(processes().into_iter().find(rests))
        })
        .await?;
        signal(page, "KILL");
        ended.insert(page);
    }
    Ok(())
}

/// Answers the box once it is there.
async fn read_the_box(app: u32) -> Result<()> {
    let shown = until("the box", SOON, async || Ok(OnScreen::find(app, TITLE))).await?;
    until("the box to be answered", SOON, async || {
        // One that was answered takes no key any more.
        if OnScreen::find(app, TITLE).is_none() {
            return Ok(Some(()));
        }
        shown.press_enter()?;
        Ok(None)
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_whose_page_ends_each_time_says_so_and_ends_with_an_error() -> Result<()> {
    let folder = folder()?;
    let said = folder.path().join("said");
    let mut command = Command::new(programs::app()?);
    command
        .env("POOLHOUSE_DATA_DIR", folder.path().join("data"))
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&said)?);
    let mut app = Background::start("the window", &mut command)?;
    let id = app.id();
    end_every_page(|| with_descendants(id)).await?;
    let shown = until("the box", SOON, async || Ok(OnScreen::find(id, TITLE))).await?;
    assert!(!app.has_ended(), "it waits until that was read: {shown:?}");
    read_the_box(id).await?;
    let ended = until("the app to end", SOON, async || Ok(app.child().try_wait()?)).await?;
    assert_eq!(ended.code(), Some(1), "whoever started it is told");
    let said = fs::read_to_string(said)?;
    assert!(
        said.contains("ended 4 times within a minute") && said.contains("Nothing was under way."),
        "{said}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_outlives_a_window_that_is_given_up() -> Result<()> {
    let folder = folder()?;
    let sample = slow_dataflow(folder.path()).await?;
    let window = Window::open(folder.path()).await?;
    window.act("Slow", "Run").await?;
    window.find(Role::Button, "Cancel the run of Slow").await?;
    let app = window.app()?;
    end_every_page(|| window.processes()).await?;
    read_the_box(app).await?;
    assert!(window.app().is_ok(), "it goes on without a window");
    sample.control().set_latency(Duration::ZERO);
    until("the run to end without a window", LONG, async || {
        let rows = by_another_tool(&database(folder.path(), "Slow"), "select count(*) from users")?;
        Ok((rows == "6060").then_some(()))
    })
    .await?;
    until("the app to end with it", SOON, async || {
        Ok(window.app().is_err().then_some(()))
    })
    .await?;
    drop(window);
    Ok(())
}
