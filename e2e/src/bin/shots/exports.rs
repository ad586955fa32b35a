//! Handing over: the export dialog from its choices to its end, and *Open in…*.

use crate::camera::Camera;
use anyhow::{Context, Result};
use poolhouse_e2e::find::Role;
use poolhouse_e2e::keyboard::Key;

/// On a whole screen.
pub(crate) async fn normal(camera: &Camera) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("people.xlsx");
    let path = path.to_str().context("Unicode")?;
    let window = &camera.window;
    window.go_to("/databases").await?;
    window.click_first(Role::Link, "Customers").await?;
    window.click_first(Role::Link, "users").await?;
    window.click_first(Role::Button, "Open in").await?;
    window.find(Role::Tab, "Python").await?;
    camera.take("export-open-in").await?;
    window.click(Role::Tab, "Power BI").await?;
    camera.take("export-open-in-power-bi").await?;
    window.press(Key::Escape).await?;
    window.click(Role::Button, "Export…").await?;
    window.find(Role::Radio, "Parquet").await?;
    camera.take("export-rows").await?;
    window.tick(Role::Radio, "Some", true).await?;
    camera.take_all("export-columns").await?;
    window.fill("File", "/nowhere/people.xlsx").await?;
    window.click(Role::Button, "Export").await?;
    window.find_error_beside("File").await?;
    camera.take("export-no-such-folder").await?;
    window.fill("File", path).await?;
    window.click(Role::Button, "Export").await?;
    window.find(Role::Button, "Show in folder").await?;
    camera.take("export-done").await?;
    window.click_first(Role::Button, "Close").await?;
    window.click(Role::Button, "Export…").await?;
    window.find(Role::Radio, "Parquet").await?;
    window.fill("File", path).await?;
    window.click(Role::Button, "Export").await?;
    window.find(Role::Checkbox, "Replace it").await?;
    camera.take("export-replace").await?;
    window.press(Key::Escape).await?;
    window.click(Role::Button, "Export database…").await?;
    window.find(Role::Radio, "Parquet").await?;
    camera.take("export-database").await?;
    window.press(Key::Escape).await
}

/// On half a screen.
pub(crate) async fn narrow(camera: &Camera) -> Result<()> {
    camera.narrow().await?;
    let window = &camera.window;
    window.go_to("/databases").await?;
    window.click_first(Role::Link, "users").await?;
    window.click_first(Role::Button, "Open in").await?;
    window.find(Role::Tab, "Python").await?;
    camera.take("narrow-export-open-in").await?;
    window.press(Key::Escape).await?;
    window.click(Role::Button, "Export…").await?;
    window.find(Role::Radio, "Parquet").await?;
    camera.take("narrow-export-rows").await?;
    window.fill("File", "/nowhere/people.xlsx").await?;
    window.click(Role::Button, "Export").await?;
    window.find_error_beside("File").await?;
    camera.take("narrow-export-no-such-folder").await?;
    window.press(Key::Escape).await?;
    camera.wide().await
}
