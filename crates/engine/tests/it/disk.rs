//! What the disk does to the files: another program has one locked, nothing can be written, one is damaged, the end
//! of a run cannot be stored.

use crate::house::{Hands, House, in_memory, openings};
use crate::script::PEOPLE;
use jiff::{SignedDuration, Timestamp};
use poolhouse_engine::model::{DataflowId, RunStatus};
use poolhouse_engine::view::Phase;
use poolhouse_engine::{Engine, Event, Keychain, Person, SystemClock};
use std::sync::Arc;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

const WAITING: &str = "Another program holds the database. Waiting for it to let go.";
const DATABASE: &str = "databases/People.db";

/// Another program that has a file of the data folder locked.
fn held(house: &House, file: &str) -> rusqlite::Connection {
    let other = rusqlite::Connection::open(house.folder.path().join(file)).expect("the file");
    other.execute_batch("BEGIN EXCLUSIVE").expect("it is free");
    other
}

fn let_go(other: &rusqlite::Connection) {
    other.execute_batch("ROLLBACK").expect("it is let go");
}

/// The next word on waiting; `None` where nothing more is told.
async fn waits(events: &mut Receiver<Event>) -> Option<String> {
    loop {
        let told = match events.recv().await {
            Ok(Event::Run(snapshot)) if snapshot.run.status != RunStatus::Running => return None,
            Ok(Event::Run(snapshot)) => snapshot.waiting,
            Ok(Event::Wait(wait)) => wait.waiting,
            Ok(_) | Err(RecvError::Lagged(_)) => None,
            Err(RecvError::Closed) => return None,
        };
        if told.is_some() {
            return told;
        }
    }
}

async fn imported() -> (House, DataflowId) {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    (house, id)
}

#[tokio::test]
async fn a_database_that_another_program_holds_interrupts_and_the_run_goes_on() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let other = held(&house, DATABASE);
    let mut events = house.engine.events();
    let run = house.run(id).await;
    assert_eq!(
        waits(&mut events).await.as_deref(),
        Some(WAITING),
        "it is waited for first"
    );
    assert_eq!(run.status, RunStatus::Interrupted, "it is no failure");
    let failure = run.failure.expect("words");
    assert_eq!(failure.message, "Another program holds the database.");
    assert_eq!(house.names(id).len(), 10, "what was imported is read meanwhile");
    let_go(&other);
    let next = house.succeed(id).await;
    assert_eq!(next.id, run.id, "the same run goes on");
}

#[tokio::test]
async fn while_another_program_is_waited_for_a_run_says_so_and_goes_on_when_it_lets_go() {
    let (house, id) = imported().await;
    let other = held(&house, DATABASE);
    let mut events = house.engine.events();
    let run = house.engine.start_run(id, None).await.expect("it starts").run.id;
    assert_eq!(waits(&mut events).await.as_deref(), Some(WAITING));
    let_go(&other);
    let ended = house.engine.run_ended(run).await.expect("its end");
    assert_eq!(ended.status, RunStatus::Succeeded, "{:?}", ended.failure);
    let page = house.engine.open_run(run).expect("its page");
    assert_eq!(page.snapshot.waiting, None);
}

#[tokio::test]
async fn a_run_that_waits_for_another_program_is_cancelled_though_that_does_not_let_go() {
    let (house, id) = imported().await;
    let other = held(&house, DATABASE);
    let mut events = house.engine.events();
    let run = house.engine.start_run(id, None).await.expect("it starts").run.id;
    waits(&mut events).await.expect("it waits");
    house.engine.cancel_run(run);
    let ended = house.engine.run_ended(run).await.expect("its end");
    assert_eq!(ended.status, RunStatus::Cancelled);
    let_go(&other);
    house.succeed(id).await;
}

#[tokio::test]
async fn while_another_program_is_waited_for_a_rollback_says_so() {
    let (house, id) = imported().await;
    house.script.state().people.insert(11, "A newcomer".into());
    let second = house.succeed(id).await;
    let first = house.engine.versions(id).expect("the versions")[1].run;
    let other = held(&house, DATABASE);
    let mut events = house.engine.events();
    let (back, ()) = tokio::join!(house.engine.roll_back(id, first, None), async {
        assert_eq!(waits(&mut events).await.as_deref(), Some(WAITING));
        let_go(&other);
    });
    let back = back.expect("it is kept").run;
    assert_eq!(back.status, RunStatus::Succeeded, "{:?}", back.failure);
    assert_ne!(back.id, second.id);
    assert_eq!(house.names(id).len(), 10);
}

