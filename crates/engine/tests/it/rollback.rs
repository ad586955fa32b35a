//! Going back, and what is told before.

use crate::house::{House, draft};
use crate::review::of;
use crate::script::{PEOPLE, TEAMS};
use poolhouse_catalog::{DataFolder, Database};
use poolhouse_connector::{ErrorKind as ReadErrorKind, Secrets};
use poolhouse_engine::model::{DataflowId, Run, RunId, RunKind, RunStatus, TableQuery, Version};
use poolhouse_engine::view::{ExportRequest, FileFormat, Handed, Privacy, RolledBack, RunQuery, Subject};
use poolhouse_engine::{Error, ErrorKind, Keep};

/// Two versions of people and teams: somebody came, somebody has another name.
async fn two_versions(house: &House) -> (DataflowId, Run, Run) {
    let id = house.people(&[PEOPLE, TEAMS]).await;
    let first = house.succeed(id).await;
    {
        let mut state = house.script.state();
        state.people.insert(3, "Another name".into());
        state.people.insert(11, "A newcomer".into());
    }
    let second = house.succeed(id).await;
    (id, first, second)
}

#[tokio::test]
async fn a_preview_tells_what_the_rollback_then_does() {
    let house = House::new();
    let (id, first, _) = two_versions(&house).await;
    let preview = house.engine.preview_rollback(id, first.id, None).await;
    let preview = preview.expect("the first version is kept");
    let people = &preview.tables[0];
    assert_eq!(
        (people.name.as_str(), people.rows_now, people.rows_then),
        (PEOPLE, Some(11), Some(10))
    );
    assert_eq!((people.added, people.changed, people.removed), (0, 1, 1));
    assert_eq!(house.names(id).len(), 11, "nothing is changed by it");
    let back = house
        .engine
        .roll_back(id, first.id, None)
        .await
        .expect("it is kept")
        .run;
    assert_eq!((back.added, back.changed), (0, 1));
    assert_eq!(
        preview.tables.iter().map(|table| table.removed).sum::<u64>(),
        back.removed,
        "of all tables"
    );
    assert_eq!(
        back.description,
        format!("Rolled back to what run {} published.", first.id)
    );
}

/// What the preview and the run itself say of a rollback, by table: the name, and the rows then, added and removed.
async fn told_and_done(house: &House, id: DataflowId, to: RunId) -> [Vec<(String, u64, u64, u64)>; 2] {
    let preview = house.engine.preview_rollback(id, to, None).await;
    let tables = preview.expect("it is kept").tables.into_iter();
    let told = tables.map(|table| {
        let rows = table.rows_then.unwrap_or_default();
        (table.name, rows, table.added, table.removed)
    });
    let back = house
        .engine
        .roll_back(id, to, None)
        .await
        .expect("it is kept")
        .run;
    let tables = back.tables.iter();
    let done = tables.map(|table| (table.target.clone(), table.rows, table.added, table.removed));
    let [mut told, mut done]: [Vec<_>; 2] = [told.collect(), done.collect()];
    assert_eq!(
        (back.added, back.removed),
        (
            done.iter().map(|table| table.2).sum(),
            done.iter().map(|table| table.3).sum()
        ),
        "the whole is the sum of its tables"
    );
    told.sort();
    done.sort();
    [told, done]
}

async fn with_tables(house: &House, id: DataflowId, tables: &[&'static str]) {
    let edited = draft("People", tables);
    let edited = house.engine.edit_dataflow(id, edited, None, Keep::Keychain);
    edited.await.expect("the edit is sound");
}

#[tokio::test]
async fn a_table_that_goes_or_comes_with_a_rollback_is_counted_alike_before_and_by_the_run() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let alone = house.succeed(id).await;
    with_tables(&house, id, &[PEOPLE, TEAMS]).await;
    let both = house.succeed(id).await;
    let [told, done] = told_and_done(&house, id, alone.id).await;
    assert_eq!(
        told,
        [(PEOPLE.to_owned(), 10, 0, 0), (TEAMS.to_owned(), 0, 0, 20)],
        "readers will see teams no more"
    );
    assert_eq!(done, told, "the table that went");

    // And one that comes back, though the dataflow has it no longer.
    with_tables(&house, id, &[PEOPLE]).await;
    let [told, done] = told_and_done(&house, id, both.id).await;
    assert_eq!(
        told,
        [(PEOPLE.to_owned(), 10, 0, 0), (TEAMS.to_owned(), 20, 20, 0)]
    );
    assert_eq!(done, told, "the table that came");
}

