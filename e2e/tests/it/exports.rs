//! An export in the real window: a path is typed, and the file is there and right.

use crate::support::{folder, pool, source};
use anyhow::{Context, Result};
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::window::Window;
use poolhouse_sample_pool::Key;
use std::fs;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_path_is_typed_and_the_file_is_there_and_right() -> Result<()> {
    let home = folder()?;
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let command_line = CommandLine::on(home.path())?;
    command_line.create("Customers", &source(&sample, &endpoint, &key), &["users"])?;
    command_line.answer(&["run", "Customers"])?;
    let out = folder()?;
    let typed = out.path().join("people.csv");
    let path = typed.to_str().context("Unicode")?;

    let window = Window::open(home.path()).await?;
    window.go_to("/databases").await?;
    window.click(Role::Button, "Export…").await?;
    window.tick(Role::Radio, "CSV for programs", true).await?;
    let nowhere = out.path().join("gone/people.csv");
    window.fill("File", nowhere.to_str().context("Unicode")?).await?;
    window.click(Role::Button, "Export").await?;
    let error = window.find_error_beside("File").await?;
    assert!(
        error.contains("is not there"),
        "what is wrong stands beside the path: {error}"
    );
    window.fill("File", path).await?;
    window.click(Role::Button, "Export").await?;
    window.read("60 rows").await?;
    window.find(Role::Button, "Show in folder").await?;

    let written = fs::read(&typed)?;
    let by_the_other_face = out.path().join("same.csv");
    let same = by_the_other_face.to_str().context("Unicode")?;
    command_line.answer(&["export", "Customers", "--table", "users", "--to", same])?;
    assert_eq!(
        String::from_utf8(written)?,
        fs::read_to_string(same)?,
        "both faces write the same file"
    );

    window.click_first(Role::Button, "Close").await?;
    window.click(Role::Button, "Export…").await?;
    window.fill("File", path).await?;
    window.click(Role::Button, "Export").await?;
    window.tick(Role::Checkbox, "Replace it", true).await?;
    window.tick(Role::Radio, "Mask", true).await?;
    window.click(Role::Button, "Export").await?;
    window.read("60 rows").await?;
    assert!(
        fs::read_to_string(&typed)?.contains("•••"),
        "it was replaced, and is masked"
    );
    let mut left: Vec<_> = fs::read_dir(out.path())?
        .map(|entry| Ok(entry?.file_name()))
        .collect::<Result<_>>()?;
    left.sort();
    assert_eq!(left, ["people.csv", "same.csv"], "nothing else is left");
    window.close().await
}
