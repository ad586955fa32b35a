//! Classes of columns, and masking.

use crate::house::House;
use crate::review::of;
use crate::script::{PEOPLE, TEAMS};
use poolhouse_connector::PersonalData;
use poolhouse_engine::model::{ChangeQuery, DataflowId, Filter, TableQuery, Test, Version};
use poolhouse_engine::view::{ExportRequest, FileFormat, Handed, Privacy, Subject, ViewId};
use poolhouse_engine::{Engine, ErrorKind, Person};
use std::path::Path;

pub(crate) async fn imported(tables: &[&'static str]) -> (House, DataflowId) {
    let house = House::new();
    let id = house.people(tables).await;
    house.succeed(id).await;
    (house, id)
}

/// A name goes over to another, so that what changed has both.
pub(crate) async fn renamed(house: &House, id: DataflowId) {
    house.script.state().people.insert(3, "Canary the Second".into());
    house.succeed(id).await;
}

pub(crate) async fn opened(
    engine: &Engine,
    id: DataflowId,
    query: TableQuery,
) -> (ViewId, Vec<Vec<Option<String>>>) {
    let opened = engine.open_table(of(id, PEOPLE, Version::Now), query).await;
    let view = opened.expect("it opens").view;
    let rows = engine.table_rows(view, 0, 100).await.expect("its rows").rows;
    (view, rows)
}

pub(crate) fn named(value: &str) -> Person {
    Person::Named { value: value.into() }
}

pub(crate) fn found(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).expect("a folder").any(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            return found(&path, bytes);
        }
        let content = std::fs::read(&path).expect("a file");
        content.windows(bytes.len()).any(|window| window == bytes)
    })
}

#[tokio::test]
async fn what_a_person_said_of_a_column_outlives_runs() {
    let (house, id) = imported(&[PEOPLE]).await;
    let engine = &house.engine;
    let class = || {
        let classes = engine.column_classes(id).expect("classes");
        let name = classes.into_iter().find(|class| class.column == "name");
        name.map(|class| (class.found, class.said)).expect("the column")
    };
    assert_eq!(class(), (PersonalData::Name, None));
    let said = Some(PersonalData::None);
    engine
        .class_column(id, PEOPLE, "name", said)
        .await
        .expect("it is said");
    renamed(&house, id).await;
    assert_eq!(class(), (PersonalData::Name, said));
    let table = &engine.database(id).expect("a database").tables[0];
    assert_eq!(table.columns[1].personal, PersonalData::None);
    engine
        .class_column(id, PEOPLE, "name", None)
        .await
        .expect("it is taken back");
    assert_eq!(class(), (PersonalData::Name, None));
    let wrong = engine.class_column(id, PEOPLE, "age", said).await;
    assert_eq!(
        wrong.expect_err("no such column").words().message,
        "There is no column `age`."
    );
}

#[tokio::test]
async fn while_a_run_is_under_way_nothing_is_said_and_nobody_forgotten() {
    let (house, id) = imported(&[PEOPLE]).await;
    let calls = house.script.calls.load(std::sync::atomic::Ordering::SeqCst);
    let run = house.run_until(id, calls + 1).await;
    let engine = &house.engine;
    let said = engine.class_column(id, PEOPLE, "name", None).await;
    assert_eq!(said.expect_err("it runs").kind(), ErrorKind::AlreadyRunning);
    let forgotten = engine.forget_person(id, named("3")).await;
    assert_eq!(forgotten.expect_err("it runs").kind(), ErrorKind::AlreadyRunning);
    let finished = engine.finish_forgetting(id).await;
    assert_eq!(finished.expect_err("it runs").kind(), ErrorKind::AlreadyRunning);
    engine.cancel_run(run);
    engine.idle().await;
}