#[tokio::test]
async fn one_table_goes_back_and_the_run_is_of_that_table() {
    let house = House::new();
    let (id, first, second) = two_versions(&house).await;
    let teams = house.table(id, TEAMS).1.len();
    let back = house
        .engine
        .roll_back(id, first.id, Some("PEOPLE"))
        .await
        .expect("it is kept")
        .run;
    assert_eq!(back.kind, RunKind::Rollback { to: first.id });
    assert_eq!(back.status, RunStatus::Succeeded);
    let tables: Vec<&str> = back.tables.iter().map(|table| table.target.as_str()).collect();
    assert_eq!(tables, [PEOPLE]);
    assert_eq!(
        back.description,
        format!("Rolled people back to what run {} published.", first.id)
    );
    assert_eq!(house.names(id).len(), 10);
    assert_eq!(house.table(id, TEAMS).1.len(), teams, "the other table stays");
    house
        .engine
        .roll_back(id, second.id, None)
        .await
        .expect("and forth");
    assert_eq!(house.names(id).len(), 11);
    let unknown = house.engine.roll_back(id, first.id, Some("nobody")).await;
    let unknown = unknown.expect_err("no such table");
    assert!(matches!(unknown, Error::NotInVersion { .. }), "{unknown}");
    assert!(unknown.words().message.contains("has no table nobody"));
    assert_eq!(
        house
            .engine
            .list_runs(&RunQuery::default())
            .await
            .expect("the history")
            .len(),
        4,
        "what cannot be begun is no run"
    );
}

#[tokio::test]
async fn a_version_that_is_pruned_between_is_told_and_changes_nothing() {
    let house = House::new();
    let (id, first, _) = two_versions(&house).await;
    house
        .engine
        .preview_rollback(id, first.id, None)
        .await
        .expect("it is kept");
    let folder = DataFolder::open(house.folder.path()).expect("the folder");
    Database::open(&folder, "People")
        .expect("the database")
        .prune(1)
        .expect("prune");
    let preview = house.engine.preview_rollback(id, first.id, None).await;
    let words = preview.expect_err("it is pruned").words();
    assert_eq!(words.message, "This version is no longer kept.");
    let gone = house
        .engine
        .roll_back(id, first.id, None)
        .await
        .expect_err("it is pruned");
    assert!(matches!(gone, Error::NoVersion { .. }), "{gone}");
    assert!(gone.words().hint.contains("no longer kept"));
    assert_eq!(house.names(id).len(), 11);
}

#[tokio::test]
async fn a_database_that_is_gone_is_told() {
    let house = House::new();
    house.folder.is_left_broken();
    let (id, first, _) = two_versions(&house).await;
    let folder = DataFolder::open(house.folder.path()).expect("the folder");
    Database::remove_files(&folder, "People").expect("removed by hand");
    let preview = house.engine.preview_rollback(id, first.id, None).await;
    assert!(matches!(preview.expect_err("it is gone"), Error::NoDatabase(_)));
    let back = house.engine.roll_back(id, first.id, None).await;
    assert!(matches!(back.expect_err("it is gone"), Error::NoDatabase(_)));
    assert!(!folder.database_path("People").exists(), "none is made");
    let nobody = house
        .engine
        .preview_rollback(DataflowId(77), RunId(1), None)
        .await;
    assert!(matches!(
        nobody.expect_err("no such dataflow"),
        Error::NoSuchDataflow(_)
    ));
}

