//! A database that cannot be read as it should, as the person meets it who opens a table: what she is told,
//! and that all others stay as they are.

use crate::house::House;
use crate::review::{numbers, of};
use crate::script::PEOPLE;
use poolhouse_engine::model::{DataflowId, TableQuery, Version};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};

/// Two databases, of which `what` is done to the first while nobody has it open.
async fn two(what: impl FnOnce(&Path)) -> (House, [DataflowId; 2]) {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let other = house.engine.duplicate_dataflow(id, "Other").await;
    let other = other.expect("the name is free").id;
    house.succeed(other).await;
    let file = file(&house);
    house.folder.is_left_broken();
    (house.after(|| what(&file)), [id, other])
}

fn file(house: &House) -> PathBuf {
    house.folder.path().join("databases").join("People.db")
}

/// What is told when a table of the first is opened; the second is as it was.
async fn refused(house: &House, [id, other]: [DataflowId; 2]) -> String {
    let beside = house
        .engine
        .open_table(of(other, PEOPLE, Version::Now), TableQuery::default())
        .await
        .expect("the other one opens");
    assert_eq!(numbers(house, &beside, 0, 100).await.len(), 10);
    let opened = house
        .engine
        .open_table(of(id, PEOPLE, Version::Now), TableQuery::default());
    let words = opened.await.expect_err("it cannot be read").words();
    format!("{} {}", words.message, words.hint)
}

/// The lists of databases and of people say which is missing.
async fn is_told_in_lists(house: &House, id: DataflowId) {
    let views = house.engine.databases().expect("the list opens");
    let unreadable = views.iter().filter(|view| view.unreadable.is_some());
    let unreadable: Vec<_> = unreadable.map(|view| view.dataflow.id).collect();
    assert_eq!(unreadable, [id]);
    let everybody = house.engine.directory().await.expect("the directory opens");
    assert_eq!(everybody.left_out.len(), 1, "{:?}", everybody.left_out);
}

#[tokio::test]
async fn a_damaged_database_is_told_and_the_others_open() {
    let (house, both) = two(|file| {
        fs::write(file, b"not a database at all, and of some length").expect("it is there");
    })
    .await;
    let words = refused(&house, both).await;
    insta::assert_snapshot!(words, @"The database file is damaged. It was left as it is. An earlier version in it may be whole: go back to it, or export what can be read. A run that finds it damaged fails; the run after that sets the file aside and imports into a new one.");
    is_told_in_lists(&house, both[0]).await;
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_as_it_is() {
    let (house, both) = two(|file| {
        let newer = Connection::open(file).expect("it is there");
        newer
            .pragma_update(None, "user_version", 999)
            .expect("it is written");
    })
    .await;
    let before = fs::read(file(&house)).expect("it is there");
    let words = refused(&house, both).await;
    insta::assert_snapshot!(words, @"A newer version of Poolhouse has written this data. Install that version or a newer one; nothing was changed.");
    is_told_in_lists(&house, both[0]).await;
    assert_eq!(fs::read(file(&house)).expect("it is there"), before, "untouched");
}

#[tokio::test]
async fn a_database_that_another_program_has_for_itself_is_told_and_opens_when_it_ends() {
    let (house, both) = two(|_| {}).await;
    let held = Connection::open(file(&house)).expect("it is there");
    // Not even readers are let in.
    held.pragma_update(None, "locking_mode", "EXCLUSIVE")
        .expect("it is set");
    held.execute_batch("BEGIN EXCLUSIVE").expect("nobody else has it");
    let words = refused(&house, both).await;
    insta::assert_snapshot!(words, @"Another program holds the database. Close it in the other program (or end its transaction), then try again.");
    drop(held);
    let table = house
        .engine
        .open_table(of(both[0], PEOPLE, Version::Now), TableQuery::default())
        .await
        .expect("nobody holds it any more");
    assert_eq!(numbers(&house, &table, 0, 100).await.len(), 10);
}

#[cfg(unix)]
#[tokio::test]
async fn a_database_that_may_only_be_read_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let (house, [id, _]) = two(|file| {
        fs::set_permissions(file, fs::Permissions::from_mode(0o400)).expect("it is ours");
    })
    .await;
    let table = house
        .engine
        .open_table(of(id, PEOPLE, Version::Now), TableQuery::default())
        .await
        .expect("it opens");
    assert_eq!(numbers(&house, &table, 0, 100).await.len(), 10);
    let profile = house.engine.profile_column(table.view, "name").await;
    assert_eq!(profile.expect("a column").rows, 10);
}

#[tokio::test]
async fn a_database_that_vanished_is_told() {
    let (house, [id, _]) = two(|file| fs::remove_file(file).expect("it is there")).await;
    let error = house
        .engine
        .open_table(of(id, PEOPLE, Version::Now), TableQuery::default())
        .await
        .expect_err("there is none");
    insta::assert_snapshot!(error.words().message, @"People has no database yet.");
}

/// Ten a second are what a person does who clicks on headers in anger; a hundred at once are more.
#[tokio::test]
async fn sorts_that_are_cancelled_at_once_leave_the_next_one_right() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.script.state().people = (1..=3_000)
        .map(|number| (number, format!("{}", 9_999 - number)))
        .collect();
    house.script.state().page_size = 3_000;
    house.succeed(id).await;
    let sorted = |descending| TableQuery {
        sort: vec![poolhouse_engine::model::Sort {
            column: "name".into(),
            descending,
        }],
        ..TableQuery::default()
    };
    for turn in 0..100 {
        let table = house
            .engine
            .open_table(of(id, PEOPLE, Version::Now), sorted(turn % 2 == 0))
            .await
            .expect("it opens");
        house.engine.close_table(table.view);
    }
    let table = house
        .engine
        .open_table(of(id, PEOPLE, Version::Now), sorted(false))
        .await
        .expect("it opens");
    let first = numbers(&house, &table, 0, 2).await;
    assert_eq!(first, ["3000", "2999"], "the least name first");
}
