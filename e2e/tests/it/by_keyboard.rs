//! The main job by keyboard alone, with a focus that can be seen at every stop.

use crate::support::{dataflows, folder};
use anyhow::Result;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::keyboard::Key;
use poolhouse_e2e::wait::LONG;
use poolhouse_e2e::window::Window;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_main_job_by_keyboard_alone() -> Result<()> {
    let folder = folder()?;
    let window = Window::open(folder.path()).await?;
    window.tab_to(Role::Link, "Try it with sample data").await?;
    window.press(Key::Enter).await?;
    through_the_wizard(&window).await?;
    window.read_within("SampleData succeeded", LONG).await?;
    look_around(&window).await?;
    // What was said of the first run must not be taken for what is said of the second.
    window.unread("SampleData succeeded").await?;
    choose(&window, "Run").await?;
    window.read_within("SampleData succeeded", LONG).await?;
    roll_back(&window).await?;
    remove(&window).await?;
    window.close().await?;
    assert_eq!(dataflows(folder.path())?, Vec::<String>::new(), "nothing is left");
    Ok(())
}

async fn through_the_wizard(window: &Window) -> Result<()> {
    window.focus_is_on(Role::Field, "Name").await?;
    // Enter means Next.
    window.press(Key::Enter).await?;
    window.focus_is_on(Role::Field, "Search connectors").await?;
    // From the search to the cards, and among them.
    window.press(Key::Down).await?;
    window.focus_is_on(Role::Radio, "Sample pool").await?;
    window.press(Key::Up).await?;
    window
        .focus_is_on(Role::Radio, "AWS Cognito identity pool")
        .await?;
    window.press(Key::Down).await?;
    window.focus_is_on(Role::Radio, "Sample pool").await?;
    window.press(Key::Enter).await?;
    window.focus_is_on(Role::Field, "Display name (optional)").await?;
    window.type_text("By keyboard").await?;
    window.press(Key::Enter).await?;
    window.find(Role::Heading, "Credentials").await?;
    window.tab_to(Role::Button, "Connect").await?;
    window.press(Key::Enter).await?;
    window.read("Connected to").await?;
    window.tab_to(Role::Button, "Next").await?;
    window.press(Key::Enter).await?;
    window.find(Role::Heading, "Tables").await?;
    // The arrow keys go from tick to tick, so that many tables are few keys.
    window.tab_to(Role::Checkbox, "Import users").await?;
    window
        .arrow_to(Key::Down, Role::Checkbox, "Import user_attributes")
        .await?;
    window.press(Key::Space).await?;
    window.tab_to(Role::Button, "Save and run").await?;
    window.press(Key::Enter).await
}

async fn look_around(window: &Window) -> Result<()> {
    for (link, heading) in [
        ("Databases", "Databases"),
        ("Run history", "Run history"),
        ("Setup guide", "Setup guide"),
        ("Settings", "Settings"),
        ("Imports", "Imports"),
    ] {
        window.tab_to(Role::Link, link).await?;
        window.press(Key::Enter).await?;
        window.find(Role::Heading, heading).await?;
    }
    Ok(())
}

/// Opens the ⋯ and chooses by the arrow keys.
async fn choose(window: &Window, action: &str) -> Result<()> {
    window.tab_to(Role::Button, "Actions of SampleData").await?;
    window.press(Key::Enter).await?;
    window.find(Role::MenuItem, action).await?;
    window.arrow_to(Key::Down, Role::MenuItem, action).await?;
    window.press(Key::Enter).await
}

async fn roll_back(window: &Window) -> Result<()> {
    choose(window, "Rollback").await?;
    window.focus_is_on(Role::Button, "Close").await?;
    // Escape changes nothing, and gives the focus back.
    window.press(Key::Escape).await?;
    window.gone(Role::Dialog, "Rollback of SampleData").await?;
    window.focus_is_on(Role::Button, "Actions of SampleData").await?;
    choose(window, "Rollback").await?;
    window.focus_is_on(Role::Button, "Close").await?;
    window.tab_to_first(Role::Radio, "(run 1)").await?;
    window.press(Key::Space).await?;
    window.read("Rows then").await?;
    window.tab_to(Role::Button, "Roll back").await?;
    window.press(Key::Enter).await?;
    window.read("SampleData was rolled back").await
}

async fn remove(window: &Window) -> Result<()> {
    choose(window, "Remove").await?;
    window.find(Role::Dialog, "Remove SampleData?").await?;
    window.focus_is_on(Role::Button, "Close").await?;
    window.tab_to(Role::Button, "Delete").await?;
    window.press(Key::Enter).await?;
    window.find(Role::Heading, "No dataflows yet").await?;
    Ok(())
}
