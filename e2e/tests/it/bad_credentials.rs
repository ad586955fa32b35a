//! What AWS refuses, or who answers in its place: each cause in its own words at *Connect*, with
//! what to do, and nothing half-saved.

use crate::support::{answers, dataflows, folder, pool};
use anyhow::Result;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::window::{Window, free_port};
use poolhouse_e2e::wizard::Answers;
use poolhouse_sample_pool::{Allowed, Fault, FaultKind, Key, Options, SamplePool};

/// Presses Connect and reads what is said; the wizard must not get past its step.
async fn connect_says(window: &Window, happened: &str, to_do: &str) -> Result<()> {
    window.connect().await?;
    window.read(happened).await?;
    window.read(to_do).await?;
    let words = window.words().await?;
    for machine in [
        "panicked",
        "Exception {",
        "stack backtrace",
        "undefined",
        "[object",
    ] {
        assert!(
            !words.contains(machine),
            "no person is shown {machine:?}:\n{words}"
        );
    }
    window.click(Role::Button, "Next").await?;
    window.find(Role::Heading, "Credentials").await?;
    assert!(
        !window.has(Role::Heading, "Tables").await?,
        "what cannot be read is not gone on with"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_keys_are_told_with_their_cause_and_fix() -> Result<()> {
    let folder = folder()?;
    let sample = pool(60).await?;
    let endpoint = sample.endpoint();
    let full = Key::full();
    let right = answers("Members", &sample, &endpoint, &full);
    let window = Window::open(folder.path()).await?;
    window.new_dataflow().await?;
    window.to_credentials("Members").await?;

    window
        .fill_credentials(&Answers {
            key_id: "AKIANOBODYKNOWSTHIS1",
            ..right.clone()
        })
        .await?;
    connect_says(&window, "AWS does not know this access key ID.", "Copy it again").await?;

    window
        .fill_credentials(&Answers {
            secret: "this/is/not/the/secret/of/that/key/00000",
            ..right.clone()
        })
        .await?;
    connect_says(
        &window,
        "does not belong to this access key ID",
        "Copy both again",
    )
    .await?;

    window
        .fill_credentials(&Answers {
            pool_id: "eu-west-1_NoSuchPool",
            ..right.clone()
        })
        .await?;
    connect_says(
        &window,
        "There is no user pool eu-west-1_NoSuchPool in eu-west-1",
        "Check the User Pool ID",
    )
    .await?;

    window.fill_credentials(&right).await?;
    window.connect().await?;
    window.read("Connected to").await?;
    window.close().await?;
    assert_eq!(
        dataflows(folder.path())?,
        Vec::<String>::new(),
        "nothing was half-saved"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn temporary_keys_that_ran_out_are_told() -> Result<()> {
    let folder = folder()?;
    let sample = pool(60).await?;
    let endpoint = sample.endpoint();
    let expired = Key::expired();
    let window = Window::open(folder.path()).await?;
    window.new_dataflow().await?;
    window.to_credentials("Members").await?;
    window.fill("User Pool ID", sample.pool_id()).await?;
    window.fill("Access key ID", &expired.id).await?;
    assert!(
        window
            .find_error_beside("Access key ID")
            .await?
            .contains("temporary"),
        "a key that begins with ASIA is told to be temporary"
    );
    window.open_group("Sign in another way").await?;
    window.tick(Role::Radio, "Temporary keys", true).await?;
    window
        .fill(
            "Session token",
            expired.session_token.as_deref().unwrap_or_default(),
        )
        .await?;
    window
        .fill_credentials(&answers("Members", &sample, &endpoint, &expired))
        .await?;
    connect_says(
        &window,
        "The temporary keys have run out.",
        "Get new temporary keys",
    )
    .await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_keys_may_not_do_is_named() -> Result<()> {
    let folder = folder()?;
    let nobody = Key {
        allowed: Allowed::Only([].into()),
        ..Key::full()
    };
    let reader = Key::reader();
    let sample = SamplePool::start(Options {
        users: 60,
        keys: vec![nobody.clone(), reader.clone()],
        ..Options::default()
    })
    .await?;
    let endpoint = sample.endpoint();
    let window = Window::open(folder.path()).await?;
    window.new_dataflow().await?;
    window.to_credentials("Members").await?;
    window
        .fill_credentials(&answers("Members", &sample, &endpoint, &nobody))
        .await?;
    connect_says(&window, "they may not do", "cognito-idp:DescribeUserPool").await?;

    // Keys that may read some tables: those that they may not are shown, with what is missing.
    window
        .fill_credentials(&answers("Members", &sample, &endpoint, &reader))
        .await?;
    window.next("Tables").await?;
    window.read("cognito-idp:ListGroups").await?;
    let groups = window.find(Role::Checkbox, "Import groups").await?;
    assert!(
        !groups.is_enabled().await?,
        "a table that may not be read cannot be ticked"
    );
    window.save_run_and_succeed("Members").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_answers_in_the_place_of_aws_is_told_apart() -> Result<()> {
    let folder = folder()?;
    let sample = pool(60).await?;
    let endpoint = sample.endpoint();
    let key = Key::full();
    let right = answers("Members", &sample, &endpoint, &key);
    let window = Window::open(folder.path()).await?;
    window.new_dataflow().await?;
    window.to_credentials("Members").await?;

    let closed = format!("http://127.0.0.1:{}", free_port()?);
    window
        .fill_credentials(&Answers {
            endpoint: &closed,
            ..right.clone()
        })
        .await?;
    connect_says(
        &window,
        "nothing answers there",
        "A firewall or VPN may be in the way",
    )
    .await?;

    window
        .fill_credentials(&Answers {
            endpoint: "https://no-such-host.invalid",
            ..right.clone()
        })
        .await?;
    connect_says(
        &window,
        "cannot find AWS on the network",
        "Check that you are online",
    )
    .await?;

    sample.control().set_faults(vec![Fault::always(FaultKind::Html)]);
    window.fill_credentials(&right).await?;
    connect_says(
        &window,
        "Something answered in AWS's place",
        "sign in to the network",
    )
    .await?;

    sample
        .control()
        .set_faults(vec![Fault::always(FaultKind::Status500)]);
    connect_says(&window, "AWS has a fault of its own.", "Wait a few minutes").await?;

    sample.control().set_faults(vec![]);
    window.next("Tables").await?;
    window.close().await?;
    assert_eq!(
        dataflows(folder.path())?,
        Vec::<String>::new(),
        "nothing was half-saved"
    );
    Ok(())
}
