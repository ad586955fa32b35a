//! A run's page, in every state.

use crate::camera::Camera;
use crate::world::World;
use anyhow::Result;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::wait::{LONG, SOON};
use serde_json::json;

/// Runs that ended, well or not.
pub(crate) async fn ended(camera: &Camera, world: &World) -> Result<()> {
    for (dataflow, status, name) in [
        ("Customers", "succeeded", "run-succeeded"),
        ("Customers", "failed", "run-failed"),
        ("Abandoned", "cancelled", "run-cancelled"),
        ("Archive", "interrupted", "run-interrupted"),
    ] {
        let run = world.run(dataflow, status)?;
        camera.window.go_to(&format!("/history/run/{run}")).await?;
        camera
            .window
            .find(Role::Heading, &format!("Run {run} of {dataflow}"))
            .await?;
        camera.window.unread("Loading").await?;
        camera.take_all(name).await?;
    }
    Ok(())
}

/// A run that is resumed, seen in the list and on its page, and then stopped as the app would.
pub(crate) async fn under_way(camera: &Camera, world: &World) -> Result<()> {
    let window = &camera.window;
    world.slow_down(true);
    window.click(Role::Link, "Imports").await?;
    window.close_notices().await?;
    window.act("Abandoned", "Run").await?;
    window.find(Role::Button, "Cancel the run of Abandoned").await?;
    window
        .wait("the time left to be known", LONG, async || {
            Ok(window.words().await?.contains(" left").then_some(()))
        })
        .await?;
    camera.take("imports-running").await?;
    window.click(Role::Link, "Running").await?;
    window.find(Role::Heading, "Progress").await?;
    window.read("AWS calls a second").await?;
    camera.take_all("run-running").await?;
    window.click(Role::Link, "Imports").await?;
    window.act("Abandoned", "Remove").await.ok();
    window
        .wait("the reason to be told", SOON, async || {
            let told = window.ask("return document.querySelector('[role=tooltip]') !== null", vec![]);
            Ok((told.await? == json!(true)).then_some(()))
        })
        .await?;
    camera.take("imports-menu-of-one-that-runs").await?;
    window.press(poolhouse_e2e::keyboard::Key::Escape).await?;
    window.click(Role::Button, "Cancel the run of Abandoned").await?;
    window.read("Abandoned was cancelled").await?;
    camera.take("imports-cancelled-notice").await
}
