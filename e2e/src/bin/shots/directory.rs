//! The directory: everyone, an organization, a group, somebody's card, and finding people.

use crate::camera::Camera;
use anyhow::Result;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::keyboard::Key;

/// Before anybody was imported.
pub(crate) async fn first_use(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Link, "Directory").await?;
    window.find(Role::Heading, "Nobody here yet").await?;
    camera.take_alone("directory-first-use").await
}

/// With people of several dataflows.
pub(crate) async fn normal(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Link, "Directory").await?;
    window.find(Role::Button, "Keys").await?;
    window.click_first(Role::Cell, ".").await?;
    window.find(Role::Button, "Close the card").await?;
    camera.take_alone("directory-card").await?;
    window.click(Role::Button, "Close the card").await?;
    camera.take_alone("directory-everyone").await?;
    window.click_first(Role::TreeItem, "Acme").await?;
    window.press(Key::Right).await?;
    window.press(Key::Down).await?;
    window.press(Key::Right).await?;
    window.press(Key::Down).await?;
    camera.take("directory-tree-by-keyboard").await?;
    window.press(Key::Down).await?;
    window.press(Key::Enter).await?;
    window.find(Role::Button, "Keys").await?;
    camera.take("directory-group").await?;
    window.click_first(Role::TreeItem, "No organization").await?;
    window.read("To set an organization").await?;
    camera.take("directory-no-organization").await?;
    window.fill("Search organizations and groups", "ed").await?;
    camera.take("directory-tree-searched").await?;
    window
        .type_into("Search organizations and groups", "x x x")
        .await?;
    camera.take("directory-tree-nothing-found").await?;
    window.fill("Search organizations and groups", "").await?;
    window.go_to("/directory/Acme~20Ltd/Staff/staff").await?;
    window
        .find(Role::Heading, "Who is in which group was not imported")
        .await?;
    camera.take("directory-group-not-imported").await?;
    window.go_to("/directory/Nobody").await?;
    window.find(Role::Heading, "Not in the directory now").await?;
    camera.take("directory-not-there").await?;
    window.press_with_control('k').await?;
    window.type_text("gold").await?;
    window.read(" of ").await?;
    camera.take("directory-found").await?;
    window.type_text("nothing has this").await?;
    window.find(Role::Heading, "Nothing found").await?;
    camera.take("directory-nothing-found").await?;
    window.click(Role::Button, "Clear all").await
}

/// On half a screen.
pub(crate) async fn narrow(camera: &Camera) -> Result<()> {
    camera.narrow().await?;
    let window = &camera.window;
    window.go_to("/directory").await?;
    window.find(Role::Button, "Keys").await?;
    camera.take_alone("narrow-directory").await?;
    window.click_first(Role::Cell, ".").await?;
    window.find(Role::Button, "Close the card").await?;
    camera.take("narrow-directory-card").await?;
    window.click(Role::Button, "Close the card").await?;
    camera.wide().await
}
