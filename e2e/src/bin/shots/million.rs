//! A table of a million people: its first and last rows, and a search. Taken only when asked for, as it takes minutes:
//! `cargo xtask shots million`.

use crate::camera::Camera;
use anyhow::Result;
use poolhouse_e2e::command_line::{CommandLine, PoolKind, Source};
use poolhouse_e2e::find::Role;
use poolhouse_e2e::keyboard::Key;
use poolhouse_e2e::wait::LONG;
use poolhouse_sample_pool::{Key as Credentials, Options, SamplePool, ShortPages};
use std::path::Path;
use tempfile::TempDir;

const PEOPLE: u64 = 1_000_000;

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

pub(crate) async fn all(data: &Path, folder: &Path, names: &[String], theme: &str) -> Result<()> {
    let camera = Camera::open(data, folder, names, theme).await?;
    let window = &camera.window;
    window.go_to("/databases/1/users").await?;
    window.read_within("1,000,900 rows", LONG).await?;
    camera.take_alone("million-first").await?;
    window.click_first(Role::Cell, ".").await?;
    window.press_with_control(Key::End.into()).await?;
    camera.take("million-last").await?;
    window.press(Key::Escape).await?;
    window.fill("Search in all columns", "platinum").await?;
    window.read_within(" of 1,000,900 rows", LONG).await?;
    camera.take("million-searched").await?;
    camera.close().await
}