#[tokio::test]
async fn while_masked_no_answer_holds_a_personal_value() {
    let (house, id) = imported(&[PEOPLE, TEAMS]).await;
    let engine = &house.engine;
    let first = engine.versions(id).expect("versions")[0].run;
    renamed(&house, id).await;
    let run = engine
        .list_runs(&poolhouse_engine::view::RunQuery::default())
        .await
        .expect("runs")[0]
        .id;
    engine.mask_personal_data(true).expect("it is kept");
    assert!(engine.preferences().expect("they are kept").mask_personal_data);
    // Searched and filtered by what it is, shown as nobody's.
    let filter = Filter {
        column: "name".into(),
        test: Test::Equals {
            text: "canary the second".into(),
        },
        not: false,
    };
    let query = TableQuery {
        filters: vec![filter],
        search: "Second".into(),
        ..TableQuery::default()
    };
    let (view, rows) = opened(engine, id, query).await;
    assert_eq!(rows, [[Some("•••".into()), Some("C•••".into())]]);
    let changes = engine
        .run_changes(run, &ChangeQuery::default(), None)
        .await
        .expect("what changed");
    let line = &changes[0];
    let told = [&line.key[0], &line.old, &line.new].map(|value| value.as_deref());
    assert_eq!(told, [Some("•••"), Some("P•••"), Some("C•••")]);
    let row = Person::Row { view, row: 0 };
    let preview = engine.preview_forget(id, row).await.expect("a preview");
    let profile = engine.profile_column(view, "name").await.expect("a profile");
    let history = engine.row_history(view, 0).await.expect("its history");
    assert_eq!(history.changes.len(), 1, "{history:?}");
    let test = &history.filters[0].test;
    assert!(matches!(test, Test::Kept { .. }), "its key is kept: {test:?}");
    let everybody = Subject::People {
        organization: None,
        dataflow: None,
        group: None,
    };
    let compared = Subject::Comparison {
        dataflow: id,
        table: PEOPLE.into(),
        from: Version::AsOf(first),
        to: Version::Now,
    };
    let mut others = Vec::new();
    for subject in [everybody, compared] {
        let view = engine
            .open_table(subject, TableQuery::default())
            .await
            .expect("it opens")
            .view;
        others.extend(engine.table_rows(view, 0, 100).await.expect("its rows").rows);
    }
    assert!(others.len() > 10, "everybody and a line: {others:?}");
    let answers = [
        serde_json::to_string(&profile),
        serde_json::to_string(&history),
        serde_json::to_string(&others),
        serde_json::to_string(&rows),
        serde_json::to_string(&changes),
        serde_json::to_string(&preview),
        serde_json::to_string(&engine.open_run(run).expect("the run")),
        serde_json::to_string(&engine.databases().expect("databases")),
    ];
    for answer in answers {
        let answer = answer.expect("JSON");
        assert!(
            !answer.contains("Canary") && !answer.contains("Person 3"),
            "{answer}"
        );
    }
    let others = poolhouse_engine::view::Preferences::default();
    engine.save_preferences(&others).expect("they are kept");
    assert!(
        engine.preferences().expect("they are kept").mask_personal_data,
        "a form that was open before does not lift it"
    );
    engine.mask_personal_data(false).expect("it is kept");
    let (_, rows) = opened(engine, id, TableQuery::default()).await;
    assert!(
        rows.iter()
            .flatten()
            .flatten()
            .any(|cell| cell == "Canary the Second")
    );
}

#[tokio::test]
async fn a_column_that_is_said_to_be_nobodys_is_masked_nowhere() {
    let (house, id) = imported(&[PEOPLE]).await;
    let engine = &house.engine;
    let nobody = Some(PersonalData::None);
    engine
        .class_column(id, PEOPLE, "name", nobody)
        .await
        .expect("it is said");
    engine.mask_personal_data(true).expect("it is kept");
    let (_, rows) = opened(engine, id, TableQuery::default()).await;
    assert!(
        rows.iter()
            .all(|row| row[1].as_deref().is_some_and(|name| name.starts_with("Person")))
    );
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("people.csv");
    let request = ExportRequest {
        what: Handed::Rows {
            subject: of(id, PEOPLE, Version::Now),
            query: TableQuery::default(),
            columns: Vec::new(),
        },
        privacy: Privacy::Mask,
        format: FileFormat::Csv,
        path: path.to_str().expect("Unicode").into(),
        replace: false,
    };
    engine.export_file("test", request).await.expect("it is written");
    let text = std::fs::read_to_string(path).expect("UTF-8");
    assert!(text.contains("•••,Person 1\n"), "the same classes: {text}");
}