#[tokio::test]
async fn a_run_under_way_is_not_rolled_over() {
    let house = House::new();
    let (id, first, _) = two_versions(&house).await;
    let calls = house.script.calls.load(std::sync::atomic::Ordering::SeqCst);
    let run = house.run_until(id, calls + 1).await;
    let refused = house.engine.roll_back(id, first.id, None).await;
    assert_eq!(
        refused.expect_err("it is running").kind(),
        ErrorKind::AlreadyRunning
    );
    house
        .engine
        .preview_rollback(id, first.id, None)
        .await
        .expect("looking is free");
    house.engine.cancel_run(run);
    house.engine.run_ended(run).await.expect("it ends");
    house.script.state().hangs_from = None;
    house
        .engine
        .roll_back(id, first.id, None)
        .await
        .expect("now it may");
    assert!(house.engine.runs_under_way().is_empty(), "none is left behind");
}

/// One that is asked to stop and had not come to its end says that it was; it never fails otherwise.
fn stopped_or_done<T>(outcome: Result<T, Error>) {
    if let Err(error) = outcome {
        assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
    }
}

#[tokio::test]
async fn a_later_preview_ends_the_one_before_and_a_closed_dialog_ends_it_too() {
    let house = House::new();
    let (id, first, _) = two_versions(&house).await;
    let (one, other) = tokio::join!(
        house.engine.preview_rollback(id, first.id, None),
        house.engine.preview_rollback(id, first.id, Some(PEOPLE)),
    );
    stopped_or_done(one);
    assert_eq!(other.expect("the last one").tables.len(), 1);
    let (closed, ()) = tokio::join!(house.engine.preview_rollback(id, first.id, None), async {
        house.engine.cancel_preview(id);
    });
    stopped_or_done(closed);
    let again = house.engine.preview_rollback(id, first.id, None).await;
    assert_eq!(
        again.expect("what was stopped can be asked again").tables.len(),
        2
    );
}

#[tokio::test]
async fn copy_for_support_holds_no_value_of_a_row_and_no_secret() {
    let house = House::new();
    let (id, first, second) = two_versions(&house).await;
    let back = house
        .engine
        .roll_back(id, first.id, Some(PEOPLE))
        .await
        .expect("it is kept")
        .run;
    house.script.fail_call(
        house.script.calls.load(std::sync::atomic::Ordering::SeqCst) + 1,
        ReadErrorKind::UnknownKey,
    );
    let failed = house.run(id).await;
    for run in [first.id, second.id, back.id, failed.id] {
        let support = house.engine.open_run(run).expect("a page").support;
        for value in ["Person", "Another name", "newcomer", "canary"] {
            assert!(!support.contains(value), "run {run}: {support}");
        }
    }
}

#[tokio::test]
async fn a_rollback_that_is_cancelled_changes_nothing() {
    let house = House::new();
    let (id, first, _) = two_versions(&house).await;
    let engine = house.engine.clone();
    let rollback = tokio::spawn(async move { engine.roll_back(id, first.id, None).await });
    while !rollback.is_finished() {
        if let Some(snapshot) = house.engine.runs_under_way().pop() {
            house.engine.cancel_run(snapshot.run.id);
            let told = house.engine.run_ended(snapshot.run.id).await.expect("its end");
            assert_ne!(told.status, RunStatus::Running, "who waits for it is told");
        }
        tokio::task::yield_now().await;
    }
    let ended = rollback.await.expect("no panic").expect("its end is told").run;
    assert!(house.engine.runs_under_way().is_empty());
    // It may have come to its end before it was asked to stop.
    match ended.status {
        RunStatus::Cancelled => {
            assert_eq!(ended.description, "Cancelled. Nothing changed.");
            assert_eq!(house.names(id).len(), 11);
            house
                .engine
                .roll_back(id, first.id, None)
                .await
                .expect("and it may be done again");
        }
        status => assert_eq!(status, RunStatus::Succeeded),
    }
    assert_eq!(house.names(id).len(), 10);
}