#[tokio::test]
async fn while_another_program_is_waited_for_forgetting_and_removing_say_so() {
    let (house, id) = imported().await;
    let person = Person::Named { value: "3".into() };
    let (other, mut events) = (held(&house, DATABASE), house.engine.events());
    let (forgotten, ()) = tokio::join!(house.engine.forget_person(id, person), async {
        assert_eq!(waits(&mut events).await.as_deref(), Some(WAITING));
        let_go(&other);
    });
    assert_eq!(forgotten.expect("it is free in time").rows, 1);
    let mut last = None;
    while let Ok(event) = events.try_recv() {
        if let Event::Wait(wait) = event {
            last = Some(wait);
        }
    }
    let last = last.expect("that it is over is told too");
    assert_eq!((last.dataflow, last.waiting), (id, None));

    let (other, mut events) = (held(&house, "catalog.db"), house.engine.events());
    let (removed, ()) = tokio::join!(house.engine.remove_dataflow(id), async {
        assert_eq!(waits(&mut events).await.as_deref(), Some(WAITING));
        let_go(&other);
    });
    removed.expect("it is free in time");
    assert!(!house.folder.path().join(DATABASE).exists());
    assert!(house.engine.list_dataflows().expect("the list").is_empty());
}

#[tokio::test]
async fn the_app_opens_while_another_program_has_the_catalog_locked() {
    let (house, id) = imported().await;
    let other = held(&house, "catalog.db");
    let house = house.reopened();
    assert_eq!(house.engine.read_only(), None);
    assert_eq!(house.names(id).len(), 10);
    let_go(&other);
    house.succeed(id).await;
}

#[tokio::test]
async fn while_another_window_prepares_the_data_the_start_says_so_and_goes_on() {
    let folder = in_memory();
    let preparing = std::fs::File::create(folder.path().join("catalog.db.preparing")).expect("a file");
    preparing.lock().expect("it is free");
    let openings = openings(&Arc::default(), &Keychain::in_memory(), Arc::new(SystemClock));
    let mut told = Vec::new();
    let opened = Engine::open_telling(folder.path(), openings, |words| {
        told.push(words.to_owned());
        preparing.unlock().expect("it is ours");
    });
    assert_eq!(opened.await.expect("it is free in time").read_only(), None);
    assert_eq!(
        told,
        [
            "Another window, or the command line, is preparing the data for this version of Poolhouse. Waiting for it."
        ]
    );
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_to_is_not_tried_at_each_look() {
    let (house, id) = imported().await;
    let clock = Hands::at(Timestamp::UNIX_EPOCH);
    let locks = house.folder.path().join("locks");
    let house = house.after_by(clock.clone(), || {
        std::fs::remove_dir_all(&locks).expect("a folder");
        std::fs::write(&locks, "in the way").expect("a file");
    });
    let engine = &house.engine;
    assert!(engine.read_only().is_some());
    std::fs::remove_file(&locks).expect("it was in the way");
    let turn = |seconds| clock.turn(SignedDuration::from_secs(seconds));
    for _ in 0..3 {
        engine.database(id).expect("it is read");
        turn(1);
    }
    assert!(!locks.exists(), "nothing was tried meanwhile");
    // A clock that was set back must not put it off.
    turn(-3_600);
    engine.database(id).expect("it is read");
    assert!(locks.is_dir(), "and then it was");
    assert_eq!(engine.read_only(), None);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_to_is_read_until_it_can() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    // What stands in the way is the same to the program as a disk that takes nothing: a lock cannot be made.
    let locks = house.folder.path().join("locks");
    let house = house.after(|| {
        std::fs::remove_dir_all(&locks).expect("a folder");
        std::fs::write(&locks, "in the way").expect("a file");
    });
    let words = house.engine.read_only().expect("it can only be read");
    assert!(
        words.message.ends_with("so Poolhouse can only read."),
        "{words:?}"
    );
    let database = house.engine.database(id).expect("it is read");
    assert_eq!((database.unreadable, database.tables[0].rows), (None, 10));
    let error = house
        .engine
        .mask_personal_data(true)
        .expect_err("it cannot be stored");
    assert_eq!(error.words(), words, "in the same words");
    let mut events = house.engine.events();
    std::fs::remove_file(&locks).expect("it was in the way");
    assert_eq!(house.engine.read_only(), None, "asked again, it can be written");
    assert!(
        matches!(events.try_recv(), Ok(poolhouse_engine::Event::Dataflows)),
        "whoever looks is told"
    );
    house.engine.mask_personal_data(true).expect("it is stored");
    house.succeed(id).await;
}

#[tokio::test]
async fn a_damaged_database_is_told_left_as_it_is_and_set_aside_by_the_next_run() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let path = house.folder.path().join("databases").join("People.db");
    let house =
        house.after(|| std::fs::write(&path, "a letter and no database".repeat(500)).expect("written"));
    let damaged = std::fs::read(&path).expect("the file");
    let run = house.run(id).await;
    assert_eq!(run.status, RunStatus::Failed);
    let failure = run.failure.expect("words");
    assert_eq!(failure.message, "The database file is damaged.");
    assert!(
        std::fs::read(&path).expect("the file") == damaged,
        "it was left as it is"
    );
    let database = house.engine.database(id).expect("it is listed");
    assert!(database.unreadable.is_some_and(|words| words.contains("damaged")));
    let next = house.succeed(id).await;
    let aside = house.folder.path().join("databases").join("People.db.damaged-1");
    assert!(
        std::fs::read(&aside).expect("the file") == damaged,
        "nothing of it is lost"
    );
    assert_eq!(house.names(id).len(), 10);
    let page = house.engine.open_run(next.id).expect("the run");
    assert!(
        page.log
            .iter()
            .any(|line| line.message.contains("People.db.damaged-1")),
        "{:?}",
        page.log
    );
    house.engine.remove_dataflow(id).await.expect("it is removed");
    assert!(!aside.exists(), "with all that was in it");
}

