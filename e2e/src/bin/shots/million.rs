//! Every screen that shows rows, with a million people in two versions. Taken only when asked for, as it takes
//! minutes: `cargo xtask shots million`.

use crate::camera::Camera;
use anyhow::{Context, Result};
use poolhouse_e2e::command_line::{CommandLine, PoolKind, Source};
use poolhouse_e2e::find::Role;
use poolhouse_e2e::keyboard::Key;
use poolhouse_e2e::wait::LONG;
use poolhouse_e2e::window::Window;
use poolhouse_sample_pool::{Key as Credentials, Options, SamplePool, ShortPages};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

const PEOPLE: u64 = 1_000_000;

/// What a development build may take for a million rows, on a busy machine.
const MINUTES: Duration = Duration::from_mins(5);

const SEARCH: &str = "Search in all columns";
const ALL_ROWS: &str = "1,000,900 rows";

const LEFT: &str = "document.querySelector('[role=grid]').parentElement.scrollLeft = 0";

/// Of so many people one is another in the second version.
const CHANGED_EVERY: u64 = 50;

/// Whether one of the words that pictures were asked for by is its own.
pub(crate) fn is_asked(names: &[String]) -> bool {
    names.iter().any(|name| name.contains("million"))
}

/// A data folder with a million people in two versions.
pub(crate) async fn make() -> Result<TempDir> {
    let pool = SamplePool::start(Options {
        users: PEOPLE,
        short_pages: ShortPages::Never,
        ..Options::default()
    })
    .await?;
    let (folder, key, endpoint) = (tempfile::tempdir()?, Credentials::full(), pool.endpoint());
    let source = Source {
        kind: PoolKind::User,
        endpoint: &endpoint,
        pool_id: pool.pool_id(),
        region: pool.region(),
        key_id: &key.id,
        secret: &key.secret,
        speed: "unlimited",
    };
    let command_line = CommandLine::on(folder.path())?;
    let more = ["--organization", "Acme Ltd"];
    command_line.create_with("Million", &source, &["users", "groups", "group_members"], &more)?;
    command_line.answer(&["run", "Million"])?;
    for number in (0..PEOPLE).step_by(CHANGED_EVERY as usize) {
        pool.control()
            .set_attribute(number, "custom:tier", Some("platinum"));
        pool.control()
            .set_attribute(number, "family_name", Some("Newname"));
    }
    pool.control().add_users(1_000);
    for number in 101..201 {
        pool.control().delete_user(number);
    }
    command_line.answer(&["run", "Million"])?;
    Ok(folder)
}

/// Only what has a picture that is asked for is gone through.
pub(crate) async fn all(data: &Path, folder: &Path, names: &[String], theme: &str) -> Result<()> {
    let camera = Camera::open(data, folder, names, theme).await?;
    let asks_for = |pictures: &str| {
        let mut pictures = pictures.split(' ');
        pictures.any(|picture| camera.takes(picture))
    };
    if asks_for("million-first million-last million-searched million-sorted-and-filtered") {
        rows(&camera).await?;
    }
    if asks_for("million-profile-table million-profile-text million-profile-dates") {
        profiles(&camera).await?;
    }
    if asks_for("million-question") {
        questions(&camera).await?;
    }
    if asks_for("million-compare million-compare-card million-card-history") {
        compared(&camera).await?;
    }
    if asks_for("million-rollback") {
        rollback(&camera).await?;
    }
    if asks_for("million-directory million-found") {
        people(&camera).await?;
    }
    if asks_for(
        "million-export million-export-under-way million-export-in-the-background million-export-done",
    ) {
        exports(&camera).await?;
    }
    if asks_for("million-history million-run") {
        history(&camera).await?;
    }
    if asks_for("million-masked") {
        masked(&camera).await?;
    }
    if asks_for("narrow-million narrow-million-directory") {
        narrow(&camera).await?;
    }
    camera.close().await
}

