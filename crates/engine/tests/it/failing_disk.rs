//! A disk that fails to keep what a run had written: nothing more is written before the files were opened anew and
//! checked.

use crate::house::House;
use crate::script::PEOPLE;
use poolhouse_catalog::{CatalogReader, DataFolder, Database, fail_at, panic_at};
use poolhouse_engine::model::{DataflowId, Run, RunStatus};
use poolhouse_engine::{Engine, Event};
use std::path::{Path, PathBuf};

const DATABASE: &str = "databases/People.db";

fn folder(house: &House) -> DataFolder {
    DataFolder::open(house.folder.path()).expect("the folder")
}

/// Runs on a disk that does not keep the publish; does something `meanwhile`, while the run waits for its turn at the
/// database.
async fn fails(house: &House, id: DataflowId, meanwhile: impl FnOnce(&Path)) -> Run {
    let root = house.folder.path();
    let other = rusqlite::Connection::open(root.join(DATABASE)).expect("the file");
    other.execute_batch("BEGIN EXCLUSIVE").expect("it is free");
    let mut events = house.engine.events();
    let run = house.engine.start_run(id, None).await.expect("it starts").run.id;
    loop {
        if let Ok(Event::Run(snapshot)) = events.recv().await
            && snapshot.waiting.is_some()
        {
            break;
        }
    }
    meanwhile(root);
    fail_at(&root.join(DATABASE), "publish");
    other.execute_batch("ROLLBACK").expect("it is let go");
    let ended = house.engine.run_ended(run).await.expect("it ends");
    assert_eq!(ended.status, RunStatus::Failed);
    let failure = ended.failure.clone().expect("words");
    assert_eq!(failure.message, "The disk reported an error.");
    house.engine.idle().await;
    ended
}

async fn imported() -> (House, DataflowId) {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    house.script.state().people.insert(11, "A newcomer".into());
    (house, id)
}

fn log(engine: &Engine, run: &Run) -> Vec<String> {
    let page = engine.open_run(run.id).expect("its page");
    page.log.into_iter().map(|line| line.message).collect()
}

#[tokio::test]
async fn both_files_are_checked_and_the_run_says_so() {
    let (house, id) = imported().await;
    let run = fails(&house, id, |_| ()).await;
    let log = log(&house.engine, &run);
    for file in ["catalog", "database"] {
        let words = format!("The {file} was opened again and checked: it is sound.");
        assert!(log.contains(&words), "{log:?}");
    }
    assert_eq!(house.names(id).len(), 10);
    house.succeed(id).await;
    assert_eq!(house.names(id).len(), 11);
}

/// Puts a copy in the place of the catalog: what is written through a handle of before goes where nobody looks.
#[cfg(unix)]
fn exchange_catalog(root: &Path) {
    let (path, copy) = (root.join("catalog.db"), root.join("copy.db"));
    let other = rusqlite::Connection::open(&path).expect("the catalog");
    other
        .execute("VACUUM INTO ?1", [copy.to_str().expect("Unicode")])
        .expect("a copy");
    drop(other);
    for suffix in ["", "-wal", "-shm"] {
        std::fs::remove_file(root.join(format!("catalog.db{suffix}"))).expect("it is there");
    }
    std::fs::rename(copy, path).expect("it takes the place");
}

#[cfg(unix)]
#[tokio::test]
async fn the_end_of_a_run_is_stored_through_handles_that_were_opened_since() {
    let (house, id) = imported().await;
    let run = fails(&house, id, exchange_catalog).await;
    let stored = CatalogReader::open(&folder(&house))
        .expect("the catalog")
        .run(run.id);
    let stored = stored.expect("it reads").expect("it is there");
    assert_eq!(
        stored.status,
        RunStatus::Failed,
        "no handle of before was written through"
    );
    house.succeed(id).await;
}

#[cfg(unix)]
#[tokio::test]
async fn while_the_catalog_cannot_be_opened_anew_nothing_is_written_into_it() {
    let (house, id) = imported().await;
    let path = house.folder.path().join("catalog.db");
    let aside: PathBuf = house.folder.path().join("aside.db");
    let run = fails(&house, id, |_| {
        std::fs::rename(&path, &aside).expect("it is set aside");
        std::fs::create_dir(&path).expect("a folder that is in the way");
    })
    .await;
    let words = house.engine.read_only().expect("it can only be read");
    assert!(words.message.starts_with("The disk refuses"), "{words:?}");
    let told = house.engine.run_ended(run.id).await.expect("it has ended");
    assert_eq!(told.status, RunStatus::Failed, "who asks later is told the same");
    std::fs::remove_dir(&path).expect("it was in the way");
    std::fs::rename(&aside, &path).expect("it is put back");
    let stored = CatalogReader::open(&folder(&house))
        .expect("the catalog")
        .run(run.id);
    let stored = stored.expect("it reads").expect("it is there");
    assert_eq!(stored.status, RunStatus::Running, "its end was not written");
    assert_eq!(house.engine.read_only(), None, "and now it can be");
    house.succeed(id).await;
}

#[tokio::test]
async fn a_catalog_that_is_found_damaged_is_told_in_the_runs_log() {
    let (house, id) = imported().await;
    let run = fails(&house, id, |root| {
        let other = rusqlite::Connection::open(root.join("catalog.db")).expect("the catalog");
        // As a page that the disk lost: the check finds it, and the rest can be used.
        other
            .execute_batch(
                "CREATE TABLE lost(x CHECK(x > 0)); PRAGMA ignore_check_constraints = ON;
                 INSERT INTO lost VALUES(-1)",
            )
            .expect("it is damaged");
    })
    .await;
    let log = log(&house.engine, &run);
    assert!(
        log.iter().any(|line| line.starts_with("The catalog, ")
            && line.contains("Its file is damaged.")
            && line.contains("copy the data folder")),
        "{log:?}"
    );
    let other = rusqlite::Connection::open(house.folder.path().join("catalog.db")).expect("the catalog");
    other.execute_batch("DROP TABLE lost").expect("it is mended");
}

#[tokio::test]
async fn a_database_that_could_not_be_checked_is_not_written_into_before_it_is() {
    let (house, id) = imported().await;
    let path = house.folder.path().join(DATABASE);
    panic_at(&path, "check the database");
    let run = fails(&house, id, |_| ()).await;
    let staged = || {
        let database = Database::open(&folder(&house), "People").expect("the database");
        database.staged_run().expect("it reads")
    };
    assert_eq!(staged(), Some(run.id), "what was staged is not swept");
    // The next run checks it first.
    panic_at(&path, "check the database");
    let next = house.run(id).await;
    assert_eq!(next.status, RunStatus::Failed);
    assert_eq!(staged(), Some(run.id), "and goes no further where it cannot");
    house.succeed(id).await;
    assert_eq!(staged(), None);
}
