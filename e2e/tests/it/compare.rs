//! What changed: two versions compared, and a person's card with every change by run.

use crate::support::{folder, pool, source};
use anyhow::Result;
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::wait::SOON;
use poolhouse_e2e::window::Window;
use poolhouse_sample_pool::Key;
use serde_json::json;
use std::path::Path;

/// Three runs: one person's tier changes twice, one goes, two come.
async fn three_runs(folder: &Path) -> Result<()> {
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let command_line = CommandLine::on(folder)?;
    command_line.create("Members", &source(&sample, &endpoint, &key), &["users", "groups"])?;
    command_line.answer(&["run", "Members"])?;
    let control = sample.control();
    control.set_attribute(7, "custom:tier", Some("gold\u{202e}"));
    command_line.answer(&["run", "Members"])?;
    control.set_attribute(7, "custom:tier", Some("platinum"));
    control.delete_user(8);
    control.add_users(2);
    command_line.answer(&["run", "Members"])?;
    Ok(())
}

/// What is beside what was, on half a screen too.
async fn after_is_in_sight(window: &Window) -> Result<()> {
    const ROOM: &str = "
        const header = [...document.querySelectorAll('[role=columnheader]')]
          .find((each) => /^after/.test(each.textContent));
        const box = document.querySelector('[role=grid]').parentElement;
        return header !== undefined
          && header.getBoundingClientRect().right <= box.getBoundingClientRect().right + 1;";
    for width in [720, 1280] {
        window.resize(width, 800).await?;
        let what = format!("what is to be in sight in a window of {width}");
        window
            .wait(&what, SOON, async || {
                Ok((window.ask(ROOM, vec![]).await? == json!(true)).then_some(()))
            })
            .await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_versions_are_compared_and_a_card_tells_every_change() -> Result<()> {
    let folder = folder()?;
    three_runs(folder.path()).await?;
    let window = Window::open(folder.path()).await?;
    window.go_to("/databases/1/users").await?;
    window.find(Role::Button, "Keys").await?;
    window.click(Role::Link, "Compare…").await?;
    // The version before and now, to begin with.
    window.read("What became of users from run 2").await?;
    window.find(Role::Button, "Rows added 2").await?;
    window.find(Role::Button, "Rows removed 1").await?;
    after_is_in_sight(&window).await?;
    window.click_first(Role::Button, "custom_tier").await?;
    window.read("platinum").await?;
    let words = window.words().await?;
    assert!(
        words.contains("U+202E"),
        "what turns the text round is shown: {words}"
    );

    window.click_first(Role::Cell, "custom_tier").await?;
    window.click(Role::Tab, "History").await?;
    window.find(Role::Link, "Run 3").await?;
    window.find(Role::Link, "Run 2").await?;
    window.read("as the first run brought it").await?;
    window.click_first(Role::Link, "as of run 2").await?;
    window.read("Not now: these are the rows as of run 2").await?;
    window.read("1 of ").await?;
    window.ask("window.history.back()", vec![]).await?;
    window.read("What became of users from run 2").await?;

    window.click(Role::Button, "Swap the two versions").await?;
    window.find(Role::Button, "Rows removed 2").await?;
    window.click(Role::Link, "Run history").await?;
    window.go_to("/history/run/2").await?;
    window
        .click(Role::Link, "Compare with the version before")
        .await?;
    window.read("What became of users from run 1").await?;
    window.find(Role::Button, "Rows added 0").await?;
    let shown = window.ask("return location.hash", vec![]).await?;
    assert_eq!(
        shown,
        json!("#/databases/1/users/compare?from=1&to=2"),
        "a comparison has an address"
    );
    window.click(Role::Link, "Back to the table").await?;

    // A ready question becomes a filter, and a profile's value another.
    window.click(Role::Button, "Questions").await?;
    window.click_first(Role::MenuItem, "Not confirmed").await?;
    window.read("status").await?;
    window.click(Role::Button, "Profile").await?;
    window.find(Role::Heading, "Profile").await?;
    window.click(Role::Button, "status").await?;
    window.read("rows that the filters").await?;
    window.close().await
}
