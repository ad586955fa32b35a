//! Forgetting a person.

use crate::house::{House, draft};
use crate::privacy::{found, imported, named, opened, renamed};
use crate::script::{PEOPLE, TEAMS};
use poolhouse_connector::{PersonalData, Secrets};
use poolhouse_engine::model::{DataflowId, Filter, RunStatus, TableQuery, Test};
use poolhouse_engine::{Error, Keep, Person};

#[tokio::test]
async fn a_person_is_forgotten_in_every_table_and_the_log_says_so_without_them() {
    let (house, id) = imported(&[PEOPLE, TEAMS]).await;
    let engine = &house.engine;
    house.script.state().people.insert(3, "Canary the First".into());
    house.succeed(id).await;
    renamed(&house, id).await;
    let preview = engine.preview_forget(id, named("3")).await.expect("a preview");
    assert_eq!((preview.name.as_str(), preview.who.as_str()), ("People", "3"));
    let tables: Vec<_> = preview
        .tables
        .iter()
        .map(|trace| (trace.table.as_str(), trace.rows, trace.versions))
        .collect();
    assert_eq!(tables, [("people", 3, 3), ("teams", 2, 1)]);
    assert_eq!(preview.changes, 2);
    let forgotten = engine.forget_person(id, named("3")).await.expect("it is done");
    assert_eq!((forgotten.rows, forgotten.changes), (5, 2));
    assert!(!found(house.folder.path(), b"Canary"), "no byte is left");
    assert!(!house.names(id).iter().any(|name| name.contains("Canary")));
    let database = engine.database(id).expect("a database");
    assert_eq!((database.people_forgotten, database.to_rewrite), (1, false));
    let newest = engine
        .list_runs(&poolhouse_engine::view::RunQuery::default())
        .await
        .expect("runs")[0]
        .id;
    let log = engine.open_run(newest).expect("the run").log;
    let last = log.last().expect("a line").message.clone();
    insta::assert_snapshot!(last, @"A person was forgotten since; deleted: 3 rows of this version and 1 line of what changed.");

    let nobody = engine.forget_person(id, named("3")).await.expect_err("nobody");
    insta::assert_snapshot!(nobody.words().message, @"Nobody in People is known by this.");
    // The source has them still.
    let run = house.succeed(id).await;
    assert_eq!(run.added, 3, "the person, and a member of two teams");
}

#[tokio::test]
async fn whom_a_row_shows_is_forgotten_though_it_is_masked() {
    let (house, id) = imported(&[PEOPLE]).await;
    let engine = &house.engine;
    engine.mask_personal_data(true).expect("it is kept");
    let filter = Filter {
        column: "name".into(),
        test: Test::Equals {
            text: "Person 7".into(),
        },
        not: false,
    };
    let query = TableQuery {
        filters: vec![filter],
        ..TableQuery::default()
    };
    let (view, _) = opened(engine, id, query).await;
    let person = Person::Row { view, row: 0 };
    engine
        .forget_person(id, person.clone())
        .await
        .expect("it is done");
    assert!(!house.names(id).contains(&"Person 7".to_owned()));
    assert_eq!(house.names(id).len(), 9);
    let closed = engine
        .forget_person(id, person)
        .await
        .expect_err("its table was closed");
    assert!(matches!(closed, Error::TableClosed), "{closed}");
}

/// Imports the same people with a second dataflow.
async fn others(house: &House) -> DataflowId {
    let draft = draft("Others", &[PEOPLE]);
    let made = house
        .engine
        .create_dataflow(draft, Secrets::new(), Keep::Keychain);
    let other = made.await.expect("the draft is sound").id;
    house.succeed(other).await;
    other
}

#[tokio::test]
async fn several_people_of_one_value_are_asked_about_and_other_databases_told() {
    let (house, id) = imported(&[PEOPLE]).await;
    let engine = &house.engine;
    {
        let mut state = house.script.state();
        state.people.insert(2, "both@example.org".into());
        state.people.insert(4, "both@example.org".into());
    }
    house.succeed(id).await;
    let other = others(&house).await;
    for dataflow in [id, other] {
        let email = Some(PersonalData::Email);
        engine
            .class_column(dataflow, PEOPLE, "name", email)
            .await
            .expect("it is said");
    }
    let several = engine.preview_forget(id, named("Both@example.org")).await;
    insta::assert_snapshot!(several.expect_err("which one").words().message, @"2 people in People are known by this.");
    let preview = engine.preview_forget(id, named("2")).await.expect("a preview");
    let mentions: Vec<_> = preview
        .mentions
        .iter()
        .map(|mention| (mention.table.as_deref(), mention.column.as_deref(), mention.cells))
        .collect();
    assert_eq!(
        mentions,
        [(Some("people"), Some("name"), 1), (None, None, 1)],
        "another of the same address, now and when it changed"
    );
    assert_eq!(preview.elsewhere.len(), 1);
    let elsewhere = &preview.elsewhere[0];
    assert_eq!((elsewhere.dataflow, elsewhere.name.as_str()), (other, "Others"));
    assert_eq!(
        (elsewhere.tables[0].name.as_str(), elsewhere.tables[0].rows),
        ("people", 2)
    );
    assert_eq!(elsewhere.person, None, "two people there are known by the same");
    engine.forget_person(id, named("2")).await.expect("it is done");
    assert_eq!(
        house.table(other, PEOPLE).1.len(),
        10,
        "the other database is left"
    );
}

