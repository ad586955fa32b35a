//! Filters by days and by moments.

use crate::review::*;
use crate::support::*;
use poolhouse_catalog::model::{Test, Version};
use poolhouse_catalog::{DataFolder, ErrorKind};
use poolhouse_connector::{ColumnType, Value};

#[test]
fn a_range_of_dates_takes_its_last_one_to_the_end_and_nothing_but_dates() {
    let mut dated = users(&["sub", "when"]);
    dated.columns[1].kind = ColumnType::Timestamp;
    let moments = [
        ["a", "2025-12-31T23:59:59.999Z"],
        ["b", "2026-01-01T00:00:00Z"],
        ["c", "2026-11-21T08:30:00Z"],
        ["d", "2026-11-21T23:59:59.5Z"],
        ["e", "2026-11-22T00:00:00Z"],
        ["f", ""],
        ["g", "0000-00-00"],
        ["h", "1700000000"],
        ["i", "yesterday"],
    ];
    let moments: Vec<&[&str]> = moments.iter().map(<[_; 2]>::as_slice).collect();
    let (_root, folder) = published(dated, rows(&moments));
    let reader = table(&folder, Version::Now).expect("the table");
    let between = |from: &str, to: &str| {
        let end = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        filter(
            "when",
            Test::Between {
                from: end(from),
                to: end(to),
            },
        )
    };
    for (from, to, found) in [
        ("2026-11-21", "2026-11-21", "cd"),
        ("", "2025", "a"),
        ("", "2026-01", "ab"),
        ("2026-11-21 08:30", "2026-11-21T08:30", "c"),
        ("2026-11-21T09:30:00+01:00", "2026-11-21T23", "cd"),
        ("2026-11-21T23:59:59Z", "", "de"),
        ("", "2026-11-21T08:30Z", "abc"),
        ("2026-11-21T06:00", "2026-11-21", "cd"),
    ] {
        let told = first_cells(&reader, &between(from, to)).expect("it can be asked");
        assert_eq!(told, found, "{from:?} to {to:?}");
    }
    for wrong in [
        "yesterday",
        "2026-02-30",
        "2026-13",
        "2026-11-21T25",
        "2026-11-21T99:99",
        "2026-11-21T",
        "21.11.2026",
        "2026-1-1",
        "2026-11-21Tnoon",
        "20261121",
        "2026-11T08",
        "~",
    ] {
        let error = reader.ask(&between(wrong, "")).expect_err(wrong);
        assert_eq!(error.kind(), ErrorKind::BadQuery, "{wrong}");
        assert!(error.to_string().contains("is no date"), "{error}");
    }
}

/// Moments at both ends of a day in Berlin, with and without digits of their seconds; a text, a number.
fn moments() -> (tempfile::TempDir, DataFolder) {
    let mut table = users(&["sub", "at"]);
    table.columns[1].kind = ColumnType::Timestamp;
    let row = |sub: &str, at: Value| vec![text(sub), at];
    let cells = vec![
        row("a", text("2026-11-20T22:59:59.999Z")),
        row("b", text("2026-11-20T23:00:00Z")),
        row("c", text("2026-11-20T23:00:00.000Z")),
        row("d", text("2026-11-21T22:59:59.999999Z")),
        row("e", text("2026-11-21T23:00:00.000Z")),
        row("f", text("never")),
        row("g", Value::Integer(0)),
        row("h", Value::Null),
        row("i", text("")),
    ];
    published(table, cells)
}

#[test]
fn days_are_whole_where_the_person_is() {
    let (_root, folder) = moments();
    let reader = table(&folder, Version::Now).expect("the table");
    let days = |from: Option<&str>, to: Option<&str>, zone: &str| {
        let test = Test::Days {
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            zone: Some(zone.to_owned()),
        };
        let query = filter("at", test);
        let found = first_cells(&reader, &query).expect("it can be asked");
        let others = first_cells(&reader, &not(query)).expect("it can be asked");
        let mut all: Vec<char> = format!("{found}{others}").chars().collect();
        all.sort_unstable();
        assert_eq!(
            all,
            ('a'..='i').collect::<Vec<char>>(),
            "a row passes or does not"
        );
        found
    };
    let day = Some("2026-11-21");
    assert_eq!(days(day, day, "Europe/Berlin"), "bcd", "to its last moment");
    assert_eq!(days(day, day, "UTC"), "de");
    assert_eq!(days(day, None, "Europe/Berlin"), "bcde");
    assert_eq!(
        days(None, Some("2026-11-20"), "Europe/Berlin"),
        "a",
        "what is no moment is on no day"
    );
    assert_eq!(days(None, None, "Europe/Berlin"), "abcde");
}

#[test]
fn what_is_no_day_is_told() {
    let (_root, folder) = moments();
    let reader = table(&folder, Version::Now).expect("the table");
    let refused = |from: &str, to: &str| {
        let test = Test::Days {
            from: Some(from.to_owned()),
            to: Some(to.to_owned()),
            zone: None,
        };
        let error = first_cells(&reader, &filter("at", test)).expect_err("no such days");
        assert_eq!(error.kind(), ErrorKind::BadQuery);
        error.to_string()
    };
    let told = [
        refused("2026-02-30", "2026-03-01"),
        refused("2026-03-01", "soon"),
        refused("2026-03-02", "2026-03-01"),
    ];
    insta::assert_snapshot!(told.join("\n"), @r"
    `2026-02-30` is no day: write it as 2026-11-21
    `soon` is no day: write it as 2026-11-21
    the end lies before the beginning
    ");
}
