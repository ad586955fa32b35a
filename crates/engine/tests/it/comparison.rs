//! Two versions compared, and what became of a row.

use crate::house::House;
use crate::review::of;
use crate::script::PEOPLE;
use poolhouse_catalog::{DataFolder, Database};
use poolhouse_connector::PersonalData;
use poolhouse_engine::Error;
use poolhouse_engine::model::{ChangeKind, ChangeQuery, DataflowId, RunId, Sort, TableQuery, Version};
use poolhouse_engine::view::{ExportRequest, FileFormat, Handed, Preferences, Privacy, Subject};

/// Three runs: one comes, one goes, two are renamed, one of them back again.
async fn three_runs() -> (House, DataflowId, [RunId; 3]) {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let first = house.succeed(id).await.id;
    {
        let people = &mut house.script.state().people;
        people.remove(&1);
        people.insert(2, "Somebody else".into());
        people.insert(3, "Renamed".into());
        people.insert(11, "New".into());
    }
    let second = house.succeed(id).await.id;
    {
        let people = &mut house.script.state().people;
        people.insert(1, "Person 1, back again".into());
        people.insert(2, "Person 2".into());
        people.insert(3, "Renamed again".into());
        people.remove(&11);
        people.insert(12, "Newer".into());
    }
    let third = house.succeed(id).await.id;
    (house, id, [first, second, third])
}

async fn compared(house: &House, id: DataflowId, from: Version, to: Version) -> Result<Vec<String>, Error> {
    let subject = Subject::Comparison {
        dataflow: id,
        table: PEOPLE.into(),
        from,
        to,
    };
    let table = house.engine.open_table(subject, TableQuery::default()).await?;
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["change", "number", "name", "column", "before", "after"]);
    loop {
        let window = house.engine.table_rows(table.view, 0, 100).await?;
        if window.done {
            let line = |row: Vec<Option<String>>| {
                let cells: Vec<String> = row
                    .into_iter()
                    .map(|cell| cell.unwrap_or_else(|| "-".into()))
                    .collect();
                cells.join(" | ")
            };
            let mut lines: Vec<String> = window.rows.into_iter().map(line).collect();
            lines.sort();
            return Ok(lines);
        }
    }
}

