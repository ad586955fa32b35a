//! Years of runs: found again, and gone back over, in the real window.

use crate::support::{by_another_tool, database, folder, pool, source};
use anyhow::Result;
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::window::Window;
use poolhouse_sample_pool::Key;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rollback_shows_what_it_will_change_and_changes_that_alone() -> Result<()> {
    let folder = folder()?;
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let command_line = CommandLine::on(folder.path())?;
    command_line.create("Members", &source(&sample, &endpoint, &key), &["users", "groups"])?;
    command_line.answer(&["run", "Members"])?;
    sample.control().set_attribute(3, "custom:tier", Some("changed"));
    sample.control().delete_user(5);
    sample.control().add_users(2);
    command_line.answer(&["run", "Members"])?;

    let window = Window::open(folder.path()).await?;
    window.act("Members", "Rollback").await?;
    window.click_first(Role::Radio, "(run 1)").await?;
    window.pick("Tables", "users alone").await?;
    window
        .read("The table users will show what run 1 published")
        .await?;
    window.unread("Comparing").await?;
    let row = "return [...document.querySelectorAll('[role=dialog] tbody tr')].map((row) => row.innerText.split(/\\s+/).join(' '))";
    let row = window.ask(row, vec![]).await?;
    // One that went comes back, one changes, the two that came go.
    assert_eq!(row, serde_json::json!(["users 61 60 1 1 2"]), "before it is done");
    window.click(Role::Button, "Roll back").await?;
    window.read("Members was rolled back").await?;
    let users = by_another_tool(&database(folder.path(), "Members"), "select count(*) from users")?;
    assert_eq!(users, "60");

    window.act("Members", "Run history").await?;
    window.read("Rolled users back to what run 1 published.").await?;
    window.click_first(Role::Link, "Run 3 of Members").await?;
    window.find(Role::Heading, "What changed").await?;
    window.pick("What", "Rows removed (2)").await?;
    window.read("2 changes shown").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_of_years_ago_is_found_by_its_day_its_status_and_its_words() -> Result<()> {
    let folder = folder()?;
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let command_line = CommandLine::on(folder.path())?;
    for name in ["Members", "Others"] {
        command_line.create(name, &source(&sample, &endpoint, &key), &["users", "groups"])?;
    }
    CommandLine::write_long_history(folder.path(), 20_000)?;
    // Nothing of this is asked of anybody but this computer.
    drop(sample);

    let window = Window::open(folder.path()).await?;
    window.click(Role::Link, "Run history").await?;
    window.read("20,000 runs").await?;
    window.read("by month").await?;
    window.pick("Started", "Between two days").await?;
    window.fill("First day", "2023-05-02").await?;
    window.fill("Last day", "2023-05-01").await?;
    let beside = window.find_error_beside("Last day").await?;
    assert!(beside.contains("Swap the two"), "{beside}");
    window.fill("Last day", "2023-05-04").await?;
    window.read("41 runs found").await?;
    window.pick("Status", "Failed").await?;
    window
        .fill(
            "Search in descriptions",
            "allow cognito-idp:ListGroups, or untick \"groups\"",
        )
        .await?;
    window.read("2 runs found").await?;
    window.reload().await?;
    window.read("2 runs found").await?;
    window.fill("Search in descriptions", "100%").await?;
    window.find(Role::Heading, "No run matches").await?;
    window.click(Role::Button, "Clear filters").await?;
    window.read("20,000 runs").await?;
    window.close().await
}
