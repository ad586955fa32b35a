//! A fault of ours, at each sort of work: what was asked for fails in words, nothing is half done, nothing stays
//! locked, and the same can be done again.

use crate::export::file;
use crate::house::House;
use crate::review::{numbers, of};
use crate::script::{Fault, PEOPLE};
use poolhouse_catalog::panic_at;
use poolhouse_engine::model::{DataflowId, RunId, RunStatus, TableQuery, Version};
use poolhouse_engine::view::{FileFormat, Handed};
use poolhouse_engine::{Error, Person};

/// Two versions: ten people, then eleven.
async fn imported() -> (House, DataflowId, RunId) {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let first = house.succeed(id).await.id;
    house.script.state().people.insert(11, "A newcomer".into());
    house.succeed(id).await;
    (house, id, first)
}

/// Whoever comes next to `place` with the database panics.
fn strikes(house: &House, place: &'static str) {
    panic_at(&house.folder.path().join("databases").join("People.db"), place);
}

fn is_told<T: std::fmt::Debug>(outcome: Result<T, Error>) {
    let error = outcome.expect_err("it panics");
    assert!(matches!(error, Error::Panicked), "{error}");
    let words = error.words();
    assert_eq!(words.message, "A fault in Poolhouse itself ended this.");
    assert!(words.hint.starts_with("Try again."), "{}", words.hint);
}

#[tokio::test]
async fn a_panic_ends_the_run_and_not_the_app() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.script.state().faults.insert(2, Fault::Panic);
    let run = house.run(id).await;
    assert_eq!(run.status, RunStatus::Failed);
    assert!(
        run.failure
            .is_some_and(|failure| failure.message.contains("Nothing was changed"))
    );
    assert_eq!(
        house.succeed(id).await.rows,
        10,
        "the lock is free and the next run works"
    );
}

#[tokio::test]
async fn a_rollback_that_panics_fails_in_words_and_changes_nothing() {
    let (house, id, first) = imported().await;
    strikes(&house, "roll back");
    let back = house
        .engine
        .roll_back(id, first, None)
        .await
        .expect("it ends")
        .run;
    assert_eq!(back.status, RunStatus::Failed);
    let failure = back.failure.expect("a failed run says why");
    assert!(
        failure.message.contains("Nothing was changed"),
        "{}",
        failure.message
    );
    assert_eq!(house.names(id).len(), 11);
    assert!(house.engine.runs_under_way().is_empty());
    let back = house
        .engine
        .roll_back(id, first, None)
        .await
        .expect("it is free")
        .run;
    assert_eq!(back.status, RunStatus::Succeeded, "{:?}", back.failure);
    assert_eq!(house.names(id).len(), 10);
}

#[tokio::test]
async fn a_preview_of_a_rollback_that_panics_is_told() {
    let (house, id, first) = imported().await;
    strikes(&house, "preview a rollback");
    is_told(house.engine.preview_rollback(id, first, None).await);
    let again = house.engine.preview_rollback(id, first, None).await;
    assert_eq!(again.expect("it is kept").tables[0].removed, 1);
}

#[tokio::test]
async fn forgetting_that_panics_deletes_nobody_and_can_be_done_again() {
    let (house, id, _) = imported().await;
    let person = || Person::Named { value: "3".into() };
    strikes(&house, "forget a person");
    is_told(house.engine.forget_person(id, person()).await);
    assert_eq!(house.names(id).len(), 11, "all or nothing");
    let forgotten = house.engine.forget_person(id, person()).await;
    assert_eq!(forgotten.expect("the lock is free").rows, 2);
    house.succeed(id).await;
}

#[tokio::test]
async fn an_export_that_panics_leaves_nothing_and_is_over() {
    let (house, id, _) = imported().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("people.csv");
    let request = || {
        file(
            &path,
            FileFormat::Csv,
            Handed::Rows {
                subject: of(id, PEOPLE, Version::Now),
                query: TableQuery::default(),
                columns: Vec::new(),
            },
        )
    };
    strikes(&house, "read the rows");
    is_told(house.engine.export_file("test", request()).await);
    assert_eq!(house.engine.exports_under_way(), 0, "the app can be closed");
    let left = std::fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(left, 0);
    let again = house.engine.export_file("test", request()).await;
    assert_eq!(again.expect("it is written").rows, 11);
}

#[tokio::test]
async fn a_search_that_panics_is_told_and_not_waited_for() {
    let (house, id, _) = imported().await;
    let open = || {
        let subject = of(id, PEOPLE, Version::Now);
        house.engine.open_table(subject, TableQuery::default())
    };
    strikes(&house, "list the rows");
    let table = open().await.expect("it opens");
    is_told(house.engine.table_rows(table.view, 0, 100).await);
    house.engine.close_table(table.view);
    let table = open().await.expect("it opens");
    assert_eq!(numbers(&house, &table, 0, 100).await.len(), 11);
}

#[tokio::test]
async fn a_profile_that_panics_is_told_and_can_be_asked_again() {
    let (house, id, _) = imported().await;
    let subject = of(id, PEOPLE, Version::Now);
    let table = house.engine.open_table(subject, TableQuery::default()).await;
    let view = table.expect("it opens").view;
    strikes(&house, "profile a column");
    is_told(house.engine.profile_column(view, "name").await);
    let again = house.engine.profile_column(view, "name").await;
    assert_eq!(again.expect("the same table").rows, 11);
}