#[tokio::test]
async fn two_versions_are_compared_in_either_direction() {
    let (house, id, [first, second, third]) = three_runs().await;
    let as_of = Version::AsOf;
    let lines = compared(&house, id, as_of(first), as_of(second))
        .await
        .expect("both are kept");
    insta::assert_snapshot!(lines.join("\n"), @r#"
    added | 11 | New | - | - | -
    changed | 2 | Somebody else | name | Person 2 | Somebody else
    changed | 3 | Renamed | name | Person 3 | Renamed
    removed | 1 | Person 1 | - | - | -
    "#);
    let lines = compared(&house, id, as_of(first), Version::Now)
        .await
        .expect("both are kept");
    insta::assert_snapshot!(lines.join("\n"), @r#"
    added | 12 | Newer | - | - | -
    changed | 1 | Person 1, back again | name | Person 1 | Person 1, back again
    changed | 3 | Renamed again | name | Person 3 | Renamed again
    "#);
    let back = compared(&house, id, as_of(third), as_of(first))
        .await
        .expect("both are kept");
    insta::assert_snapshot!(back.join("\n"), @r#"
    changed | 1 | Person 1 | name | Person 1, back again | Person 1
    changed | 3 | Person 3 | name | Renamed again | Person 3
    removed | 12 | Newer | - | - | -
    "#);
    let nothing = compared(&house, id, as_of(third), Version::Now)
        .await
        .expect("the same");
    assert!(nothing.is_empty(), "{nothing:?}");
}

#[tokio::test]
async fn what_is_no_longer_kept_is_compared_by_the_change_log() {
    let (house, id, [first, _, third]) = three_runs().await;
    let as_of = Version::AsOf;
    let kept = compared(&house, id, as_of(first), as_of(third))
        .await
        .expect("both are kept");
    let backwards = compared(&house, id, as_of(third), as_of(first))
        .await
        .expect("both are kept");
    let folder = DataFolder::open(house.folder.path()).expect("the folder");
    Database::open(&folder, "People")
        .expect("the database")
        .prune(1)
        .expect("it is pruned");
    // Who went and came again is another, in cells that the log does not have.
    let by_log = |lines: Vec<String>| -> Vec<String> {
        let known = |line: String| {
            let cells: Vec<&str> = line.split(" | ").collect();
            // The names are those of the version that is kept.
            let name = match cells[1] {
                "1" => "Person 1, back again",
                "3" => "Renamed again",
                "12" if cells[0] == "added" => "Newer",
                _ => "-",
            };
            let told = if cells[1] == "1" {
                "- | - | -".into()
            } else {
                cells[3..].join(" | ")
            };
            format!("{} | {} | {name} | {told}", cells[0], cells[1])
        };
        lines.into_iter().map(known).collect()
    };
    let folded = compared(&house, id, as_of(first), as_of(third))
        .await
        .expect("the log stays");
    assert_eq!(folded, by_log(kept));
    let folded = compared(&house, id, as_of(third), as_of(first))
        .await
        .expect("the log stays");
    // Of who has gone since the one version and is in no other, the version that is kept has the name.
    let backwards: Vec<String> = by_log(backwards);
    let named = |line: &String| line.replace("removed | 12 | -", "removed | 12 | Newer");
    assert_eq!(folded, backwards.iter().map(named).collect::<Vec<_>>());
    let never = compared(&house, id, as_of(RunId(99)), Version::Now).await;
    assert!(never.is_err(), "there was no such run");
}

#[tokio::test]
async fn what_became_of_a_row_is_told_by_run() {
    let (house, id, [_, second, third]) = three_runs().await;
    let table = house
        .engine
        .open_table(of(id, PEOPLE, Version::Now), TableQuery::default())
        .await
        .expect("it opens");
    let rows = loop {
        let window = house.engine.table_rows(table.view, 0, 100).await.expect("rows");
        if window.done {
            break window.rows;
        }
    };
    let place = rows.iter().position(|row| row[0].as_deref() == Some("3"));
    let place = place.expect("the third person") as u64;
    let history = house
        .engine
        .row_history(table.view, place)
        .await
        .expect("its history");
    let told: Vec<_> = history
        .changes
        .iter()
        .map(|change| {
            (
                change.run,
                change.kind,
                change.old.as_deref(),
                change.new.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (third, ChangeKind::Changed, Some("Renamed"), Some("Renamed again")),
            (second, ChangeKind::Changed, Some("Person 3"), Some("Renamed")),
        ]
    );
    let gone = house.engine.row_history(table.view, 99).await;
    assert!(gone.is_err(), "there is no such row");
    assert_eq!((history.dataflow, history.table.as_str()), (id, PEOPLE));
    assert_eq!(history.found, [third, second], "both are kept");
    let query = TableQuery {
        filters: history.filters,
        ..TableQuery::default()
    };
    for (run, name) in [(third, "Renamed again"), (second, "Renamed")] {
        let then = of(id, PEOPLE, Version::AsOf(run));
        assert_eq!(names_found(&house, then, &query).await, [name], "as it was then");
    }
}

/// The second cells of the rows that a question wants.
async fn names_found(house: &House, subject: Subject, query: &TableQuery) -> Vec<String> {
    let opened = house.engine.open_table(subject, query.clone()).await;
    let view = opened.expect("it opens").view;
    loop {
        let window = house.engine.table_rows(view, 0, 100).await.expect("rows");
        if window.done {
            let names = window.rows.into_iter().map(|mut row| row.swap_remove(1));
            return names.flatten().collect();
        }
    }
}

#[tokio::test]
async fn a_row_is_found_as_it_was_where_it_was_and_is_kept() {
    let (house, id, [first, ..]) = three_runs().await;
    let compared = Subject::Comparison {
        dataflow: id,
        table: PEOPLE.into(),
        from: Version::AsOf(first),
        to: Version::Now,
    };
    let table = house.engine.open_table(compared, TableQuery::default()).await;
    let view = table.expect("it opens").view;
    let lines = loop {
        let window = house.engine.table_rows(view, 0, 100).await.expect("lines");
        if window.done {
            break window.rows;
        }
    };
    let mut removed = 0;
    for (place, line) in lines.iter().enumerate() {
        let history = house.engine.row_history(view, place as u64).await;
        let history = history.expect("its history");
        let gone: Vec<RunId> = history
            .changes
            .iter()
            .filter(|change| change.kind == ChangeKind::Removed)
            .map(|change| change.run)
            .collect();
        removed += gone.len();
        assert!(
            history.found.iter().all(|run| !gone.contains(run)),
            "it was not there: {line:?}"
        );
        let query = TableQuery {
            filters: history.filters,
            ..TableQuery::default()
        };
        for run in history.found {
            let then = of(id, PEOPLE, Version::AsOf(run));
            assert_eq!(names_found(&house, then, &query).await.len(), 1, "{line:?}");
        }
    }
    assert!(removed > 0, "some have gone");
    // Only the newest version stays.
    let preferences = house.engine.preferences().expect("preferences");
    house
        .engine
        .save_preferences(&Preferences {
            versions_kept: 1,
            ..preferences
        })
        .expect("they are kept");
    house.script.state().people.insert(3, "Renamed for good".into());
    house.succeed(id).await;
    let now = house.engine.versions(id).expect("versions")[0].run;
    let third = TableQuery {
        search: "for good".into(),
        ..TableQuery::default()
    };
    let table = house.engine.open_table(of(id, PEOPLE, Version::Now), third).await;
    let view = table.expect("it opens").view;
    while !house.engine.table_rows(view, 0, 1).await.expect("rows").done {}
    let history = house.engine.row_history(view, 0).await.expect("its history");
    assert_eq!(history.changes.len(), 3, "the log stays");
    assert_eq!(history.found, [now], "the older rows are no longer kept");
}

/// The lines of a comparison that a search wants; it is closed again.
async fn found(house: &House, subject: &Subject, search: &str) -> Vec<Vec<Option<String>>> {
    let query = TableQuery {
        search: search.into(),
        ..TableQuery::default()
    };
    let opened = house.engine.open_table(subject.clone(), query).await;
    let table = opened.expect("it opens");
    let rows = loop {
        let window = house.engine.table_rows(table.view, 0, 100).await;
        let window = window.expect("it is open");
        if window.done {
            break window.rows;
        }
    };
    house.engine.close_table(table.view);
    rows
}

#[tokio::test]
async fn what_was_compared_is_asked_again_until_somebody_writes() {
    let (house, id, [first, ..]) = three_runs().await;
    house.folder.is_left_broken();
    let subject = Subject::Comparison {
        dataflow: id,
        table: PEOPLE.into(),
        from: Version::AsOf(first),
        to: Version::Now,
    };
    let all = found(&house, &subject, "").await;
    let newer = found(&house, &subject, "Newer").await;
    assert!(newer.len() < all.len(), "{newer:?} of {all:?}");
    house.script.state().people.insert(13, "Newest".into());
    house.succeed(id).await;
    let after = found(&house, &subject, "").await;
    assert_eq!(after.len(), all.len() + 1, "a run has published: {after:?}");
    house.engine.mask_personal_data(true).expect("it is kept");
    let is_shown = |rows: &[Vec<Option<String>>], text: &str| {
        rows.iter().flatten().flatten().any(|cell| cell.contains(text))
    };
    assert!(!is_shown(&found(&house, &subject, "").await, "Person"), "masked");
    let nobody = Some(poolhouse_connector::PersonalData::None);
    let said = house.engine.class_column(id, PEOPLE, "name", nobody);
    said.await.expect("it is said");
    assert!(
        is_shown(&found(&house, &subject, "").await, "Person"),
        "what is said of a column holds at once"
    );
    // Where the file is gone there is nothing to compare: what was compared still answers.
    #[cfg(unix)]
    {
        let file = house.folder.path().join("databases").join("People.db");
        std::fs::remove_file(&file).expect("it is there");
        assert_eq!(found(&house, &subject, "").await.len(), after.len());
    }
}

/// Two runs of people with an attribute that is nobody's own: one's name and another's attribute change,
/// and one goes.
async fn with_a_plain_column() -> (House, DataflowId, [RunId; 2]) {
    let house = House::new();
    {
        let extra = &mut house.script.state().extra;
        extra.extend((1..=10).map(|number| (number, "CONFIRMED".to_owned())));
    }
    let id = house.people(&[PEOPLE]).await;
    let first = house.succeed(id).await.id;
    {
        let mut state = house.script.state();
        state.people.remove(&1);
        state.people.insert(2, "Canary".into());
        state.extra.insert(3, "ARCHIVED".into());
    }
    let second = house.succeed(id).await.id;
    let none = Some(PersonalData::None);
    let said = house.engine.class_column(id, PEOPLE, "extra", none);
    said.await.expect("it is said");
    (house, id, [first, second])
}

#[tokio::test]
async fn masked_a_comparison_and_the_page_of_the_run_hide_the_same_cells() {
    let (house, id, [first, second]) = with_a_plain_column().await;
    house.engine.mask_personal_data(true).expect("it is kept");
    let (from, to) = (Version::AsOf(first), Version::AsOf(second));
    let lines = compared(&house, id, from, to).await.expect("both are kept");
    insta::assert_snapshot!(lines.join("\n"), @r"
    changed | ••• | C••• | name | P••• | C•••
    changed | ••• | P••• | extra | CONFIRMED | ARCHIVED
    removed | ••• | P••• | - | - | -
    ");
    let all = ChangeQuery::default();
    let changes = house.engine.run_changes(second, &all, None).await;
    let mut told: Vec<String> = changes
        .expect("what changed")
        .into_iter()
        .map(|change| {
            let cell = |cell: Option<String>| cell.unwrap_or_else(|| "-".into());
            let key: Vec<String> = change.key.into_iter().map(cell).collect();
            let names: Vec<String> = change.names.into_iter().map(|name| name.value).collect();
            let kind = match change.kind {
                ChangeKind::Added => "added",
                ChangeKind::Changed => "changed",
                ChangeKind::Removed => "removed",
            };
            let told = [cell(change.column), cell(change.old), cell(change.new)].join(" | ");
            format!("{kind} | {} | {} | {told}", key.join(" "), names.join(" "))
        })
        .collect();
    told.sort();
    assert_eq!(told, lines);
}

#[tokio::test]
async fn an_export_of_a_comparison_hides_what_is_personal_line_by_line() {
    let (house, id, [first, second]) = with_a_plain_column().await;
    let folder = tempfile::tempdir().expect("a folder");
    let written = async |name: &str, privacy, columns: &[&str]| {
        let path = folder.path().join(name);
        let request = ExportRequest {
            what: Handed::Rows {
                subject: Subject::Comparison {
                    dataflow: id,
                    table: PEOPLE.into(),
                    from: Version::AsOf(first),
                    to: Version::AsOf(second),
                },
                query: TableQuery {
                    sort: vec![Sort {
                        column: "change".into(),
                        descending: true,
                    }],
                    ..TableQuery::default()
                },
                columns: columns.iter().map(|&column| column.to_owned()).collect(),
            },
            privacy,
            format: FileFormat::Csv,
            path: path.to_str().expect("Unicode").into(),
            replace: false,
        };
        let exported = house
            .engine
            .export_file(name, request)
            .await
            .expect("it is written");
        (
            std::fs::read_to_string(path).expect("UTF-8"),
            exported.cells_left_out,
        )
    };
    let (text, left_out) = written("kept.csv", Privacy::Keep, &[]).await;
    insta::assert_snapshot!(text, @r"
    change,number,name,column,before,after
    removed,1,Person 1,,,
    changed,2,Canary,name,Person 2,Canary
    changed,3,Person 3,extra,CONFIRMED,ARCHIVED
    ");
    assert_eq!(left_out, 0);
    let (text, left_out) = written("masked.csv", Privacy::Mask, &[]).await;
    insta::assert_snapshot!(text, @r"
    change,number,name,column,before,after
    removed,•••,P•••,,,
    changed,•••,C•••,name,P•••,C•••
    changed,•••,P•••,extra,CONFIRMED,ARCHIVED
    ");
    assert_eq!(left_out, 0);
    let (text, left_out) = written("without.csv", Privacy::LeaveOut, &[]).await;
    insta::assert_snapshot!(text, @r"
    change,column,before,after
    removed,,,
    changed,name,,
    changed,extra,CONFIRMED,ARCHIVED
    ");
    assert_eq!(left_out, 2, "the name before and after");
    // Where the column itself is not wanted, its lines are hidden by it all the same.
    let (text, _) = written("some.csv", Privacy::LeaveOut, &["after", "number"]).await;
    assert_eq!(text, "after\n\"\"\n\"\"\nARCHIVED\n");
}
