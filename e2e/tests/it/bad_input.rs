//! What is typed wrong gets its sentence beside its field, and nothing is half-saved.

use crate::support::{answers, dataflows, folder, pool, source};
use anyhow::Result;
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::window::Window;
use poolhouse_sample_pool::Key;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_name_is_told_beside_its_field() -> Result<()> {
    let folder = folder()?;
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    CommandLine::on(folder.path())?.create("Customers", &source(&sample, &endpoint, &key), &["users"])?;
    let window = Window::open(folder.path()).await?;
    window.new_dataflow().await?;
    assert_eq!(
        window.error_beside("Name").await?,
        "",
        "nothing is wrong before the field is left"
    );
    for (name, says) in [
        ("two words", "space"),
        ("1st", "letter"),
        ("cUSTOMERS", "Customers"),
        ("../etc", "letter"),
        ("", "name"),
    ] {
        window.fill("Name", name).await?;
        window.click(Role::Button, "Next").await?;
        let error = window.find_error_beside("Name").await?;
        assert!(
            error.to_lowercase().contains(&says.to_lowercase()),
            "{name:?} is told to be wrong because of {says:?}; said was: {error}"
        );
        assert!(
            window.has(Role::Heading, "Name").await?,
            "{name:?} does not get past its step"
        );
    }
    window.fill("Name", "Members").await?;
    window.next("Connector").await?;
    window.close().await?;
    assert_eq!(dataflows(folder.path())?, ["Customers"], "nothing was half-saved");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_credentials_are_told_before_anything_is_asked() -> Result<()> {
    let folder = folder()?;
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let window = Window::open(folder.path()).await?;
    window.new_dataflow().await?;
    window.to_credentials("Members").await?;

    window.fill("User Pool ID", "my-pool").await?;
    assert!(
        window
            .find_error_beside("User Pool ID")
            .await?
            .contains("eu-west-1_"),
        "a malformed ID is told with how one looks"
    );
    window.fill("User Pool ID", sample.pool_id()).await?;
    assert_eq!(
        window.value("Region").await?,
        "eu-west-1",
        "the ID fills in the Region"
    );
    window
        .choose("Region", "us-east-1 · US East (N. Virginia)")
        .await?;
    assert!(
        window.find_error_beside("Region").await?.contains("eu-west-1"),
        "a Region that contradicts the ID is told at once"
    );
    window.choose("Region", "eu-west-1 · Europe (Ireland)").await?;

    window.open_group("Advanced").await?;
    for (address, says) in [
        ("http://example.com", "https"),
        ("https://me:word@example.com", "password"),
        ("nonsense", "https://"),
    ] {
        window.fill("Endpoint address (optional)", address).await?;
        let error = window.find_error_beside("Endpoint address (optional)").await?;
        assert!(
            error.contains(says),
            "{address} is told to be wrong because of {says}; said was: {error}"
        );
    }
    window.click(Role::Button, "Next").await?;
    assert!(
        !window.find_error_beside("Access key ID").await?.is_empty(),
        "Next tells what is still empty"
    );
    assert_eq!(
        sample.calls().total().received,
        0,
        "AWS was not asked with what cannot be right"
    );

    window
        .fill_credentials(&answers("Members", &sample, &endpoint, &key))
        .await?;
    window.next("Tables").await?;
    window.close().await?;
    assert_eq!(
        dataflows(folder.path())?,
        Vec::<String>::new(),
        "nothing was half-saved"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_table_name_is_told_beside_its_field() -> Result<()> {
    let folder = folder()?;
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let window = Window::open(folder.path()).await?;
    window
        .to_tables(&answers("Members", &sample, &endpoint, &key))
        .await?;
    window.tick(Role::Checkbox, "Import groups", true).await?;
    window.tick(Role::Checkbox, "Import users", true).await?;
    // A name that is taken is told beside one of the two.
    for name in ["groups", "GROUPS"] {
        window.fill("Table name for users", name).await?;
        window.read("Another table is already named").await?;
        refuses_to_save(&window).await?;
    }
    let long = "a".repeat(300);
    for name in [
        "sqlite_master",
        "_poolhouse_runs",
        "v1__users",
        "two words",
        &long,
        "",
    ] {
        window.fill("Table name for users", name).await?;
        let error = window.find_error_beside("Table name for users").await?;
        assert!(
            error.ends_with('.'),
            "what is wrong with a name is said in a sentence: {error}"
        );
        refuses_to_save(&window).await?;
    }
    window.tick(Role::Checkbox, "Select all", true).await?;
    window.tick(Role::Checkbox, "Select all", false).await?;
    window.click(Role::Button, "Save").await?;
    window.read("Tick at least one table.").await?;
    window.close().await?;
    assert_eq!(
        dataflows(folder.path())?,
        Vec::<String>::new(),
        "nothing was half-saved"
    );
    Ok(())
}

async fn refuses_to_save(window: &Window) -> Result<()> {
    window.click(Role::Button, "Save").await?;
    window.read("Mend the table names marked below").await?;
    assert!(
        window.has(Role::Heading, "Tables").await?,
        "a wrong name is not saved"
    );
    Ok(())
}
