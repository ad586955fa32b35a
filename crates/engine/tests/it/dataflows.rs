//! Create, edit, duplicate, remove.

use crate::house::{House, draft};
use crate::script::{PEOPLE, TEAMS};
use poolhouse_catalog::{Catalog, DataFolder, Database};
use poolhouse_connector::Secrets;
use poolhouse_engine::model::{ChosenTable, DataflowDraft, DataflowId, RunStatus};
use poolhouse_engine::{Error, Keep};

async fn refused(house: &House, draft: DataflowDraft) -> String {
    let result = house
        .engine
        .create_dataflow(draft, Secrets::new(), Keep::Keychain)
        .await;
    let error = result.expect_err("the draft is not sound");
    assert!(
        house.engine.list_dataflows().expect("the list").len() < 2,
        "nothing is half saved"
    );
    error.words().message
}

#[tokio::test]
async fn a_bad_name_is_told_by_its_rule() {
    let house = House::new();
    house.people(&[PEOPLE]).await;
    for name in ["My People", "1People", "", "Pëople", "CON", "people"] {
        let message = refused(&house, draft(name, &[PEOPLE])).await;
        assert!(
            message.ends_with('.') && message.contains(' '),
            "a sentence for `{name}`: {message}"
        );
    }
}

#[tokio::test]
async fn a_bad_table_name_is_told_by_its_rule() {
    let house = House::new();
    let long = "a".repeat(300);
    for target in [
        "",
        "select",
        "sqlite_users",
        "rowid",
        "_poolhouse_meta",
        "v1__users",
        "two words",
        long.as_str(),
    ] {
        let faults = house.engine.check_tables(&[ChosenTable {
            target: target.into(),
            ..draft("P", &[PEOPLE]).tables[0].clone()
        }]);
        // A keyword is quoted wherever it stands, so it is a name like any other.
        assert_eq!(faults.is_empty(), target == "select", "`{target}`: {faults:?}");
    }
    let twice = draft("P", &[PEOPLE, TEAMS])
        .tables
        .into_iter()
        .map(|table| ChosenTable {
            target: "Same".into(),
            ..table
        });
    assert_eq!(
        house.engine.check_tables(&twice.collect::<Vec<_>>()).len(),
        1,
        "one of the two must change"
    );
}

#[tokio::test]
async fn no_table_and_an_unknown_table_are_refused() {
    let house = House::new();
    refused(&house, draft("Empty", &[])).await;
    let message = refused(&house, draft("Unknown", &["nothing"])).await;
    assert!(message.contains("nothing"), "{message}");
    let mut unknown = draft("Unknown", &[PEOPLE]);
    unknown.connector = "nobody".into();
    refused(&house, unknown).await;
}

#[tokio::test]
async fn a_copy_has_its_own_database_and_no_runs() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let copy = house
        .engine
        .duplicate_dataflow(id, "Copy")
        .await
        .expect("the name is free");
    let row = house
        .engine
        .list_dataflows()
        .expect("the list")
        .into_iter()
        .find(|row| row.dataflow.id == copy.id);
    let row = row.expect("the copy is listed");
    assert_eq!((row.status, row.has_database), (None, false));
    assert!(
        row.no_rollback.is_some(),
        "there is nothing to go back to, and it says why"
    );
}

#[tokio::test]
async fn remove_leaves_no_byte_of_it() {
    let house = House::new();
    house.script.state().people.insert(77, "Canary Cagebird".into());
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let removal = house.engine.removal(id).await.expect("what would go");
    assert_eq!((removal.tables[0].rows, removal.runs), (11, 1));
    house.engine.remove_dataflow(id).await.expect("it can be removed");
    assert!(house.engine.list_dataflows().expect("the list").is_empty());
    assert!(
        !found(house.folder.path(), b"Canary Cagebird"),
        "no value is to be found"
    );
    assert!(!found(house.folder.path(), b"People"), "nor the dataflow's name");
}

#[tokio::test]
async fn a_database_that_nobody_knows_is_not_written_into() {
    let house = House::new();
    house.folder.is_left_broken();
    house.people(&[PEOPLE]).await;
    let databases = house.folder.path().join("databases");
    std::fs::write(databases.join("Found.db"), "somebody's").expect("the folder is there");
    let message = refused(&house, draft("Found", &[PEOPLE])).await;
    assert!(message.contains("already holds a database"), "{message}");
    assert_eq!(
        std::fs::read(databases.join("Found.db")).expect("it is there"),
        b"somebody's"
    );
}

#[tokio::test]
async fn a_running_dataflow_is_neither_edited_nor_removed() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let run = house.run_until(id, 1).await;
    let removed = house.engine.remove_dataflow(id).await;
    assert!(matches!(removed, Err(Error::AlreadyRunning { .. })));
    let edited = house
        .engine
        .edit_dataflow(id, draft("People", &[PEOPLE]), None, Keep::Keychain)
        .await;
    assert!(matches!(edited, Err(Error::AlreadyRunning { .. })));
    house.engine.cancel_run(run);
    assert_eq!(
        house.engine.run_ended(run).await.expect("the run").status,
        RunStatus::Cancelled
    );
}

/// Whether the bytes stand in any file below the folder.
pub(crate) fn found(folder: &std::path::Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder)
        .expect("the folder is there")
        .flatten()
        .any(|entry| {
            let path = entry.path();
            if path.is_dir() {
                found(&path, bytes)
            } else {
                let content = std::fs::read(&path).unwrap_or_default();
                content.windows(bytes.len()).any(|window| window == bytes)
            }
        })
}

/// A removal that was cut off once it had begun to delete is done to its end, and one that had not is not.
#[tokio::test]
async fn a_removal_that_was_cut_off_is_finished_by_whoever_opens_the_folder_next() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let stays = house.engine.duplicate_dataflow(id, "Stays").await;
    let stays = stays.expect("the name is free").id;
    house.succeed(stays).await;
    let root = house.folder.path().to_owned();
    let house = house.after(|| {
        let folder = DataFolder::open(&root).expect("the folder");
        let mut catalog = Catalog::open(&folder).expect("the catalog");
        // As a kill leaves it that came between the database and its entry.
        let noted = catalog.set_setting(&format!("removing/{id}"), "");
        noted.expect("it is stored");
        Database::remove_files(&folder, "People").expect("they are ours");
    });
    let left = house.engine.list_dataflows().expect("the list");
    let left: Vec<DataflowId> = left.into_iter().map(|row| row.dataflow.id).collect();
    assert_eq!(left, [stays]);
    assert_eq!(house.names(stays).len(), 10);
}
