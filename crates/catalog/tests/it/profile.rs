//! How the values of a column are spread: dates, and numbers.

use crate::review::{people, searched, table};
use crate::support::*;
use poolhouse_catalog::model::{ColumnProfile, Purpose, RunId, TableQuery, Version};
use poolhouse_catalog::{DataFolder, ErrorKind, TableReader};
use poolhouse_connector::{ColumnType, Value};
use std::sync::Arc;

/// The profile of a column of this type with these values.
fn profile(kind: ColumnType, values: Vec<Value>) -> ColumnProfile {
    let (_root, folder): (_, DataFolder) = folder();
    let mut table = users(&["sub", "value"]);
    table.columns[1].kind = kind;
    let columns: Arc<[_]> = table.columns.clone().into();
    let tables = [staged(table, "users", Purpose::Customer360)];
    let mut staging = open(&folder)
        .begin(RunId(1), &tables, &[whole()], at(1))
        .expect("begin");
    let cells = values.into_iter().enumerate();
    let cells = cells
        .map(|(number, value)| vec![text(&format!("{number:06}")), value])
        .collect();
    staging
        .stage_page(&whole(), &page(&columns, cells, None))
        .expect("stage");
    staging.commit().expect("commit");
    staging.seal().expect("seal").publish(at(1)).expect("publish");
    let reader = TableReader::open(&folder, NAME, "users", Version::Now).expect("the table");
    let reader = reader.expect("a database");
    reader.profile("value", &TableQuery::default()).expect("a column")
}

fn dates(values: &[&str]) -> ColumnProfile {
    profile(
        ColumnType::Timestamp,
        values.iter().map(|value| text(value)).collect(),
    )
}

fn bars(profile: &ColumnProfile) -> Vec<String> {
    let bars = profile.spread.iter();
    bars.map(|bar| format!("{} {}", bar.from, bar.rows)).collect()
}

#[test]
fn what_is_no_date_has_no_place_among_dates() {
    let joined = dates(&[
        "2026-01-05T08:00:00Z",
        "2026-03-05",
        "2026-03-06",
        "0000-00-00",
        "1700000000",
        "yesterday",
        "2026-13-01",
        "",
    ]);
    assert_eq!(bars(&joined), ["2026-01 1", "2026-02 0", "2026-03 2"]);
    assert_eq!((joined.rows, joined.filled, joined.misfits), (8, 7, 4));
    assert_eq!(joined.least.as_deref(), Some("2026-01-05T08:00:00Z"));
    assert_eq!(
        joined.greatest.as_deref(),
        Some("2026-03-06"),
        "and not yesterday"
    );
    let none = dates(&["yesterday", "soon"]);
    assert_eq!((none.misfits, none.least, none.greatest), (2, None, None));
    assert!(none.spread.is_empty());
}

#[test]
fn years_without_a_date_are_told_and_far_ones_make_no_thousand_bars() {
    let years = dates(&["1999-12-31", "2002-01-01", "2002-05-01"]);
    assert_eq!(bars(&years), ["1999 1", "2000 0", "2001 0", "2002 2"]);
    let far = dates(&["1899-12-31", "1985-01-01", "2026-05-01"]);
    assert_eq!(far.spread.len(), 14, "{:?}", bars(&far));
    assert_eq!(
        (far.spread[0].from.as_str(), far.spread[0].rows),
        ("1890–1899", 1)
    );
    let all = dates(&["0001-01-01", "2026-05-01"]);
    assert_eq!((all.spread.len(), all.spread[0].from.as_str()), (21, "0000–0099"));
    assert_eq!(all.spread.iter().map(|bar| bar.rows).sum::<u64>(), 2);
}

#[test]
fn no_two_bars_of_numbers_have_one_label() {
    let of = |numbers: Vec<f64>| profile(ColumnType::Number, numbers.into_iter().map(Value::Real).collect());
    for numbers in [
        vec![1_000.1, 1_000.9],
        vec![0.000_01, 0.000_02],
        vec![-1.5, 10.0],
        vec![1e15, 1.000_1e15],
        vec![-1e300, 1e300],
        vec![f64::MIN_POSITIVE, 1e-300],
    ] {
        let told = of(numbers.clone());
        let mut labels: Vec<&str> = told.spread.iter().map(|bar| bar.from.as_str()).collect();
        assert_eq!(labels.len(), 24, "{numbers:?}");
        labels.dedup();
        assert_eq!(labels.len(), 24, "{numbers:?}: {labels:?}");
        assert!(labels.iter().all(|label| label.len() < 30), "{labels:?}");
    }
    let few = profile(
        ColumnType::Number,
        vec![
            Value::Integer(3),
            Value::Integer(5),
            Value::Integer(5),
            text("n/a"),
        ],
    );
    assert_eq!(
        bars(&few),
        ["3 1", "4 0", "5 2"],
        "whole numbers have bars of their own"
    );
    assert_eq!((few.misfits, few.greatest.as_deref()), (1, Some("5")));
}

#[test]
fn a_profile_says_what_the_values_are_like() {
    let (_root, folder) = people();
    let reader = table(&folder, Version::Now).expect("the table");
    let profile = |column: &str, query: &TableQuery| reader.profile(column, query).expect("a column");
    let name = profile("name", &TableQuery::default());
    assert_eq!((name.rows, name.filled, name.distinct), (5, 3, 3));
    assert_eq!(name.shortest.as_deref(), Some("bob"));
    assert_eq!(name.longest.as_deref(), Some("BOB (the second)"));
    assert!(name.spread.is_empty(), "texts have no spread");
    let score = profile("score", &TableQuery::default());
    assert_eq!(
        (score.filled, score.distinct),
        (4, 4),
        "what is no number counts too"
    );
    assert_eq!((score.least.as_deref(), score.spread.len()), (Some("-1.5"), 24));
    let rows: u64 = score.spread.iter().map(|bar| bar.rows).sum();
    assert_eq!((rows, score.spread[0].from.as_str()), (3, "-1.5"), "the numbers");
    let bobs = profile("name", &searched("bob"));
    assert_eq!(
        (bobs.rows, bobs.frequent.len()),
        (2, 2),
        "of what is searched for"
    );
    let error = reader.profile("age", &TableQuery::default());
    assert_eq!(error.expect_err("no such column").kind(), ErrorKind::BadQuery);
}

#[test]
fn the_most_frequent_values_come_first() {
    let (_root, folder) = folder();
    let cells = (0..1_000)
        .map(|number| {
            vec![
                text(&number.to_string()),
                text(&format!("v{}", f64::from(number).sqrt() as u64)),
            ]
        })
        .collect();
    import(&folder, 1, &["sub", "name"], cells);
    let reader = table(&folder, Version::Now).expect("the table");
    let profile = reader.profile("name", &TableQuery::default()).expect("a column");
    assert_eq!(
        (profile.rows, profile.distinct, profile.frequent.len()),
        (1_000, 32, 20)
    );
    let first: Vec<_> = profile.frequent[..3]
        .iter()
        .map(|found| (found.value.as_str(), found.rows))
        .collect();
    assert_eq!(first, [("v30", 61), ("v29", 59), ("v28", 57)]);
    let unique = reader.profile("sub", &TableQuery::default()).expect("a column");
    assert_eq!((unique.distinct, unique.frequent[0].rows), (1_000, 1));
}