/// The first and the last, a search, and rows that are sorted and filtered.
async fn rows(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.go_to("/databases/1/users").await?;
    counted(window, ALL_ROWS).await?;
    camera.take_alone("million-first").await?;
    window.click_first(Role::Cell, ".").await?;
    window.press_with_control(Key::End.into()).await?;
    shown(window).await?;
    camera.take("million-last").await?;
    window.press(Key::Escape).await?;
    window.fill(SEARCH, "platinum").await?;
    counted(window, &format!(" of {ALL_ROWS}")).await?;
    shown(window).await?;
    camera.take("million-searched").await?;
    window.fill(SEARCH, "").await?;
    window.ask(LEFT, vec![]).await?;
    window.click(Role::Button, "Filter").await?;
    window.pick("Column", "family_name").await?;
    window.type_into("Text", "new").await?;
    window.press(Key::Enter).await?;
    window.gone(Role::Dialog, "New filter").await?;
    window.click_first(Role::ColumnHeader, "username").await?;
    window.click_first(Role::ColumnHeader, "username").await?;
    counted(window, &format!(" of {ALL_ROWS}")).await?;
    shown(window).await?;
    camera.take("million-sorted-and-filtered").await?;
    window.click_first(Role::ColumnHeader, "username").await?;
    window.click(Role::Button, "Clear all").await?;
    counted(window, ALL_ROWS).await
}

async fn profiles(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.go_to("/databases/1/users").await?;
    counted(window, ALL_ROWS).await?;
    window.click(Role::Button, "Profile").await?;
    gone(window, Role::Button, "Cancel").await?;
    camera.take("million-profile-table").await?;
    for (column, name) in [("email", "text"), ("created_at", "dates")] {
        window.click(Role::Button, column).await?;
        there(window, Role::Heading, "Most frequent").await?;
        camera.take(&format!("million-profile-{name}")).await?;
        window.click(Role::Button, "All columns").await?;
    }
    window.click(Role::Button, "Close the profile").await
}

async fn questions(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.go_to("/databases/1/users").await?;
    window.click(Role::Button, "Questions").await?;
    window.click_first(Role::MenuItem, "Not confirmed").await?;
    window.find(Role::Button, "Clear all").await?;
    counted(window, &format!(" of {ALL_ROWS}")).await?;
    shown(window).await?;
    camera.take("million-question").await?;
    window.click(Role::Button, "Clear all").await
}

/// Two versions, and the card of somebody who changed.
async fn compared(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.go_to("/databases/1/users/compare").await?;
    window
        .wait("what changed to be counted", MINUTES, async || {
            let words = window.words().await?;
            Ok((words.contains("Rows removed") && words.contains("custom_tier")).then_some(()))
        })
        .await?;
    shown(window).await?;
    camera.take("million-compare").await?;
    window.click_first(Role::Button, "Cells changed").await?;
    window.click_first(Role::Cell, "Changed").await?;
    window.click(Role::Tab, "History").await?;
    window.read_within("as the first run brought it", MINUTES).await?;
    camera.take("million-compare-card").await?;
    window.go_to("/databases/1/users").await?;
    window.fill(SEARCH, "platinum").await?;
    counted(window, &format!(" of {ALL_ROWS}")).await?;
    shown(window).await?;
    window.click_first(Role::Cell, ".").await?;
    window.click(Role::Tab, "History").await?;
    window.read_within("as the first run brought it", MINUTES).await?;
    camera.take("million-card-history").await?;
    window.click(Role::Tab, "Values").await?;
    window.click(Role::Button, "Close the card").await
}

async fn rollback(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.go_to("/imports").await?;
    window.act("Million", "Rollback").await?;
    window.click_first(Role::Radio, "(run 1)").await?;
    window.read_within("Rows then", MINUTES).await?;
    camera.take("million-rollback").await?;
    window.click(Role::Button, "Close").await?;
    window.gone(Role::Dialog, "Rollback of Million").await
}

/// Everybody, and somebody found from anywhere.
async fn people(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.go_to("/directory").await?;
    counted(window, ALL_ROWS).await?;
    shown(window).await?;
    camera.take("million-directory").await?;
    window.go_to("/imports").await?;
    window.find(Role::Heading, "Imports").await?;
    window.press_with_control('k').await?;
    window.focus_is_on(Role::Field, SEARCH).await?;
    window.type_text("Newname").await?;
    counted(window, &format!(" of {ALL_ROWS}")).await?;
    shown(window).await?;
    window.press(Key::Enter).await?;
    window.find(Role::Button, "Close the card").await?;
    camera.take("million-found").await?;
    window.click(Role::Button, "Close the card").await?;
    window.fill(SEARCH, "").await
}

