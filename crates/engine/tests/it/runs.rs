//! Runs from start to end, and every way in which they end early.

use crate::house::{House, draft};
use crate::script::{Fault, PEOPLE, TEAMS};
use poolhouse_catalog::DataFolder;
use poolhouse_connector::ErrorKind;
use poolhouse_engine::Event;
use poolhouse_engine::model::{ChangeKind, ChangeQuery, RunStatus};
use poolhouse_engine::view::Phase;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::broadcast::error::RecvError;

#[tokio::test]
async fn a_first_run_publishes_every_row_and_a_second_says_what_changed() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let first = house.succeed(id).await;
    assert_eq!(
        (first.rows, first.calls),
        (10, 5),
        "ten people in pages of three are four calls, and one to describe the source"
    );
    assert_eq!(house.names(id).len(), 10);

    let unchanged = house.succeed(id).await;
    assert_eq!(
        (unchanged.added, unchanged.changed, unchanged.removed),
        (0, 0, 0),
        "nothing changed between"
    );

    {
        let mut state = house.script.state();
        state.people.remove(&3);
        state.people.insert(4, "Somebody else".into());
        state.people.insert(11, "A newcomer".into());
    }
    let third = house.succeed(id).await;
    assert_eq!((third.added, third.changed, third.removed), (1, 1, 1));
    let changes = house
        .engine
        .run_changes(third.id, &of_table(PEOPLE), None)
        .await
        .expect("the change log is there");
    assert!(
        house
            .engine
            .run_changes(third.id, &of_table("peopel"), None)
            .await
            .is_err(),
        "a mistyped table is not one in which nothing changed"
    );
    let changed = changes
        .iter()
        .find(|change| change.kind == ChangeKind::Changed)
        .expect("one cell changed");
    assert_eq!(changed.column.as_deref(), Some("name"));
    assert_eq!(
        (changed.old.as_deref(), changed.new.as_deref()),
        (Some("Person 4"), Some("Somebody else"))
    );
    assert_eq!(changed.key, [Some("4".to_owned())], "a change names its row");
}

#[tokio::test]
async fn units_that_a_page_reveals_are_read_once_each() {
    let house = House::new();
    let id = house.people(&[PEOPLE, TEAMS]).await;
    let run = house.succeed(id).await;
    let teams = run
        .tables
        .iter()
        .find(|table| table.target == TEAMS)
        .expect("the table of teams");
    assert_eq!(
        teams.rows, 20,
        "two teams of ten; the team that was named twice is read once"
    );
}

#[tokio::test]
async fn a_forbidden_call_fails_in_words_and_changes_nothing() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    house.script.state().people.insert(99, "Never seen".into());
    let forbidden = ErrorKind::Forbidden {
        action: "scripted:ListPeople".into(),
    };
    house
        .script
        .fail_call(house.script.calls.load(Ordering::SeqCst) + 2, forbidden);
    let run = house.run(id).await;
    assert_eq!(run.status, RunStatus::Failed);
    let failure = run.failure.expect("a failed run says why");
    assert_eq!(failure.action.as_deref(), Some("scripted:ListPeople"));
    assert_eq!(failure.code.as_deref(), Some("ScriptedException"));
    assert_eq!(failure.request_id.as_deref(), Some("request-7"));
    assert_eq!(
        run.calls, 3,
        "one to describe, two to read: a call that cannot succeed is not tried again"
    );
    assert_eq!(
        house.names(id).len(),
        10,
        "what was published before is still there, alone"
    );
}

#[tokio::test(start_paused = true)]
async fn passing_faults_cost_a_pause_and_no_row() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    for (call, kind) in [
        (1, ErrorKind::UpstreamFault),
        (2, ErrorKind::Broken),
        (4, ErrorKind::Throttled),
        (6, ErrorKind::Timeout),
        (7, ErrorKind::NotTheService),
    ] {
        house.script.fail_call(call, kind);
    }
    let run = house.succeed(id).await;
    assert_eq!(run.rows, 10, "no row twice, none missing");
    assert_eq!(
        (run.calls, run.throttled),
        (10, 1),
        "one to describe, four pages and five faults, one of them for going too fast"
    );
}

#[tokio::test(start_paused = true)]
async fn a_network_that_stays_away_interrupts_and_run_goes_on() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    for call in 3..=9 {
        house.script.fail_call(call, ErrorKind::Offline);
    }
    let run = house.run(id).await;
    assert_eq!(
        run.status,
        RunStatus::Interrupted,
        "two pages are there to go on from"
    );
    let resumed = house.succeed(id).await;
    assert_eq!(resumed.id, run.id, "it is the same run");
    assert_eq!(resumed.rows, 10);
    assert_eq!(
        resumed.calls,
        9 + 2 + 2,
        "each stretch describes the source, and only the two missing pages were read"
    );
}