#[tokio::test]
async fn a_version_that_never_was_is_told_from_one_that_is_no_longer_kept() {
    let house = House::new();
    let (id, first, _) = two_versions(&house).await;
    let other = house
        .engine
        .create_dataflow(draft("Others", &[PEOPLE]), Secrets::new(), Keep::Keychain)
        .await
        .expect("the draft is sound");
    let of_other = house.succeed(other.id).await;
    house.script.fail_call(
        house.script.calls.load(std::sync::atomic::Ordering::SeqCst) + 1,
        ReadErrorKind::UnknownKey,
    );
    let failed = house.run(id).await;
    let folder = tempfile::tempdir().expect("a folder");
    for (run, words) in [
        (RunId(99), "There is no run 99.".to_owned()),
        (
            of_other.id,
            format!("Run {} is one of Others, and not of People.", of_other.id),
        ),
        (
            failed.id,
            format!("Run {} published nothing: it failed.", failed.id),
        ),
    ] {
        let (engine, then) = (&house.engine, Version::AsOf(run));
        let table = PEOPLE.to_owned();
        let compared = Subject::Comparison {
            dataflow: id,
            table: table.clone(),
            from: then,
            to: Version::Now,
        };
        let whole = ExportRequest {
            what: Handed::Database {
                dataflow: id,
                version: then,
            },
            format: FileFormat::Sqlite,
            path: folder.path().join("all.sqlite").display().to_string(),
            privacy: Privacy::Keep,
            replace: false,
        };
        let refused = [
            engine.preview_rollback(id, run, None).await.map(drop),
            engine.roll_back(id, run, None).await.map(drop),
            engine
                .open_table(of(id, PEOPLE, then), TableQuery::default())
                .await
                .map(drop),
            engine.open_table(compared, TableQuery::default()).await.map(drop),
            engine.export_file("whole", whole).await.map(drop),
        ];
        for refused in refused {
            assert_eq!(
                refused.expect_err("there is no such version").words().message,
                words
            );
        }
    }
    let folder = DataFolder::open(house.folder.path()).expect("the folder");
    let mut database = Database::open(&folder, "People").expect("the database");
    database.prune(1).expect("prune");
    let gone = house
        .engine
        .open_table(of(id, PEOPLE, Version::AsOf(first.id)), TableQuery::default())
        .await;
    let words = gone.expect_err("it is pruned").words();
    assert_eq!(words.message, "This version is no longer kept.");
}

#[tokio::test]
async fn a_rollback_is_a_run_and_can_be_rolled_back() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let first = house.succeed(id).await;
    house.script.state().people.insert(11, "A newcomer".into());
    let second = house.succeed(id).await;
    assert_eq!(house.names(id).len(), 11);

    let back = house
        .engine
        .roll_back(id, first.id, None)
        .await
        .expect("the first version is kept")
        .run;
    assert_eq!(back.kind, RunKind::Rollback { to: first.id });
    assert_eq!((back.status, back.removed), (RunStatus::Succeeded, 1));
    assert_eq!(house.names(id).len(), 10);

    house
        .engine
        .roll_back(id, second.id, None)
        .await
        .expect("the second version is kept");
    assert_eq!(house.names(id).len(), 11, "a rollback can be rolled back");
    assert_eq!(
        house
            .engine
            .list_runs(&RunQuery::default())
            .await
            .expect("the history")
            .len(),
        4
    );
    let missing = house.engine.roll_back(id, RunId(999), None).await;
    assert!(missing.is_err(), "there is no such version");
}

#[tokio::test]
async fn the_list_says_whose_rows_are_seen_again() {
    let house = House::new();
    let (id, first, second) = two_versions(&house).await;
    let seen = || {
        let rows = house.engine.list_dataflows().expect("the list");
        rows.into_iter().next().expect("one dataflow").rolled_back
    };
    let back = |to, table: Option<&str>| {
        Some(RolledBack {
            to,
            table: table.map(str::to_owned),
        })
    };
    assert_eq!(seen(), None);
    house
        .engine
        .roll_back(id, first.id, Some(PEOPLE))
        .await
        .expect("one table");
    assert_eq!(seen(), back(first.id, Some(PEOPLE)));
    house
        .engine
        .roll_back(id, first.id, None)
        .await
        .expect("all of them");
    assert_eq!(seen(), back(first.id, None));
    house
        .engine
        .roll_back(id, second.id, None)
        .await
        .expect("and forth");
    assert_eq!(seen(), back(second.id, None));
    house.succeed(id).await;
    assert_eq!(seen(), None, "an import brings what is new");
}
