//! Somebody is to be found: from any place, by keyboard, to the card and on to the database.

use crate::support::{by_another_tool, database, folder, pool, source};
use anyhow::Result;
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::keyboard::Key as Press;
use poolhouse_e2e::wait::SOON;
use poolhouse_e2e::window::Window;
use poolhouse_sample_pool::Key;
use serde_json::json;

const SEARCH: &str = "Search in all columns";

/// How the letters of the search are drawn.
const LETTERS: &str = concat!(
    "const field = document.querySelector('[aria-label=\"Search in all columns\"]');",
    "return getComputedStyle(field).webkitTextSecurity",
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_is_found_from_anywhere() -> Result<()> {
    let folder = folder()?;
    let sample = pool(250).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let command_line = CommandLine::on(folder.path())?;
    let tables = ["users", "groups", "group_members"];
    for (name, organization) in [("Shop", "Acme"), ("Staff", "")] {
        let more = ["--organization", organization];
        command_line.create_with(name, &source(&sample, &endpoint, &key), &tables, &more)?;
        command_line.answer(&["run", name])?;
    }
    let of_somebody = |column: &str| {
        let sql = format!(
            "select {column} from users where sub = (select sub from users join group_members using (sub)
             where email <> '' order by sub limit 1)"
        );
        by_another_tool(&database(folder.path(), "Shop"), &sql)
    };
    let (sub, email) = (of_somebody("sub")?, of_somebody("email")?);

    let window = Window::open(folder.path()).await?;
    window.find(Role::Link, "Shop").await?;
    window.press_with_control('k').await?;
    window.find(Role::Heading, "Directory").await?;
    window.read("500 rows").await?;
    window.focus_is_on(Role::Field, SEARCH).await?;
    window.type_text(&email).await?;
    window.read("2 of 500 rows").await?;
    window.press(Press::Enter).await?;
    window.find(Role::Button, "Close the card").await?;
    window.find(Role::Link, "Staff").await?;
    assert!(
        window.words().await?.contains(&sub),
        "the card has every attribute"
    );
    window.click(Role::Link, "Show in Shop").await?;
    window.read("1 of 250 rows").await?;

    // What was typed is still there, and the tree leads to those of one organization.
    window.click(Role::Button, "Find people").await?;
    window.read("2 of 500 rows").await?;
    window.click_first(Role::TreeItem, "Acme").await?;
    window.read("1 of 250 rows").await?;

    // While personal data is masked it is dots, though a shortcut leads to it, until something else is typed.
    assert_eq!(window.ask(LETTERS, vec![]).await?, json!("none"));
    window.click(Role::Switch, "Mask personal data").await?;
    window.press_with_control('k').await?;
    window.focus_is_on(Role::Field, SEARCH).await?;
    assert_eq!(window.value(SEARCH).await?, email);
    assert_eq!(window.ask(LETTERS, vec![]).await?, json!("disc"));
    window.type_text("nobody").await?;
    window
        .wait("what is typed to be seen", SOON, async || {
            Ok((window.ask(LETTERS, vec![]).await? == json!("none")).then_some(()))
        })
        .await?;
    window.close().await
}