/// What shows how far a run came is needed to go on: without it another run reads all, and none is stuck.
#[tokio::test(start_paused = true)]
async fn a_run_whose_papers_are_damaged_is_begun_anew() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    for call in 3..=9 {
        house.script.fail_call(call, ErrorKind::Offline);
    }
    let run = house.run(id).await;
    assert_eq!(run.status, RunStatus::Interrupted);
    let catalog = house.folder.path().join("catalog.db");
    let damaged = rusqlite::Connection::open(catalog)
        .expect("the catalog")
        .execute("UPDATE run_papers SET certificate = '{'", []);
    assert_eq!(damaged.expect("it is there"), 1);
    let next = house.succeed(id).await;
    assert_ne!(next.id, run.id, "it reads all");
    assert_eq!(next.rows, 10);
    house.engine.shut_down().await;
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_gone_on_with_offline_keeps_what_was_read() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let run = house.run_until(id, 3).await;
    house.engine.shut_down().await;
    house.script.state().hangs_from = None;
    house.script.state().cannot_describe = true;
    let offline = house.run(id).await;
    assert_eq!(
        (offline.id, offline.status),
        (run, RunStatus::Interrupted),
        "it is still there to go on with"
    );
    house.script.state().cannot_describe = false;
    let resumed = house.succeed(id).await;
    assert_eq!((resumed.id, resumed.rows), (run, 10));
    assert_eq!(
        house.script.calls.load(Ordering::SeqCst),
        3 + 2,
        "no page was read twice"
    );
}

#[tokio::test(start_paused = true)]
async fn a_network_that_was_never_there_fails() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    for call in 1..=7 {
        house.script.fail_call(call, ErrorKind::Offline);
    }
    assert_eq!(
        house.run(id).await.status,
        RunStatus::Failed,
        "there is nothing to go on from"
    );
}

#[tokio::test]
async fn a_refused_page_token_starts_the_unit_again() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.script.fail_call(3, ErrorKind::StaleCursor);
    let run = house.succeed(id).await;
    assert_eq!(run.rows, 10, "the pages before the refusal are not counted twice");
    assert_eq!(
        run.calls,
        1 + 3 + 4,
        "the source is described once; three pages, then four"
    );
}

#[tokio::test]
async fn a_token_that_leads_in_a_circle_is_noticed() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    for call in 2..100 {
        house.script.state().faults.insert(call, Fault::RepeatCursor);
    }
    let run = house.run(id).await;
    assert_eq!(
        run.status,
        RunStatus::Interrupted,
        "it ends, and what was read since the unit was set back is kept"
    );
    assert!(
        run.calls < 20,
        "it does not go round for long: {} calls",
        run.calls
    );
}

#[tokio::test]
async fn cancel_changes_nothing() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let calls = house.script.calls.load(Ordering::SeqCst);
    house.script.state().people.insert(99, "Never seen".into());
    let run = house.run_until(id, calls + 3).await;
    house.engine.cancel_run(run);
    let ended = house
        .engine
        .run_ended(run)
        .await
        .expect("the run is in the history");
    assert_eq!(ended.status, RunStatus::Cancelled);
    assert_eq!(ended.failure, None, "cancelled is an outcome, not an error");
    assert_eq!(house.names(id).len(), 10, "readers see what they saw before");
    house.script.state().hangs_from = None;
    let next = house.succeed(id).await;
    assert_ne!(next.id, run, "a cancelled run is not gone on with");
    assert_eq!(next.rows, 11);
}

#[tokio::test]
async fn a_run_that_the_apps_end_cut_off_goes_on_in_the_next_start() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let run = house.run_until(id, 3).await;
    house.engine.shut_down().await;
    let house = house.reopened();
    let before = house
        .engine
        .open_run(run)
        .expect("the run is in the history")
        .snapshot
        .run;
    assert_eq!(before.status, RunStatus::Interrupted);
    assert!(
        house.engine.databases().expect("the list is there").is_empty(),
        "nothing is half published"
    );
    house.script.state().hangs_from = None;
    let resumed = house.succeed(id).await;
    assert_eq!((resumed.id, resumed.rows), (run, 10));
    assert_eq!(
        house.script.calls.load(Ordering::SeqCst),
        3 + 2,
        "two pages were kept, two were left to read"
    );
}

#[tokio::test]
async fn a_run_that_was_killed_says_what_it_had_read() {
    let house = House::new();
    let id = house.people(&[PEOPLE, TEAMS]).await;
    let run = house.run_until(id, 6).await;
    house.engine.shut_down().await;
    let house = house.cut_off(run);
    let staged = house
        .engine
        .open_run(run)
        .expect("the run is in the history")
        .snapshot
        .run;
    assert_eq!(staged.status, RunStatus::Interrupted);
    let rows: u64 = staged.tables.iter().map(|table| table.rows).sum();
    assert!(
        staged.rows > 0 && staged.rows == rows,
        "the rows that lie staged, by table and in all: {staged:?}"
    );
    assert_eq!(
        staged.calls,
        5 + 1,
        "a call for each page that is staged, and one that described the source"
    );
    let certificate = house.engine.open_run(run).expect("the run").certificate;
    let certificate = certificate.expect("it says what was covered");
    let covered: u64 = certificate.readings.iter().map(|count| count.covered).sum();
    let asked: u64 = certificate.readings.iter().map(|count| count.units).sum();
    assert!(covered > 0 && covered < asked, "{covered} of {asked} units");
    assert_eq!(certificate.tables[0].read, staged.tables[0].rows);
    assert_eq!(certificate.actual.calls, staged.calls);
}

