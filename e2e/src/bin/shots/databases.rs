//! The grid of Databases: sorted, filtered, laid out, of an older version, and a row's card.

use crate::camera::Camera;
use anyhow::Result;
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::keyboard::Key;

const SEARCH: &str = "Search in all columns";

/// With rows in it.
pub(crate) async fn normal(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Link, "Databases").await?;
    window.click_first(Role::Link, "Customers").await?;
    window.click_first(Role::Link, "users").await?;
    window.click_first(Role::Cell, ".").await?;
    window.find(Role::Button, "Close the card").await?;
    camera.take_alone("databases-card").await?;
    window.click(Role::Button, "Close the card").await?;
    camera.take("databases-normal").await?;
    personal(camera).await?;
    sorted_and_filtered(camera).await?;
    wrong_and_not_found(camera).await?;
    laid_out(camera).await?;
    as_of_a_run(camera).await?;
    window.click_first(Role::Link, "user_attributes").await?;
    window.find(Role::Button, "Keys").await?;
    camera.take("databases-attributes").await?;
    window.click_first(Role::Link, "Newsletter").await?;
    window.read("Newsletter.db").await?;
    camera.take("databases-privacy-metadata").await?;
    unfinished(camera).await
}

/// Somebody was forgotten, and the file could not be written anew at once.
async fn unfinished(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    CommandLine::leave_unfinished(window.folder(), "Staff")?;
    window.reload().await?;
    window.go_to("/databases").await?;
    window.click_first(Role::Link, "Staff").await?;
    window.find(Role::Button, "Finish forgetting").await?;
    camera.take("databases-rewrite").await?;
    camera.narrow().await?;
    camera.take("narrow-databases-rewrite").await?;
    camera.wide().await?;
    window.click(Role::Button, "Finish forgetting").await?;
    window.read("Nothing of them is left").await?;
    window.gone(Role::Button, "Finish forgetting").await?;
    camera.take("databases-rewritten").await?;
    window.close_notices().await
}

/// Masked, said and forgotten.
async fn personal(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Switch, "Mask personal data").await?;
    window.read("•••").await?;
    camera.take("databases-masked").await?;
    window.click(Role::Button, "Menu of column username").await?;
    window.click(Role::MenuItem, "What it holds…").await?;
    window.read("As found").await?;
    camera.take("databases-class").await?;
    window.click(Role::Button, "Keep as it is").await?;
    window.gone(Role::Dialog, "Say what this column holds").await?;
    window.click_first(Role::Cell, "•••").await?;
    window.find(Role::Button, "Close the card").await?;
    camera.take_alone("databases-masked-card").await?;
    forget(camera, "databases-forget").await?;
    window.click(Role::Button, "Close the card").await?;
    window.click(Role::Switch, "Mask personal data").await
}

/// Asked of the card that is open, and left.
async fn forget(camera: &Camera, name: &str) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Button, "Forget this person…").await?;
    window.read("Not touched").await?;
    camera.take(name).await?;
    window.click(Role::Button, "Keep as it is").await?;
    window.gone(Role::Dialog, "Forget this person?").await
}

async fn sorted_and_filtered(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click_first(Role::ColumnHeader, "username").await?;
    window.click_first(Role::ColumnHeader, "username").await?;
    window.click(Role::Button, "Filter").await?;
    window.find(Role::Dialog, "New filter").await?;
    camera.take("databases-filter-editor").await?;
    window.type_into("Text", "a").await?;
    window.press(Key::Enter).await?;
    window.gone(Role::Dialog, "New filter").await?;
    camera.take("databases-sorted-and-filtered").await?;
    window.click(Role::Button, "Menu of column username").await?;
    window.find(Role::MenuItem, "Hide").await?;
    camera.take("databases-column-menu").await?;
    window.press(Key::Escape).await?;
    window.click(Role::Button, "Keys").await?;
    window.find(Role::Dialog, "Keys").await?;
    camera.take("databases-keys").await?;
    window.press(Key::Escape).await?;
    window.click(Role::Button, "Clear all").await?;
    by_choice(camera).await
}

