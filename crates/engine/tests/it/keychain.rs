//! Secrets: in the keychain, in memory while used, and nowhere else.

use crate::dataflows::found;
use crate::house::{House, draft, open};
use crate::script::PEOPLE;
use poolhouse_connector::Secrets;
use poolhouse_engine::model::{DataflowDraft, RunStatus};
use poolhouse_engine::view::SecretState;
use poolhouse_engine::{Error, Keep, Keychain};

const CANARY: &str = "canary-secret-4f9a";

fn locked(name: &str) -> DataflowDraft {
    let mut draft = draft(name, &[PEOPLE]);
    draft.settings.insert("locked".into(), "yes".into());
    draft
}

fn secrets() -> Secrets {
    Secrets::from([("password".to_owned(), CANARY.to_owned().into())])
}

/// The whole life of a secret in one keychain.
async fn live(house: House) {
    let created = house
        .engine
        .create_dataflow(locked("Locked"), secrets(), Keep::Keychain)
        .await;
    let id = created.expect("the keychain keeps it").id;
    assert_eq!(
        house.run(id).await.status,
        RunStatus::Succeeded,
        "the run finds its secret"
    );
    assert!(!found(house.folder.path(), CANARY.as_bytes()), "no file holds it");
    let copy = house
        .engine
        .duplicate_dataflow(id, "Copy")
        .await
        .expect("the copy has its own entry")
        .id;
    house.engine.remove_dataflow(id).await.expect("it can be removed");
    assert_eq!(
        house.run(copy).await.status,
        RunStatus::Succeeded,
        "the copy's entry is its own"
    );
    assert!(
        house
            .engine
            .removal(copy)
            .await
            .expect("what would go")
            .keychain_entry
    );
    house
        .engine
        .remove_dataflow(copy)
        .await
        .expect("it can be removed");
}

#[tokio::test]
async fn a_secret_is_kept_found_copied_and_forgotten() {
    live(House::new()).await;
}

/// Against the real Secret Service of the private session that `cargo xtask test` sets up. In
/// a person's own session it leaves their keychain alone.
#[tokio::test]
async fn keychain_of_the_system_keeps_a_secret() {
    #[expect(
        clippy::disallowed_methods,
        reason = "the session says by a variable that it is private"
    )]
    if std::env::var_os("POOLHOUSE_XTASK_OWN_HOME").is_none() {
        return;
    }
    let house = House::new();
    let keychain = Keychain::system();
    assert!(
        keychain.describe().await.available,
        "{:?}",
        keychain.describe().await
    );
    let engine = open(house.folder.path(), &house.script, &keychain);
    live(House {
        engine,
        keychain,
        ..house
    })
    .await;
}

#[tokio::test]
async fn without_a_keychain_nothing_is_stored_and_a_run_asks() {
    let house = House::new();
    let engine = open(house.folder.path(), &house.script, &Keychain::absent());
    let house = House { engine, ..house };
    let refused = house
        .engine
        .create_dataflow(locked("Locked"), secrets(), Keep::Keychain)
        .await;
    assert!(
        matches!(refused, Err(Error::Keychain(_))),
        "it says so: {refused:?}"
    );
    assert!(
        house.engine.list_dataflows().expect("the list").is_empty(),
        "and nothing is half saved"
    );

    let created = house
        .engine
        .create_dataflow(locked("Locked"), secrets(), Keep::ThisRunOnly)
        .await;
    let id = created.expect("for this run only").id;
    assert_eq!(
        house.engine.list_dataflows().expect("the list")[0].secret,
        Some(SecretState::AskEachRun)
    );
    assert_eq!(
        house.run(id).await.status,
        RunStatus::Succeeded,
        "the first run has what was entered"
    );
    let second = house.engine.start_run(id, None).await;
    assert!(
        matches!(second, Err(Error::NeedsSecret { .. })),
        "the second asks"
    );
    let run = house
        .engine
        .start_run(id, Some(secrets()))
        .await
        .expect("entered again")
        .run
        .id;
    assert_eq!(
        house.engine.run_ended(run).await.expect("the run").status,
        RunStatus::Succeeded
    );
    assert!(!found(house.folder.path(), CANARY.as_bytes()), "no file holds it");
    assert!(!format!("{second:?}").contains(CANARY), "nor does an error");
}

/// Where what was begun cannot be taken back either, a person is told what to mend first.
#[tokio::test]
async fn what_stood_in_the_way_first_is_told_though_it_could_not_be_taken_back() {
    for refused in [
        "DELETE ON dataflows",
        "UPDATE ON dataflows WHEN OLD.description <> ''",
        "UPDATE ON settings WHEN NEW.key LIKE 'asked_each_run/%'",
    ] {
        let house = House::new();
        let id = house.people(&[PEOPLE]).await;
        let engine = open(house.folder.path(), &house.script, &Keychain::absent());
        let other = rusqlite::Connection::open(house.folder.path().join("catalog.db")).expect("the catalog");
        let trigger =
            format!("CREATE TRIGGER no BEFORE {refused} BEGIN SELECT RAISE(FAIL, 'as scripted'); END");
        other.execute_batch(&trigger).expect("a disk that fails");
        let edited = DataflowDraft {
            description: "Another".into(),
            ..locked("People")
        };
        let edited = engine.edit_dataflow(id, edited, Some(secrets()), Keep::Keychain);
        let edited = edited.await.expect_err("there is no keychain");
        let created = engine.create_dataflow(locked("Locked"), secrets(), Keep::Keychain);
        let created = created.await.expect_err("there is no keychain");
        for error in [edited, created] {
            assert!(matches!(error, Error::Keychain(_)), "{refused}: {error:?}");
        }
        other.execute_batch("DROP TRIGGER no").expect("it is mended");
    }
}

#[tokio::test]
async fn a_missing_secret_is_told_beside_its_field() {
    let house = House::new();
    let refused = house
        .engine
        .create_dataflow(locked("Locked"), Secrets::new(), Keep::Keychain)
        .await;
    let Err(Error::Fields(fields)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(fields[0].field, "password");
}

#[tokio::test]
async fn a_removal_that_cannot_be_leaves_the_secret() {
    let house = House::new();
    let created = house
        .engine
        .create_dataflow(locked("Locked"), secrets(), Keep::Keychain)
        .await;
    let id = created.expect("the keychain keeps it").id;
    // To the program the same as a disk that takes no writes.
    let in_the_way = house.folder.path().join("temporary");
    let house = house.after(|| {
        std::fs::remove_dir_all(&in_the_way).expect("a folder");
        std::fs::write(&in_the_way, "in the way").expect("a file");
    });
    let words = house.engine.read_only().expect("it can only be read");
    let refused = house.engine.remove_dataflow(id).await;
    assert_eq!(refused.expect_err("nothing can be written").words(), words);
    std::fs::remove_file(&in_the_way).expect("it was in the way");
    assert_eq!(house.engine.read_only(), None);
    assert_eq!(
        house.run(id).await.status,
        RunStatus::Succeeded,
        "the run finds its secret"
    );
}