#[tokio::test]
async fn an_edited_dataflow_does_not_go_on_with_an_old_run() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let run = house.run_until(id, 3).await;
    house.engine.shut_down().await;
    house.script.state().hangs_from = None;
    let edited = draft("People", &[PEOPLE, TEAMS]);
    house
        .engine
        .edit_dataflow(id, edited, None, poolhouse_engine::Keep::Keychain)
        .await
        .expect("the edit is sound");
    let next = house.succeed(id).await;
    assert_ne!(next.id, run, "what was staged belongs to other tables");
    assert_eq!(next.rows, 30);
}

#[tokio::test]
async fn one_dataflow_is_run_once_at_a_time() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let run = house.run_until(id, 1).await;
    let second = house.engine.start_run(id, None).await;
    assert!(
        matches!(second, Err(poolhouse_engine::Error::AlreadyRunning { .. })),
        "a second run is refused while the first is under way"
    );
    house.engine.cancel_run(run);
    house
        .engine
        .run_ended(run)
        .await
        .expect("the run is in the history");
}

/// Another process, or another thread of this one, may be settling what was cut off; that is not a run.
#[tokio::test]
async fn who_only_looks_after_a_dataflow_is_waited_for() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let folder = DataFolder::open(house.folder.path()).expect("the folder");
    let looked_after = folder.lock_dataflow(id).expect("lock").expect("free");
    let starting = house.engine.start_run(id, None);
    tokio::pin!(starting);
    tokio::select! {
        biased;
        started = &mut starting => panic!("somebody has it: {:?}", started.err()),
        () = std::future::ready(()) => {}
    }
    drop(looked_after);
    let run = starting.await.expect("it is free now").run.id;
    let ended = house.engine.run_ended(run).await.expect("it ends");
    assert_eq!(ended.status, RunStatus::Succeeded, "{:?}", ended.failure);

    // And whoever has it for good is no reason to wait for ever.
    let held = folder.lock_dataflow(id).expect("lock").expect("free");
    let refused = house.engine.start_run(id, None).await;
    assert!(
        matches!(refused, Err(poolhouse_engine::Error::AlreadyRunning { .. })),
        "{:?}",
        refused.err()
    );
    drop(held);
}

/// Whoever is told that a run has ended may start the next at once, whoever looks at the list meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_told_that_a_run_has_ended_can_start_the_next_at_once() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let looking = Arc::new(AtomicBool::new(true));
    let (engine, goes_on) = (house.engine.clone(), looking.clone());
    let looks = std::thread::spawn(move || {
        while goes_on.load(Ordering::SeqCst) {
            engine.list_dataflows().expect("the list");
        }
    });
    let mut events = house.engine.events();
    for round in 0..40 {
        let run = house.engine.start_run(id, None).await;
        let run = run.unwrap_or_else(|error| panic!("{round}: {error}")).run.id;
        loop {
            match events.recv().await {
                Ok(Event::Run(told)) if told.run.id == run && told.phase == Phase::Ended => break,
                Err(RecvError::Closed) => panic!("the engine lives"),
                _ => {}
            }
        }
    }
    looking.store(false, Ordering::SeqCst);
    looks.join().expect("it does not panic");
}

#[tokio::test]
async fn a_run_says_where_it_reads_from() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.script.state().cannot_describe = true;
    let run = house.run(id).await;
    let page = house.engine.open_run(run.id).expect("its page");
    assert_eq!(page.log[0].message, "Reads from Scripted.", "one that fails too");
    assert!(page.support.contains("Reads from Scripted."), "{}", page.support);
}

#[tokio::test]
async fn an_attribute_that_appears_becomes_a_column() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    house.script.state().extra.insert(2, "new".into());
    let run = house.succeed(id).await;
    assert_eq!(run.changed, 1, "one person has it");
    let (columns, _) = house.table(id, PEOPLE);
    assert!(columns.iter().any(|column| column.original == "extra"));
}

#[tokio::test]
async fn the_support_text_names_the_error_and_no_value() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.script.fail_call(2, ErrorKind::UnknownKey);
    let run = house.run(id).await;
    let page = house.engine.open_run(run.id).expect("the run is in the history");
    assert!(
        page.support.contains("ScriptedException") && page.support.contains("request-7"),
        "{}",
        page.support
    );
    assert!(
        !page.support.contains("Person"),
        "no value of a row: {}",
        page.support
    );
}

fn of_table(table: &str) -> ChangeQuery {
    ChangeQuery {
        table: Some(table.into()),
        ..ChangeQuery::default()
    }
}
