//! Two versions compared, and what became of a row.

use crate::house::House;
use crate::review::of;
use crate::script::PEOPLE;
use poolhouse_catalog::{DataFolder, Database};
use poolhouse_engine::Error;
use poolhouse_engine::model::{ChangeKind, DataflowId, RunId, TableQuery, Version};
use poolhouse_engine::view::Subject;

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
    assert_eq!(names, ["change", "number", "column", "before", "after"]);
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
    added | 11 | - | - | -
    changed | 2 | name | Person 2 | Somebody else
    changed | 3 | name | Person 3 | Renamed
    removed | 1 | - | - | -
    "#);
    let lines = compared(&house, id, as_of(first), Version::Now)
        .await
        .expect("both are kept");
    insta::assert_snapshot!(lines.join("\n"), @r#"
    added | 12 | - | - | -
    changed | 1 | name | Person 1 | Person 1, back again
    changed | 3 | name | Person 3 | Renamed again
    "#);
    let back = compared(&house, id, as_of(third), as_of(first))
        .await
        .expect("both are kept");
    insta::assert_snapshot!(back.join("\n"), @r#"
    changed | 1 | name | Person 1, back again | Person 1
    changed | 3 | name | Renamed again | Person 3
    removed | 12 | - | - | -
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
            if line.starts_with("changed | 1 |") {
                "changed | 1 | - | - | -".to_owned()
            } else {
                line
            }
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
    assert_eq!(folded, by_log(backwards));
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
