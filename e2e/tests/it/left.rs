//! What was asked of a table stands in the address of the window: it is asked again when one comes back, and
//! is in no file.

use crate::support::{folder, pool, source};
use anyhow::Result;
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::files::files_with;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::wait::SOON;
use poolhouse_e2e::window::{Opening, Window};
use poolhouse_sample_pool::Key;
use serde_json::json;
use std::fs;
use std::path::PathBuf;

const SEARCH: &str = "Search in all columns";

const SORTED: &str = "return document.querySelector('[aria-sort=ascending]') !== null";

/// What nobody has, so that it is in no database.
const SOUGHT: &str = "wren.halloway@elsewhere.test";

async fn goes_back(window: &Window) -> Result<()> {
    window.ask("window.history.back()", vec![]).await?;
    Ok(())
}

async fn come_and_go(window: &Window) -> Result<()> {
    window.go_to("/databases/1/users").await?;
    window.find(Role::Button, "Keys").await?;
    window.fill(SEARCH, SOUGHT).await?;
    window.find(Role::Heading, "Nothing found").await?;
    window.click_first(Role::Link, "groups").await?;
    window.find(Role::Button, "Keys").await?;
    assert_eq!(
        window.value(SEARCH).await?,
        "",
        "another table is another question"
    );
    goes_back(window).await?;
    window.find(Role::Heading, "Nothing found").await?;
    assert_eq!(
        window.value(SEARCH).await?,
        SOUGHT,
        "the window's own Back brings it back"
    );
    window.click(Role::Link, "Run history").await?;
    window.find(Role::Heading, "Run history").await?;
    window.click(Role::Link, "Databases").await?;
    window.find(Role::Heading, "Nothing found").await?;

    window.click(Role::Field, "Version").await?;
    window.click_first(Role::Option, "Run 1").await?;
    window.read("Not now").await?;
    window.click(Role::Link, "Compare…").await?;
    window.read("What became of users from run 1").await?;
    window.click(Role::Link, "Back to the table").await?;
    window.read("Not now").await?;
    window.find(Role::Heading, "Nothing found").await?;
    let address = window.ask("return location.hash", vec![]).await?;
    let asked = SOUGHT.replace('@', "~40");
    assert_eq!(
        address,
        json!(format!("#/databases/1/users?version=1&search={asked}")),
        "the version and the question came back"
    );
    window.click_first(Role::Button, "Clear all").await?;
    window.find(Role::Button, "Keys").await?;
    // What is laid out is remembered, in a file: so it is seen there.
    window.click_first(Role::ColumnHeader, "username").await?;
    window
        .wait("the rows to be sorted", SOON, async || {
            Ok((window.ask(SORTED, vec![]).await? == json!(true)).then_some(()))
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_asked_is_asked_again_and_is_in_no_file() -> Result<()> {
    let folder = folder()?;
    let (data, home) = (folder.path().join("data"), folder.path().join("home"));
    fs::create_dir(&home)?;
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let command_line = CommandLine::on(&data)?;
    command_line.create("Members", &source(&sample, &endpoint, &key), &["users", "groups"])?;
    for tier in ["silver", "gold"] {
        sample.control().set_attribute(7, "custom:tier", Some(tier));
        command_line.answer(&["run", "Members"])?;
    }
    let opening = Opening::at_home(&data, &home)?;
    let window = Window::open_with(&opening).await?;
    come_and_go(&window).await?;
    window.close().await?;
    assert_ne!(
        files_with(&home, "poolhouse.table.")?,
        Vec::<PathBuf>::new(),
        "what the web view keeps is looked through"
    );
    assert_eq!(
        files_with(folder.path(), SOUGHT)?,
        Vec::<PathBuf>::new(),
        "what was asked was written down"
    );
    Ok(())
}
