//! A pool that nobody here wrote, through both faces, every value compared with what was put in.

use crate::support::{by_another_tool, database, folder, keychain_entries};
use anyhow::Result;
use poolhouse_e2e::command_line::{CommandLine, PoolKind, Source};
use poolhouse_e2e::find::Role;
use poolhouse_e2e::moto::Moto;
use poolhouse_e2e::window::Window;
use poolhouse_e2e::wizard::Answers;

/// Its server ignores signatures, so these only have the form of keys.
const KEY_ID: &str = "AKIAMADEUPFORMOTO001";
const SECRET: &str = "canary/NotARealSecret+e2e0000000000000001";

/// 1,000 users of 7 columns and more, their attributes, the members of the groups.
const VALUES_AT_LEAST: u64 = 15_000;

const TABLES: [&str; 8] = [
    "users",
    "user_attributes",
    "user_identities",
    "groups",
    "group_members",
    "user_pool",
    "schema_attributes",
    "app_clients",
];

/// What moto can do beside those; it has no operation for the other tables.
const SETTINGS: [&str; 7] = [
    "lambda_triggers",
    "mfa_settings",
    "identity_providers",
    "resource_servers",
    "resource_server_scopes",
    "domains",
    "tags",
];

const OF_IDENTITIES: [&str; 4] = [
    "identities",
    "identity_logins",
    "identity_pool",
    "identity_providers",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pool_of_moto_arrives_whole_by_both_faces_and_its_secret_in_the_keychain_alone() -> Result<()> {
    let made = folder()?;
    let moto = Moto::start(made.path())?;
    by_the_command_line(&moto)?;
    by_the_window(&moto).await
}

fn by_the_command_line(moto: &Moto) -> Result<()> {
    let folder = folder()?;
    let command_line = CommandLine::on(folder.path())?;
    let before = keychain_entries()?;
    let source = Source {
        kind: PoolKind::User,
        endpoint: moto.endpoint(),
        pool_id: moto.pool_id(),
        region: moto.region(),
        key_id: KEY_ID,
        secret: SECRET,
        speed: "full",
    };
    let tables: Vec<&str> = TABLES.into_iter().chain(SETTINGS).collect();
    command_line.create("MotoByCli", &source, &tables)?;
    assert_eq!(
        keychain_entries()?,
        before + 1,
        "the secret went into the keychain"
    );
    let run = command_line.answer(&["run", "MotoByCli"])?;
    assert_eq!(run["status"], "succeeded", "the run published: {run}");
    let compared = moto.compare(&database(folder.path(), "MotoByCli"))?;
    assert!(
        compared > VALUES_AT_LEAST,
        "every value was compared, not {compared} of them"
    );
    assert_secret_is_nowhere(&folder)?;
    command_line.answer(&["remove", "MotoByCli", "--yes"])?;

    let identities = Source {
        kind: PoolKind::Identity,
        pool_id: moto.identity_pool_id(),
        ..source
    };
    command_line.create("Identities", &identities, &OF_IDENTITIES)?;
    let run = command_line.answer(&["run", "Identities"])?;
    assert_eq!(run["status"], "succeeded", "the run published: {run}");
    moto.compare_identities(&database(folder.path(), "Identities"))?;
    command_line.answer(&["remove", "Identities", "--yes"])?;
    assert_eq!(keychain_entries()?, before, "Remove deletes the keychain entry");
    Ok(())
}

async fn by_the_window(moto: &Moto) -> Result<()> {
    let folder = folder()?;
    let before = keychain_entries()?;
    let window = Window::open(folder.path()).await?;
    let answers = Answers {
        name: "MotoByWindow",
        pool_id: moto.pool_id(),
        key_id: KEY_ID,
        secret: SECRET,
        endpoint: moto.endpoint(),
    };
    window.to_tables(&answers).await?;
    for table in TABLES {
        window
            .tick(Role::Checkbox, &format!("Import {table}"), true)
            .await?;
    }
    window.save_run_and_succeed("MotoByWindow").await?;
    assert_eq!(
        keychain_entries()?,
        before + 1,
        "the secret went into the keychain"
    );

    let database = database(folder.path(), "MotoByWindow");
    let compared = moto.compare(&database)?;
    assert!(
        compared > VALUES_AT_LEAST,
        "every value was compared, not {compared} of them"
    );
    let rows = by_another_tool(&database, "select count(*) from users")?;
    assert_eq!(rows, "1000", "another tool counts all users");
    assert_secret_is_nowhere(&folder)?;

    window.act("MotoByWindow", "Edit").await?;
    window.find(Role::Heading, "Name").await?;
    window.click_first(Role::Button, "Credentials").await?;
    window.read("Stored in your keychain").await?;
    assert!(
        !window
            .ask("return document.documentElement.outerHTML", vec![])
            .await?
            .to_string()
            .contains(SECRET),
        "a stored secret is never shown again"
    );
    window.click(Role::Button, "Close").await?;

    window.act("MotoByWindow", "Remove").await?;
    window.read("and so does its secret in the keychain").await?;
    window.click(Role::Button, "Delete").await?;
    window.find(Role::Heading, "No dataflows yet").await?;
    assert_eq!(keychain_entries()?, before, "Remove deletes the keychain entry");
    window.close().await
}

/// No file of the data folder holds the secret.
fn assert_secret_is_nowhere(folder: &tempfile::TempDir) -> Result<()> {
    let mut folders = vec![folder.path().to_owned()];
    let mut files = 0;
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let bytes = std::fs::read(&path)?;
            let found = bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes());
            assert!(!found, "the secret stands in {}", path.display());
        }
    }
    assert!(files > 1, "the data folder has files to look into");
    Ok(())
}