#[tokio::test]
async fn a_link_leads_to_the_rows_of_a_value_that_is_masked() {
    let (house, id) = imported(&[PEOPLE, TEAMS]).await;
    let engine = &house.engine;
    engine.mask_personal_data(true).expect("it is kept");
    let everybody = Subject::People {
        organization: None,
        dataflow: None,
        group: None,
    };
    let everybody = engine.open_table(everybody, TableQuery::default()).await;
    let from = everybody.expect("it opens").view;
    engine.table_rows(from, 0, 100).await.expect("its rows");
    let kept = engine
        .keep_value(from, 6, "name")
        .await
        .expect("the row is there");
    let kept = kept.expect("they have a name");
    assert_eq!(kept.shown, "P•••");
    engine.close_table(from);
    let asked = |value| TableQuery {
        filters: vec![Filter {
            column: "name".into(),
            test: Test::Kept {
                value,
                shown: kept.shown.clone(),
            },
            not: false,
        }],
        ..TableQuery::default()
    };
    let (view, rows) = opened(engine, id, asked(kept.value)).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    let preview = engine
        .preview_forget(id, Person::Row { view, row: 0 })
        .await
        .expect("a preview");
    let told = async || engine.kept_value(kept.value).await.expect("it is asked");
    assert_eq!(told().await.as_ref(), Some(&kept), "masked still");
    engine.mask_personal_data(false).expect("it is kept");
    let (_, rows) = opened(engine, id, asked(kept.value)).await;
    assert_eq!(rows[0][1].as_deref(), Some("Person 7"));
    assert_eq!(
        told().await.map(|told| told.shown).as_deref(),
        Some("Person 7"),
        "and no more"
    );
    let unknown = engine.kept_value(kept.value + 1).await;
    assert_eq!(unknown.expect("it is asked"), None);
    assert_eq!(preview.tables[0].rows, 1);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("people.csv");
    let request = ExportRequest {
        what: Handed::Rows {
            subject: of(id, PEOPLE, Version::Now),
            query: asked(kept.value),
            columns: vec!["name".into()],
        },
        privacy: Privacy::Keep,
        format: FileFormat::Csv,
        path: path.to_str().expect("Unicode").into(),
        replace: false,
    };
    engine.export_file("test", request).await.expect("it is written");
    let text = std::fs::read_to_string(path).expect("UTF-8");
    assert_eq!(text, "name\nPerson 7\n");
    let unknown = engine.open_table(of(id, PEOPLE, Version::Now), asked(99)).await;
    let error = unknown.expect_err("nothing is kept by this number");
    assert_eq!(error.fields()[0].field, "filters.0", "{error}");
}

#[tokio::test]
async fn a_cell_that_changed_is_masked_alike_in_a_runs_log_and_in_its_rows_history() {
    let (house, id) = imported(&[PEOPLE]).await;
    let engine = &house.engine;
    for value in ["Bronze", "Silver"] {
        house.script.state().extra.insert(3, value.into());
        house.succeed(id).await;
    }
    engine
        .class_column(id, PEOPLE, "extra", Some(PersonalData::None))
        .await
        .expect("it is said");
    let of_run = engine.versions(id).expect("versions")[0].run;
    // The column is gone by now; what is known of it is not.
    house.script.state().extra.clear();
    house.succeed(id).await;
    engine.mask_personal_data(true).expect("it is kept");
    let log = engine.run_changes(of_run, &ChangeQuery::default(), None).await;
    let log: Vec<_> = log
        .expect("what changed")
        .into_iter()
        .map(|line| (line.column, line.old, line.new))
        .collect();
    let cell = |text: &str| Some(text.to_owned());
    assert_eq!(log, [(cell("extra"), cell("Bronze"), cell("Silver"))]);
    let (view, _) = opened(engine, id, TableQuery::default()).await;
    let history = engine.row_history(view, 2).await.expect("its history");
    let history: Vec<_> = history
        .changes
        .into_iter()
        .filter(|line| line.run == of_run)
        .map(|line| (line.column, line.old, line.new))
        .collect();
    assert_eq!(history, log, "one rule for both");
}