#[tokio::test]
async fn one_damaged_database_does_not_stop_the_others() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let other = house
        .engine
        .duplicate_dataflow(id, "Other")
        .await
        .expect("the name is free")
        .id;
    house.succeed(other).await;
    house.succeed(id).await;
    let file = house.folder.path().join("databases").join("People.db");
    house.call_running(id);
    let house = house
        .after(|| std::fs::write(&file, b"not a database at all, and of some length").expect("it is there"));
    assert_eq!(house.engine.list_dataflows().expect("the list opens").len(), 2);
    house.succeed(other).await;
    let views = house.engine.databases().expect("the list opens");
    assert!(
        views.iter().any(|view| view.unreadable.is_some()),
        "the damaged one says so"
    );
    house
        .engine
        .remove_dataflow(id)
        .await
        .expect("the advice that is given can be followed");
}

#[tokio::test]
async fn an_end_that_cannot_be_stored_is_told_all_the_same_and_settled_later() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let run = house.run_until(id, 3).await;
    let catalog = rusqlite::Connection::open(house.folder.path().join("catalog.db")).expect("the catalog");
    catalog
        .execute_batch(
            "CREATE TRIGGER full BEFORE UPDATE ON runs BEGIN SELECT RAISE(FAIL, 'no room, as scripted'); END",
        )
        .expect("a disk that takes nothing more");
    house.engine.cancel_run(run);
    let ended = house.engine.run_ended(run).await.expect("it ends");
    assert_eq!(ended.status, RunStatus::Cancelled, "whoever watches is told");
    house.engine.idle().await;
    let asked_later = house.engine.run_ended(run).await.expect("it has ended");
    assert_eq!(
        asked_later.status,
        RunStatus::Cancelled,
        "and so is who asks later"
    );
    catalog
        .execute_batch("DROP TRIGGER full")
        .expect("there is room again");
    drop(catalog);
    let rows = house.engine.list_dataflows().expect("the list opens");
    assert_eq!(
        rows[0].status,
        Some(RunStatus::Interrupted),
        "nobody runs it, so it is not called running"
    );
    house.script.state().hangs_from = None;
    house.succeed(id).await;
}

#[tokio::test]
async fn a_rollback_whose_end_cannot_be_stored_is_told_as_it_ended_and_settled_later() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let first = house.succeed(id).await;
    house.script.state().people.insert(11, "A newcomer".into());
    house.succeed(id).await;
    let catalog = rusqlite::Connection::open(house.folder.path().join("catalog.db")).expect("the catalog");
    catalog
        .execute_batch(
            "CREATE TRIGGER full BEFORE UPDATE ON runs BEGIN SELECT RAISE(FAIL, 'no room, as scripted'); END",
        )
        .expect("a disk that takes nothing more");
    let ended = house
        .engine
        .roll_back(id, first.id, None)
        .await
        .expect("readers see the version of before");
    assert_eq!(
        (ended.run.status, ended.phase),
        (RunStatus::Succeeded, Phase::Ended)
    );
    let told = house.engine.run_ended(ended.run.id).await.expect("it has ended");
    assert_eq!(told.status, RunStatus::Succeeded, "and so is who asks later");
    catalog
        .execute_batch("DROP TRIGGER full")
        .expect("there is room again");
    drop(catalog);
    let rows = house.engine.list_dataflows().expect("the list opens");
    assert_eq!(rows[0].status, Some(RunStatus::Succeeded), "the database says so");
    house.succeed(id).await;
}
