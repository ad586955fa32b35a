//! The places, at first use, with data in them, and narrow.

use crate::camera::Camera;
use crate::world::World;
use anyhow::Result;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::keyboard::Key;

/// Before anything was done.
pub(crate) async fn first_use(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    for (place, heading, name) in [
        ("Imports", "No dataflows yet", "imports-first-use"),
        ("Databases", "No databases yet", "databases-first-use"),
        ("Run history", "No runs yet", "history-first-use"),
    ] {
        window.click(Role::Link, place).await?;
        window.find(Role::Heading, heading).await?;
        camera.take_alone(name).await?;
    }
    Ok(())
}

/// With dataflows of every status.
pub(crate) async fn normal(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Link, "Imports").await?;
    window.find(Role::Link, "Customers").await?;
    camera.take_alone("imports-normal").await?;
    window.click(Role::Field, "Group by").await?;
    camera.take("imports-group-by").await?;
    window.click(Role::Option, "Organization").await?;
    camera.take("imports-grouped").await?;
    window.click(Role::Field, "Group by").await?;
    window.click(Role::Option, "None").await?;
    window.type_into("Search dataflows", "nothing has this").await?;
    window.find(Role::Heading, "No dataflow matches").await?;
    camera.take("imports-nothing-found").await?;
    window.click(Role::Button, "Show all").await?;
    window.click(Role::Button, "Actions of Customers").await?;
    window.find(Role::MenuItem, "Remove").await?;
    camera.take("imports-menu").await?;
    window.press(Key::Escape).await?;
    window.click(Role::Button, "Actions of Partners").await?;
    window.find(Role::MenuItem, "Remove").await?;
    camera.take("imports-menu-of-one-without-versions").await?;
    window.press(Key::Escape).await?;

    window.click(Role::Link, "Run history").await?;
    window.find(Role::Heading, "Run history").await?;
    window.read("Published").await?;
    camera.take_all("history-normal").await?;
    window.type_into("Search in descriptions", "may not do").await?;
    window.unread("Published").await?;
    camera.take("history-searched").await?;
    window.fill("Search in descriptions", "nothing has this").await?;
    window.find(Role::Heading, "No run matches").await?;
    camera.take("history-nothing-found").await?;
    window.click(Role::Button, "Clear filters").await?;
    window.read("Published").await?;
    guide_and_settings(camera).await
}

async fn guide_and_settings(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Link, "Setup guide").await?;
    for (topic, name) in [
        ("Find the User Pool ID", "guide-user-pool-id"),
        ("Find the Identity Pool ID", "guide-identity-pool"),
        ("Find the Region", "guide-region"),
        ("Create an access key", "guide-access-key"),
        ("The least policy", "guide-policy"),
        ("What each table holds", "guide-tables"),
        ("What it costs in calls", "guide-calls"),
        ("Is the import complete?", "guide-complete"),
        ("When columns change", "guide-columns"),
        ("Proxy and certificates", "guide-network"),
    ] {
        window.click(Role::Link, topic).await?;
        window.find(Role::Heading, topic).await?;
        camera.take_all(name).await?;
    }
    window.click(Role::Link, "Settings").await?;
    window.find(Role::Heading, "Appearance").await?;
    window.read("Data folder").await.ok();
    camera.take_all("settings").await?;
    window.click(Role::Button, "Show the report").await?;
    window.find(Role::Button, "Copy the report").await?;
    camera.take("settings-report").await?;
    window.click(Role::Button, "Close").await?;
    window.fill("Proxy", "proxy.example.com:8080").await?;
    window
        .fill("Certificate authorities", "/no/such/authorities.pem")
        .await?;
    window.type_into("Without the proxy", "localhost").await?;
    window.press(Key::Enter).await?;
    window.find_error_beside("Certificate authorities").await?;
    camera.take("settings-network-missing-file").await?;
    window.fill("Certificate authorities", "").await?;
    window.type_into("Without the proxy", ", intranet").await?;
    window.press(Key::Enter).await?;
    window.find_error_beside("Proxy").await?;
    camera.take("settings-network-error").await?;
    window.click(Role::Button, "Undo").await?;
    window.go_to("/nowhere").await?;
    window.find(Role::Heading, "There is nothing here").await?;
    camera.take("no-such-place").await
}

/// A history of four years.
pub(crate) async fn long_history(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Link, "Run history").await?;
    window.read("100,0").await?;
    camera.take_alone("history-long").await?;
    window.click(Role::Button, "Show as a table").await?;
    window.read("Longest run").await?;
    camera.take("history-long-as-table").await?;
    window.click(Role::Button, "Show as a chart").await?;
    window.pick("Started", "Between two days").await?;
    window.fill("First day", "2026-03-01").await?;
    window.fill("Last day", "2026-03-31").await?;
    window.read("by day").await?;
    camera.take("history-long-between-days").await?;
    window
        .click(Role::Button, "First day: choose from a calendar")
        .await?;
    window.find(Role::Dialog, "First day").await?;
    camera.take("history-calendar").await?;
    window.press(Key::Escape).await?;
    window.fill("Last day", "2026-02-01").await?;
    window.find(Role::Heading, "A filter needs another look").await?;
    camera.take("history-bad-day").await?;
    window.click(Role::Button, "Clear filters").await?;
    window.read("100,0").await?;
    camera.narrow().await?;
    camera.take("narrow-history-long").await?;
    window.pick("Started", "Between two days").await?;
    window
        .click(Role::Button, "Last day: choose from a calendar")
        .await?;
    window.find(Role::Dialog, "Last day").await?;
    camera.take("narrow-history-calendar").await?;
    window.press(Key::Escape).await?;
    camera.wide().await
}

/// The main places on half a screen.
pub(crate) async fn narrow(camera: &Camera, world: &World) -> Result<()> {
    camera.narrow().await?;
    let window = &camera.window;
    for (address, heading, name) in [
        ("/imports", "Imports", "narrow-imports"),
        ("/databases", "Databases", "narrow-databases"),
        ("/history", "Run history", "narrow-history"),
        ("/guide", "Setup guide", "narrow-guide"),
        ("/settings", "Settings", "narrow-settings"),
    ] {
        window.go_to(address).await?;
        window.find(Role::Heading, heading).await?;
        camera.take_alone(name).await?;
    }
    window.go_to("/history/run/2").await?;
    window.find(Role::Heading, "Run 2 of Customers").await?;
    window.find(Role::Heading, "Completeness").await?;
    camera.take_all("narrow-run").await?;
    window.go_to("/imports").await?;
    window.act("Customers", "Rollback").await?;
    window.click_first(Role::Radio, "(run 3)").await?;
    window.read("Rows then").await?;
    camera.take("narrow-dialog-rollback").await?;
    window.click(Role::Button, "Close").await?;
    window.new_dataflow_anew().await?;
    camera.take("narrow-wizard-name").await?;
    window.to_credentials("Narrow").await?;
    window.find(Role::Heading, "Find the User Pool ID").await?;
    camera.take_all("narrow-wizard-credentials").await?;
    window.fill_credentials(&world.reader_answers()).await?;
    window.next("Tables").await?;
    window.read("Show the policy").await?;
    camera.take_all("narrow-wizard-tables").await?;
    window.click(Role::Button, "Close").await?;
    camera.wide().await
}