async fn exports(camera: &Camera) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("people.csv");
    let window = &camera.window;
    window.go_to("/databases/1/users").await?;
    counted(window, ALL_ROWS).await?;
    window.click(Role::Button, "Export…").await?;
    window.tick(Role::Radio, "CSV for programs", true).await?;
    window.fill("File", path.to_str().context("Unicode")?).await?;
    camera.take("million-export").await?;
    window.click(Role::Button, "Export").await?;
    window.find(Role::Button, "Go on in the background").await?;
    window
        .wait("some rows to be written", LONG, async || {
            let words = window.words().await?;
            Ok(words.contains(&format!(" of {ALL_ROWS}")).then_some(()))
        })
        .await?;
    camera.take("million-export-under-way").await?;
    window.click(Role::Button, "Go on in the background").await?;
    window.gone(Role::Dialog, "Export users").await.ok();
    camera.take("million-export-in-the-background").await?;
    there(window, Role::Button, "Show in folder").await?;
    camera.take("million-export-done").await?;
    window.close_notices().await
}

async fn history(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.go_to("/history").await?;
    window.read_within("2 runs", LONG).await?;
    camera.take("million-history").await?;
    window.go_to("/history/run/2").await?;
    window.find(Role::Heading, "Completeness").await?;
    window.unread("Loading").await?;
    camera.take_all("million-run").await
}

async fn masked(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.go_to("/databases/1/users").await?;
    window.click(Role::Switch, "Mask personal data").await?;
    window.read_within("•••", LONG).await?;
    counted(window, ALL_ROWS).await?;
    window.click_first(Role::Cell, "•••").await?;
    window.find(Role::Button, "Close the card").await?;
    camera.take("million-masked").await?;
    window.click(Role::Button, "Close the card").await?;
    window.click(Role::Switch, "Mask personal data").await?;
    window.unread("•••").await
}

/// On half a screen.
async fn narrow(camera: &Camera) -> Result<()> {
    camera.narrow().await?;
    let window = &camera.window;
    window.go_to("/databases/1/users").await?;
    counted(window, ALL_ROWS).await?;
    shown(window).await?;
    camera.take_alone("narrow-million").await?;
    window.go_to("/directory").await?;
    counted(window, ALL_ROWS).await?;
    shown(window).await?;
    camera.take("narrow-million-directory").await?;
    camera.wide().await
}

/// Waits until it is said below the grid how many rows there are.
async fn counted(window: &Window, words: &str) -> Result<()> {
    const SAID: &str = "
        const said = [...document.querySelectorAll('main [role=status]')].map((each) => each.textContent);
        const isEnd = arguments[0].startsWith(' ');
        return said.some((each) => (isEnd ? each.endsWith(arguments[0]) : each === arguments[0]));";
    window
        .wait(&format!("the count “{words}”"), MINUTES, async || {
            let said = window.ask(SAID, vec![serde_json::json!(words)]).await?;
            Ok((said == serde_json::json!(true)).then_some(()))
        })
        .await
}

async fn there(window: &Window, role: Role, name: &str) -> Result<()> {
    window
        .wait(&format!("“{name}”"), MINUTES, async || {
            Ok(window.has(role, name).await?.then_some(()))
        })
        .await
}

async fn gone(window: &Window, role: Role, name: &str) -> Result<()> {
    window
        .wait(&format!("“{name}” to go"), MINUTES, async || {
            Ok((!window.has(role, name).await?).then_some(()))
        })
        .await
}

/// Waits until no row in sight is on its way.
async fn shown(window: &Window) -> Result<()> {
    const COMING: &str = "
        return document.querySelector('[role=grid][aria-busy], [role=gridcell]') !== null
          && document.querySelector('[role=grid][aria-busy=true], [role=grid] [role=row][aria-busy=true]') === null;";
    window
        .wait("the rows in sight to be here", LONG, async || {
            Ok((window.ask(COMING, vec![]).await? == serde_json::json!(true)).then_some(()))
        })
        .await
}
