//! The main job, from first use to removal, with the mouse.

use crate::support::{by_another_tool, database, dataflows, folder, keychain_entries};
use anyhow::Result;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::wait::LONG;
use poolhouse_e2e::window::Window;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_first_use_to_removal() -> Result<()> {
    // The session's keychain is shared with the tests before this one.
    let entries = keychain_entries()?;
    let folder = folder()?;
    let window = Window::open(folder.path()).await?;
    first_use(&window).await?;
    through_the_wizard(&window).await?;
    window.save_run_and_succeed("SampleData").await?;
    assert!(
        window.has(Role::Link, "Succeeded").await?,
        "the list says how the run ended"
    );
    look_at_the_tables(&window).await?;
    let users = by_another_tool(
        &database(folder.path(), "SampleData"),
        "select count(*) from users",
    )?;
    assert_eq!(users, "250", "another tool reads all the sample's users");
    run_again(&window).await?;
    roll_back(&window).await?;
    remove(&window).await?;
    assert!(
        !database(folder.path(), "SampleData").exists(),
        "Remove deletes the database's file"
    );
    window.close().await?;
    assert_eq!(
        dataflows(folder.path())?,
        Vec::<String>::new(),
        "Remove deletes the dataflow"
    );
    assert_eq!(keychain_entries()?, entries, "the sample never had a secret");
    Ok(())
}

async fn first_use(window: &Window) -> Result<()> {
    window.find(Role::Heading, "No dataflows yet").await?;
    assert_eq!(
        window.title().await?,
        "Poolhouse – Imports",
        "the title names the place"
    );
    window.click(Role::Link, "Databases").await?;
    window.find(Role::Heading, "No databases yet").await?;
    window.click(Role::Link, "Run history").await?;
    window.find(Role::Heading, "No runs yet").await?;
    window.click(Role::Link, "Imports").await?;
    window.click(Role::Link, "Try it with sample data").await
}

async fn through_the_wizard(window: &Window) -> Result<()> {
    window.find(Role::Heading, "Name").await?;
    assert_eq!(
        window.value("Name").await?,
        "SampleData",
        "the sample brings its name"
    );
    window.next("Connector").await?;
    window.find(Role::Radio, "Sample pool").await?;
    window.next("Details").await?;
    window
        .fill("Display name (optional)", "People of the sample")
        .await?;
    window.fill("Organization (optional)", "Sample Ltd").await?;
    window.next("Credentials").await?;
    window.click(Role::Button, "Connect").await?;
    window.read("Connected to").await?;
    // Back loses nothing.
    window.click(Role::Button, "Back").await?;
    assert_eq!(
        window.value("Display name (optional)").await?,
        "People of the sample",
        "Back keeps what was typed"
    );
    window.next("Credentials").await?;
    window.next("Tables").await?;
    window.find(Role::Checkbox, "Import users").await?;
    window
        .tick(Role::Checkbox, "Import user_attributes", false)
        .await?;
    assert_eq!(
        window.value("Table name for users").await?,
        "users",
        "a table keeps its name at first"
    );
    Ok(())
}

async fn look_at_the_tables(window: &Window) -> Result<()> {
    window.click(Role::Link, "Databases").await?;
    window.click_first(Role::Cell, ".").await?;
    window.read("of 250").await?;
    window.click(Role::Button, "Close the card").await?;
    for table in [
        "groups",
        "group_members",
        "user_pool",
        "schema_attributes",
        "app_clients",
    ] {
        assert!(
            window.words().await?.contains(table),
            "the table {table} is listed"
        );
    }
    assert!(
        !window.words().await?.contains("user_attributes"),
        "what was not ticked is not imported"
    );
    Ok(())
}

async fn run_again(window: &Window) -> Result<()> {
    window.click(Role::Link, "Run history").await?;
    window.read("Published").await?;
    window.click(Role::Link, "Imports").await?;
    window.close_notices().await?;
    window.act("SampleData", "Run").await?;
    window.read_within("SampleData succeeded", LONG).await?;
    window.act("SampleData", "Run history").await?;
    window.find(Role::Heading, "Run history of SampleData").await?;
    window.read("2 runs").await?;
    Ok(())
}

async fn roll_back(window: &Window) -> Result<()> {
    window.click(Role::Link, "Imports").await?;
    window.act("SampleData", "Rollback").await?;
    window.find(Role::Dialog, "Rollback of SampleData").await?;
    window.click_first(Role::Radio, "run 1").await?;
    window
        .read("nothing is deleted, and this rollback can itself be rolled back")
        .await?;
    window.read("Rows then").await?;
    window.click(Role::Button, "Roll back").await?;
    window.read("SampleData was rolled back").await?;
    window.click(Role::Link, "Run history").await?;
    window.read("Rolled back to what run 1 published.").await
}

async fn remove(window: &Window) -> Result<()> {
    window.click(Role::Link, "Imports").await?;
    window.act("SampleData", "Remove").await?;
    window.find(Role::Dialog, "Remove SampleData?").await?;
    window
        .read("This deletes the dataflow SampleData and its database")
        .await?;
    window.click(Role::Button, "Delete").await?;
    window.find(Role::Heading, "No dataflows yet").await?;
    window.click(Role::Link, "Databases").await?;
    window.find(Role::Heading, "No databases yet").await?;
    window.click(Role::Link, "Run history").await?;
    window.find(Role::Heading, "No runs yet").await?;
    Ok(())
}