#[tokio::test]
async fn whoever_had_an_address_once_and_has_another_now_is_not_offered_elsewhere() {
    let (house, id) = imported(&[PEOPLE]).await;
    let engine = &house.engine;
    let is_now = |number: u64, name: &str| house.script.state().people.insert(number, name.into());
    // Who is the fourth here is not there.
    house.script.state().people.remove(&4);
    is_now(3, "info@example.org");
    let other = others(&house).await;
    for dataflow in [id, other] {
        let email = Some(PersonalData::Email);
        let said = engine.class_column(dataflow, PEOPLE, "name", email).await;
        said.expect("it is said");
    }
    let offered = async || {
        let preview = engine.preview_forget(id, named("4")).await.expect("a preview");
        assert_eq!(preview.elsewhere.len(), 1);
        preview.elsewhere[0].person.is_some()
    };
    is_now(4, "info@example.org");
    house.succeed(id).await;
    assert!(offered().await, "there somebody else has it");
    is_now(3, "another@example.org");
    house.script.state().people.remove(&4);
    house.succeed(other).await;
    assert!(!offered().await, "who had it there has another now");
    house.script.state().people.remove(&3);
    house.succeed(other).await;
    assert!(offered().await, "who went with it may be the same");
}

#[tokio::test]
async fn who_is_in_the_log_or_a_copy_of_another_database_is_told_and_forgotten_there_too() {
    let (house, id) = imported(&[PEOPLE]).await;
    let engine = &house.engine;
    engine.mask_personal_data(true).expect("it is kept");
    house.script.state().people.insert(3, "canary@example.org".into());
    house.succeed(id).await;
    let other = others(&house).await;
    house.script.state().people.remove(&3);
    let gone = house.succeed(other).await;
    for dataflow in [id, other] {
        for (column, class) in [
            ("name", PersonalData::Email),
            ("number", PersonalData::Identifier),
        ] {
            let said = engine.class_column(dataflow, PEOPLE, column, Some(class));
            said.await.expect("it is said");
        }
    }
    let file = house.folder.path().join("databases/Others.db");
    let mut folder = poolhouse_catalog::Database::open(
        &poolhouse_catalog::DataFolder::open(house.folder.path()).expect("the folder"),
        "Others",
    )
    .expect("nobody else has it");
    folder.prune(1).expect("the version before goes");
    drop(folder);
    let aside = file.with_file_name("Others.db.damaged-1");
    std::fs::write(&aside, "not to be read").expect("there is room");
    let preview = engine.preview_forget(id, named("3")).await.expect("a preview");
    assert_eq!(
        (preview.who.as_str(), preview.called.as_slice()),
        ("•••", &["c•••".to_owned()][..])
    );
    let [elsewhere] = preview.elsewhere.as_slice() else {
        panic!("one other: {:?}", preview.elsewhere);
    };
    assert!(elsewhere.tables.is_empty(), "{elsewhere:?}");
    assert_eq!((elsewhere.changes, gone.removed), (1, 1), "{elsewhere:?}");
    assert_eq!(elsewhere.copies, ["Others.db.damaged-1"]);
    let person = elsewhere.person.clone().expect("one person alone");
    engine.forget_person(id, named("3")).await.expect("it is done");
    let forgotten = engine.forget_person(other, person).await.expect("and there");
    assert_eq!((forgotten.rows, forgotten.changes), (0, 1));
    assert!(!aside.exists(), "with the copy");
    let again = engine.preview_forget(other, named("3")).await;
    assert!(again.is_err(), "nobody there is known by it any more");
}

#[tokio::test]
async fn an_interrupted_run_begins_anew_once_somebody_is_forgotten() {
    let (house, id) = imported(&[PEOPLE]).await;
    let calls = house.script.calls.load(std::sync::atomic::Ordering::SeqCst);
    let run = house.run_until(id, calls + 3).await;
    house.engine.shut_down().await;
    let house = house.reopened();
    house.script.state().hangs_from = None;
    let preview = house
        .engine
        .preview_forget(id, named("3"))
        .await
        .expect("a preview");
    assert!(preview.interrupted_run);
    house
        .engine
        .forget_person(id, named("3"))
        .await
        .expect("it is done");
    let resumed = house.run(id).await;
    assert_eq!((resumed.id, resumed.status), (run, RunStatus::Succeeded));
    assert_eq!(house.names(id).len(), 10, "all are read");
}

#[tokio::test]
async fn where_nothing_was_imported_nobody_can_be_forgotten() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let engine = &house.engine;
    for refused in [
        engine.preview_forget(id, named("3")).await.map(drop),
        engine.forget_person(id, named("3")).await.map(drop),
        engine.finish_forgetting(id).await,
        engine.class_column(id, PEOPLE, "name", None).await,
        engine.column_classes(id).map(drop),
    ] {
        let refused = refused.expect_err("no database");
        assert!(matches!(refused, Error::NoDatabase(_)), "{refused}");
    }
    assert!(
        !house.folder.path().join("databases/People.db").exists(),
        "none was made"
    );
}