/// Days from a calendar, and yes or no.
async fn by_choice(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Button, "Filter").await?;
    window.pick("Column", "created_at").await?;
    window.fill("First day", "2019-01-01").await?;
    window.fill("Last day", "2019-06-30").await?;
    window
        .click(Role::Button, "Last day: choose from a calendar")
        .await?;
    window.find(Role::Dialog, "Last day").await?;
    camera.take("databases-filter-days").await?;
    window.press(Key::Escape).await?;
    window.click(Role::Button, "Add filter").await?;
    window.gone(Role::Dialog, "New filter").await?;
    window.click(Role::Button, "Filter").await?;
    window.pick("Column", "enabled").await?;
    window.tick(Role::Radio, "no", true).await?;
    camera.take("databases-filter-yes-no").await?;
    window.click(Role::Button, "Add filter").await?;
    window.gone(Role::Dialog, "New filter").await?;
    window.find(Role::Button, "enabled is no").await?;
    camera.take("databases-filtered-by-choice").await?;
    window.click(Role::Button, "Clear all").await
}

async fn wrong_and_not_found(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.type_into(SEARCH, "nothing has this").await?;
    window.find(Role::Heading, "Nothing found").await?;
    camera.take("databases-nothing-found").await?;
    window.click(Role::Button, "Clear all").await?;
    window.click(Role::Button, "Filter").await?;
    window.click(Role::Field, "Condition").await?;
    window.click(Role::Option, "matches a regular expression").await?;
    window.type_into("Regular expression", "(@example").await?;
    window.press(Key::Enter).await?;
    window.find(Role::Heading, "A filter needs another look").await?;
    camera.take("databases-bad-expression").await?;
    window.click_first(Role::Button, "username matches").await?;
    window.find(Role::Dialog, "Change the filter").await?;
    camera.take("databases-bad-expression-editor").await?;
    window.press(Key::Escape).await?;
    window.click_first(Role::Button, "Clear all").await
}

async fn laid_out(camera: &Camera) -> Result<()> {
    const RIGHT: &str = "
        const box = document.querySelector('[role=grid]').parentElement;
        box.scrollLeft = 1300;";
    let window = &camera.window;
    window.click_first(Role::Cell, ".").await?;
    window.press(Key::Escape).await?;
    window.click(Role::Button, "Columns").await?;
    window.find(Role::Dialog, "Columns").await?;
    window.click(Role::Button, "Freeze username at the left").await?;
    window.tick(Role::Checkbox, "sub", false).await?;
    camera.take("databases-columns").await?;
    window.press(Key::Escape).await?;
    window.gone(Role::Dialog, "Columns").await?;
    window.ask(RIGHT, vec![]).await?;
    camera.take("databases-frozen-to-the-right").await?;
    window.click_first(Role::Cell, "NULL").await?;
    window.find(Role::Button, "Close the card").await?;
    camera.take("databases-card-to-the-right").await?;
    window.click(Role::Button, "Close the card").await?;
    window.click_first(Role::Button, "Columns").await?;
    window.click(Role::Button, "Reset the layout").await?;
    window.gone(Role::Dialog, "Columns").await
}

async fn as_of_a_run(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Field, "Version").await?;
    window.find(Role::Option, "Now").await?;
    camera.take("databases-versions").await?;
    window.click_first(Role::Option, "Run 3").await?;
    window.read("Not now").await?;
    camera.take("databases-not-now").await?;
    open_in(camera, "databases-not-now-open-in").await?;
    window.click(Role::Button, "Show now").await
}

/// Of an older version: the lines read what is now.
async fn open_in(camera: &Camera, name: &str) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Button, "Open in…").await?;
    window.find(Role::Tab, "DuckDB").await?;
    camera.take(name).await?;
    window.click(Role::Button, "Close").await?;
    window.gone(Role::Dialog, "in…").await
}

/// On half a screen.
pub(crate) async fn narrow(camera: &Camera) -> Result<()> {
    camera.narrow().await?;
    let window = &camera.window;
    window.go_to("/databases").await?;
    window.click_first(Role::Link, "users").await?;
    window.click_first(Role::Cell, ".").await?;
    window.find(Role::Button, "Close the card").await?;
    camera.take_alone("narrow-databases-card").await?;
    forget(camera, "narrow-databases-forget").await?;
    window.click(Role::Button, "Close the card").await?;
    window.click(Role::Button, "Filter").await?;
    window.find(Role::Dialog, "New filter").await?;
    camera.take("narrow-databases-filter").await?;
    window.press(Key::Escape).await?;
    window.go_to("/databases/1/users?version=3").await?;
    window.read("Not now").await?;
    camera.take("narrow-databases-not-now").await?;
    open_in(camera, "narrow-databases-not-now-open-in").await?;
    window.click(Role::Button, "Show now").await?;
    camera.wide().await
}
