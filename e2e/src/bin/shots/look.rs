//! Looking closer: profiles, ready questions, a row's history, two versions compared.

use crate::camera::Camera;
use crate::world::World;
use anyhow::Result;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::keyboard::Key;

const PRESS_NUMBERS: &str = "
    document.querySelector('aside details summary').click();
    document.querySelector('aside').scrollTo(0, 260);";

/// With rows in it.
pub(crate) async fn closer(camera: &Camera, world: &World) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Link, "Databases").await?;
    window.click_first(Role::Link, "Customers").await?;
    window.click_first(Role::Link, "users").await?;
    profiles(camera).await?;
    questions(camera).await?;
    compared(camera).await?;
    let newest = world.run("Customers", "succeeded")?;
    window.go_to(&format!("/history/run/{newest}")).await?;
    window.find(Role::Link, "Compare with the version before").await?;
    // The sixth and before are all of Customers.
    window.go_to("/history/run/4").await?;
    window.find(Role::Link, "Compare with now").await?;
    camera.take_alone("look-from-a-run").await
}

async fn profiles(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Button, "Profile").await?;
    window.gone(Role::Button, "Cancel").await?;
    camera.take_alone("look-profile-table").await?;
    window.click(Role::Button, "status").await?;
    window.find(Role::Heading, "Most frequent").await?;
    camera.take("look-profile-text").await?;
    window.click(Role::Button, "All columns").await?;
    window.click(Role::Button, "created_at").await?;
    window.find(Role::Heading, "Spread").await?;
    camera.take("look-profile-dates").await?;
    window.ask(PRESS_NUMBERS, vec![]).await?;
    camera.take("look-profile-numbers").await?;
    window.click(Role::Button, "All columns").await?;
    window.click(Role::Button, "name").await?;
    window.find(Role::Heading, "Most frequent").await?;
    camera.take("look-profile-names").await?;
    window.click(Role::Button, "Close the profile").await
}

async fn questions(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Button, "Questions").await?;
    window.find(Role::MenuItem, "Not confirmed").await.ok();
    camera.take("look-questions-menu").await?;
    window.click_first(Role::MenuItem, "no group").await?;
    window.find(Role::Button, "Clear all").await?;
    camera.take("look-question-asked").await?;
    window.click_first(Role::Button, "is not in").await?;
    window.find(Role::Dialog, "Change the filter").await?;
    camera.take("look-question-editor").await?;
    window.press(Key::Escape).await?;
    window.click(Role::Button, "Clear all").await
}

async fn compared(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Link, "Compare…").await?;
    window.read("Rows added").await?;
    camera.take("look-compare").await?;
    window.click_first(Role::Button, "Cells changed").await?;
    window.click_first(Role::Cell, "Changed").await?;
    window.click(Role::Tab, "History").await?;
    window.read("This history stays").await?;
    camera.take("look-compare-card-history").await?;
    window.click(Role::Button, "Close the card").await?;
    window.click(Role::Field, "From").await?;
    window.find(Role::Option, "Now").await.ok();
    camera.take("look-compare-versions").await?;
    window.click_first(Role::Option, "Run 1 ").await?;
    window.read("no longer kept").await?;
    camera.take("look-compare-pruned").await?;
    window.go_to("/databases/1/groups/compare").await?;
    window.find(Role::Heading, "Nothing changed").await?;
    camera.take("look-compare-nothing").await
}

/// On half a screen.
pub(crate) async fn narrow(camera: &Camera) -> Result<()> {
    camera.narrow().await?;
    let window = &camera.window;
    window.go_to("/databases/1/users/compare").await?;
    window.read("Rows added").await?;
    camera.take_alone("narrow-look-compare").await?;
    window.go_to("/databases/1/users").await?;
    window.click(Role::Button, "Profile").await?;
    window.click(Role::Button, "status").await?;
    window.find(Role::Heading, "Most frequent").await?;
    camera.take("narrow-look-profile").await?;
    camera.wide().await
}
