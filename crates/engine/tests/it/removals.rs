//! Removals that are cut off or refused halfway: they are ended by themselves, and nothing is imported into what is
//! about to be deleted.

use crate::house::House;
use crate::script::PEOPLE;
use poolhouse_catalog::{Catalog, CatalogReader, DataFolder, panic_at};
use poolhouse_engine::Error;
use poolhouse_engine::model::DataflowId;
use std::path::PathBuf;

async fn imported() -> (House, DataflowId) {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    (house, id)
}

fn database(house: &House) -> PathBuf {
    house.folder.path().join("databases").join("People.db")
}

/// The catalog as another program has it open, which refuses on our behalf.
fn catalog(house: &House) -> rusqlite::Connection {
    rusqlite::Connection::open(house.folder.path().join("catalog.db")).expect("the catalog")
}

fn is_noted(house: &House, id: DataflowId) -> bool {
    let folder = DataFolder::open(house.folder.path()).expect("the folder");
    let reader = CatalogReader::open(&folder).expect("the catalog");
    let note = reader.setting(&format!("removing/{id}"));
    note.expect("the catalog reads").is_some()
}

/// Nothing is left of a dataflow, and another one may have its name.
async fn is_gone(house: &House, id: DataflowId) {
    let left = house.engine.list_dataflows().expect("the list");
    assert!(left.is_empty(), "{left:?}");
    assert!(!is_noted(house, id));
    assert!(!database(house).exists());
    assert!(!house.folder.path().join(format!("locks/{id}.lock")).exists());
    let next = house.people(&[PEOPLE]).await;
    assert_eq!(house.succeed(next).await.rows, 10);
}

#[tokio::test]
async fn killed_between_the_rows_and_the_entry_a_removal_is_ended_at_the_next_look() {
    let (house, id) = imported().await;
    panic_at(&house.folder.path().join("catalog.db"), "remove the dataflow");
    let removed = house.engine.remove_dataflow(id).await;
    assert!(matches!(removed, Err(Error::Panicked)), "{removed:?}");
    assert!(!database(&house).exists(), "its rows are gone");
    assert!(is_noted(&house, id), "and its entry is known to go");
    is_gone(&house.reopened(), id).await;
}

#[tokio::test]
async fn an_entry_that_cannot_be_deleted_goes_later_and_nothing_is_imported_meanwhile() {
    let (house, id) = imported().await;
    let other = catalog(&house);
    other
        .execute_batch(
            "CREATE TRIGGER stays BEFORE DELETE ON dataflows BEGIN SELECT RAISE(FAIL, 'as scripted'); END",
        )
        .expect("a disk that fails");
    let removed = house.engine.remove_dataflow(id).await;
    let Err(error @ Error::EntryStays { goes_on: true, .. }) = removed else {
        panic!("{removed:?}")
    };
    let words = error.words();
    assert!(
        words
            .message
            .starts_with("The removal of People has begun and could not be ended."),
        "{words:?}"
    );
    assert!(words.hint.contains("goes by itself"), "{words:?}");
    let listed = house.engine.list_dataflows().expect("the list");
    assert_eq!(listed.len(), 1, "it is tried again, and is still refused");
    let started = house.engine.start_run(id, None).await;
    let Err(error @ Error::BeingRemoved { .. }) = started else {
        panic!(
            "nothing is imported into what goes: {:?}",
            started.map(|run| run.run)
        )
    };
    assert_eq!(error.words().message, "People is being removed.");
    assert!(!database(&house).exists());
    let again = house.engine.remove_dataflow(id).await;
    assert!(
        matches!(again, Err(Error::EntryStays { .. })),
        "who asks again is told what is in the way: {again:?}"
    );
    other.execute_batch("DROP TRIGGER stays").expect("it is mended");
    drop(other);
    is_gone(&house, id).await;
}

#[tokio::test]
async fn a_removal_that_cannot_be_noted_deletes_nothing() {
    let (house, id) = imported().await;
    let other = catalog(&house);
    other
        .execute_batch(
            "CREATE TRIGGER no_note BEFORE INSERT ON settings WHEN NEW.key LIKE 'removing/%'
             BEGIN SELECT RAISE(FAIL, 'as scripted'); END",
        )
        .expect("a disk that fails");
    let removed = house.engine.remove_dataflow(id).await;
    assert!(matches!(removed, Err(Error::Catalog(_))), "{removed:?}");
    assert_eq!(house.names(id).len(), 10, "nothing is deleted");
    other.execute_batch("DROP TRIGGER no_note").expect("it is mended");
    drop(other);
    house.succeed(id).await;
    house
        .engine
        .remove_dataflow(id)
        .await
        .expect("nothing is in the way");
    is_gone(&house, id).await;
}

#[tokio::test]
async fn what_is_deleted_in_part_is_ended_later_and_what_is_whole_stays() {
    let (house, id) = imported().await;
    // To the program the same as a file that may not be deleted.
    let aside = house.folder.path().join("databases").join("People.db.damaged-1");
    std::fs::create_dir(&aside).expect("a folder");
    let removed = house.engine.remove_dataflow(id).await;
    assert!(
        matches!(removed, Err(Error::EntryStays { goes_on: true, .. })),
        "{removed:?}"
    );
    assert!(!database(&house).exists(), "the rows are gone");
    assert!(is_noted(&house, id), "and the rest is known to go");
    std::fs::remove_dir(&aside).expect("it was in the way");
    is_gone(&house, id).await;
}

/// One that cannot be ended keeps no other from its end.
#[tokio::test]
async fn of_two_removals_that_were_cut_off_the_second_is_ended_though_the_first_cannot_be() {
    let (house, id) = imported().await;
    let second = house.engine.duplicate_dataflow(id, "Second").await;
    let second = second.expect("the name is free").id;
    let folder = DataFolder::open(house.folder.path()).expect("the folder");
    let mut catalog = Catalog::open(&folder).expect("the catalog");
    for id in [id, second] {
        let noted = catalog.set_setting(&format!("removing/{id}"), "");
        noted.expect("it is stored");
    }
    let aside = house.folder.path().join("databases").join("People.db.damaged-1");
    std::fs::create_dir(&aside).expect("a folder");
    let left = house.engine.list_dataflows().expect("the list");
    let left: Vec<_> = left.into_iter().map(|row| row.dataflow.id).collect();
    assert_eq!(left, [id]);
    std::fs::remove_dir(&aside).expect("it was in the way");
    is_gone(&house, id).await;
}
