//! Questions to a table: which rows come, in which order, of which version.

use crate::support::*;
use poolhouse_catalog::model::{Filter, Purpose, RunId, Sort, TableQuery, Test, Version};
use poolhouse_catalog::{DataFolder, Error, ErrorKind, TableReader};
use poolhouse_connector::{Column, ColumnType, Table, Value};
use std::ops::ControlFlow;
use std::sync::Arc;

/// Five people. Their scores are numbers, but for one that is none.
fn people() -> (tempfile::TempDir, DataFolder) {
    let mut table = users(&["sub", "name", "score"]);
    table.columns[2].kind = ColumnType::Number;
    let row = |sub: &str, name: Value, score: Value| vec![text(sub), name, score];
    let cells = vec![
        row("a", text("Zoë Ångström"), Value::Integer(9)),
        row("b", text("bob"), Value::Integer(10)),
        row("c", Value::Null, Value::Real(-1.5)),
        row("d", text(""), text("n/a")),
        row("e", text("BOB (the second)"), Value::Null),
    ];
    published(table, cells)
}

/// A database with one table.
fn published(table: Table, cells: Vec<Vec<Value>>) -> (tempfile::TempDir, DataFolder) {
    let (root, folder) = folder();
    let columns: Arc<[Column]> = table.columns.clone().into();
    let tables = [staged(table, "users", Purpose::Customer360)];
    let mut staging = open(&folder)
        .begin(RunId(1), &tables, &[whole()], at(1))
        .expect("begin");
    staging
        .stage_page(&whole(), &page(&columns, cells, None))
        .expect("stage");
    staging.commit().expect("commit");
    staging.seal().expect("seal").publish(at(1)).expect("publish");
    (root, folder)
}

fn table(folder: &DataFolder, version: Version) -> Result<TableReader, Error> {
    TableReader::open(folder, NAME, "users", version).map(|reader| reader.expect("a database"))
}

/// The first cells of the rows that a question brings.
fn asked(reader: &TableReader, query: &TableQuery) -> Result<String, Error> {
    let question = reader.ask(query)?;
    let mut places = Vec::new();
    reader.list(&question, &mut |found| {
        places.extend_from_slice(found);
        ControlFlow::Continue(())
    })?;
    let rows = reader.fetch(&places)?;
    Ok(rows.into_iter().filter_map(|mut row| row[0].take()).collect())
}

fn filter(column: &str, test: Test) -> TableQuery {
    TableQuery {
        filters: vec![Filter {
            column: column.into(),
            test,
            not: false,
        }],
        ..TableQuery::default()
    }
}

fn not(mut query: TableQuery) -> TableQuery {
    query.filters[0].not = true;
    query
}

fn sorted(column: &str, descending: bool) -> TableQuery {
    let sort = Sort {
        column: column.into(),
        descending,
    };
    TableQuery {
        sort: vec![sort],
        ..TableQuery::default()
    }
}

fn searched(text: &str) -> TableQuery {
    TableQuery {
        search: text.into(),
        ..TableQuery::default()
    }
}

#[test]
fn each_filter_brings_its_rows_and_its_opposite_all_others() {
    let (_root, folder) = people();
    let reader = table(&folder, Version::Now).expect("the table");
    let text = |text: &str| text.to_owned();
    let between = |from: Option<&str>, to: Option<&str>| Test::Between {
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
    };
    let cases = [
        ("name", Test::Contains { text: text("ÅNG") }, "a"),
        ("name", Test::Contains { text: text("(the") }, "e"),
        ("name", Test::StartsWith { text: text("bob") }, "be"),
        (
            "name",
            Test::EndsWith {
                text: text("second)"),
            },
            "e",
        ),
        ("name", Test::Equals { text: text("BOB") }, "b"),
        (
            "name",
            Test::Matches {
                pattern: text("^b.b$|Ö"),
            },
            "ab",
        ),
        (
            "name",
            Test::OneOf {
                texts: vec![text("bob"), text("zoë ångström")],
            },
            "ab",
        ),
        ("name", Test::OneOf { texts: vec![] }, "d"),
        ("name", Test::Empty, "d"),
        ("name", Test::Null, "c"),
        ("name", between(Some("a"), None), "b"),
        ("score", between(Some("9"), Some("10")), "ab"),
        ("score", between(None, Some(" 9.5 ")), "ac"),
        ("score", between(None, None), "abc"),
        ("score", Test::Contains { text: text("1") }, "bc"),
        ("score", Test::Null, "e"),
    ];
    for (column, test, expected) in cases {
        let query = filter(column, test);
        let found = asked(&reader, &query).expect("it can be asked");
        assert_eq!(found, expected, "{query:?}");
        let others: String = "abcde".chars().filter(|row| !expected.contains(*row)).collect();
        let found = asked(&reader, &not(query.clone())).expect("it can be asked");
        assert_eq!(found, others, "not {query:?}");
    }
}

#[test]
fn filters_are_joined_and_the_search_looks_into_every_column() {
    let (_root, folder) = people();
    let reader = table(&folder, Version::Now).expect("the table");
    let ask = |query: &TableQuery| asked(&reader, query).expect("it can be asked");
    let mut both = filter("name", Test::Contains { text: "bob".into() });
    both.filters.extend(filter("score", Test::Null).filters);
    assert_eq!(ask(&both), "e");
    assert_eq!(ask(&searched("bob")), "be");
    assert_eq!(ask(&searched("10")), "b", "numbers as they are seen");
    assert_eq!(ask(&searched("-1.5")), "c");
    assert_eq!(ask(&searched(".")), "c", "no expression");
    assert_eq!(ask(&searched("nobody")), "");
    assert_eq!(ask(&TableQuery::default()), "abcde");
}

#[test]
fn null_comes_last_in_either_direction_and_case_does_not_count() {
    let (_root, folder) = people();
    let reader = table(&folder, Version::Now).expect("the table");
    let ask = |query: &TableQuery| asked(&reader, query).expect("it can be asked");
    assert_eq!(ask(&sorted("name", false)), "dbeac");
    assert_eq!(ask(&sorted("name", true)), "aebdc");
    assert_eq!(
        ask(&sorted("score", false)),
        "cabde",
        "what is no number after numbers"
    );
    assert_eq!(ask(&sorted("score", true)), "dbace");
}

#[test]
fn what_cannot_be_asked_is_said() {
    let (_root, folder) = people();
    let reader = table(&folder, Version::Now).expect("the table");
    let fault = |query: TableQuery| {
        let error = reader.ask(&query).expect_err("it cannot be asked");
        assert_eq!(error.kind(), ErrorKind::BadQuery);
        error.to_string()
    };
    insta::assert_snapshot!(fault(filter("age", Test::Null)), @"there is no column `age`");
    insta::assert_snapshot!(fault(sorted("users\"; DROP TABLE users", false)), @r#"there is no column `users"; DROP TABLE users`"#);
    insta::assert_snapshot!(fault(filter("name", Test::Matches { pattern: "(a".into() })), @"`(a` is no regular expression: unclosed group");
    insta::assert_snapshot!(fault(filter("name", Test::Matches { pattern: "(a{1000}){1000}".into() })), @"`(a{1000}){1000}` is no regular expression: it would take too much memory");
    let nine = Test::Between {
        from: Some("nine".into()),
        to: None,
    };
    insta::assert_snapshot!(fault(filter("score", nine)), @"`nine` is no number");
}

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
        let told = asked(&reader, &between(from, to)).expect("it can be asked");
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

#[test]
fn a_version_is_shown_as_it_was_for_as_long_as_it_is_kept() {
    let (_root, folder) = folder();
    let columns = ["sub", "name"];
    import(&folder, 1, &columns, rows(&[&["a", "Ann"], &["b", "Ben"]]));
    let reader = table(&folder, Version::Now).expect("the table");
    import(&folder, 2, &columns, rows(&[&["a", "Anna"]]));
    let ann = filter("name", Test::Equals { text: "Ann".into() });
    assert_eq!(
        asked(&reader, &ann).expect("rows"),
        "a",
        "an open table stays as it was"
    );
    let then = table(&folder, Version::AsOf(RunId(1))).expect("it is kept");
    assert_eq!(asked(&then, &TableQuery::default()).expect("rows"), "ab");
    let now = table(&folder, Version::Now).expect("the table");
    assert_eq!(asked(&now, &TableQuery::default()).expect("rows"), "a");
    drop((reader, then));
    open(&folder).prune(1).expect("prune");
    let gone = table(&folder, Version::AsOf(RunId(1))).expect_err("it is no longer kept");
    assert_eq!(gone.kind(), ErrorKind::VersionGone);
    let never = table(&folder, Version::AsOf(RunId(7))).expect_err("it never was");
    assert_eq!(never.kind(), ErrorKind::NotFound);
}

#[test]
fn a_listing_is_struck_in_its_midst() {
    let (_root, folder) = folder();
    let names: Vec<String> = (0..20_000).map(|number| format!("{number:05}")).collect();
    let cells = names.iter().map(|name| vec![text(name), text(name)]).collect();
    import(&folder, 1, &["sub", "name"], cells);
    let reader = table(&folder, Version::Now).expect("the table");
    let interrupt = reader.interrupt();
    let question = reader.ask(&searched("0")).expect("it can be asked");
    let mut told = 0;
    let struck = reader.list(&question, &mut |places| {
        told += places.len();
        interrupt.strike();
        ControlFlow::Continue(())
    });
    assert_eq!(struck.expect_err("it was struck").kind(), ErrorKind::Interrupted);
    assert!(told > 0 && told < names.len(), "some were told: {told}");
    let again = asked(&reader, &searched("19999")).expect("the reader is as good as new");
    assert_eq!(again, "19999");
}

#[test]
fn a_rare_row_is_told_as_soon_as_it_is_found() {
    let (_root, folder) = folder();
    let names: Vec<String> = (0..20_000).map(|number| format!("{number:05}")).collect();
    let cells = names.iter().map(|name| vec![text(name), text(name)]).collect();
    import(&folder, 1, &["sub", "name"], cells);
    let reader = table(&folder, Version::Now).expect("the table");
    let interrupt = reader.interrupt();
    let rare = filter(
        "name",
        Test::OneOf {
            texts: vec!["00009".into(), "19999".into()],
        },
    );
    for query in [rare, searched("00009")] {
        let question = reader.ask(&query).expect("it can be asked");
        let mut told = Vec::new();
        // What is struck once the listing is through goes on as if it had not been.
        let struck = reader.list(&question, &mut |places| {
            told.extend_from_slice(places);
            interrupt.strike();
            ControlFlow::Continue(())
        });
        assert_eq!(
            struck.expect_err("it was under way").kind(),
            ErrorKind::Interrupted
        );
        assert_eq!(told.len(), 1, "the first alone");
    }
    let mut told = Vec::new();
    let question = reader.ask(&searched("0")).expect("it can be asked");
    let listed = reader.list(&question, &mut |places| {
        told.push(places.len());
        ControlFlow::Continue(())
    });
    listed.expect("all of them");
    let all = names.iter().filter(|name| name.contains('0')).count();
    assert_eq!(told.iter().sum::<usize>(), all);
    assert!(told.len() < all / 10, "not one by one: {}", told.len());
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

#[test]
fn a_table_may_have_as_many_columns_as_sqlite_allows_and_cells_as_long_as_aws() {
    let (_root, folder) = folder();
    let names: Vec<String> = std::iter::once("sub".to_owned())
        .chain((1..1_990).map(|number| format!("attribute_{number}")))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let threads = "🧵".repeat(2_048);
    let row = |sub: &str, last: &str| {
        let mut cells = vec![text("short"); names.len()];
        cells[7] = text(&threads);
        cells[0] = text(sub);
        cells[names.len() - 1] = text(last);
        cells
    };
    import(&folder, 1, &names, vec![row("a", "needle"), row("b", "hay")]);
    let reader = table(&folder, Version::Now).expect("the table");
    assert_eq!(asked(&reader, &searched("NEEDLE")).expect("it is found"), "a");
    assert_eq!(asked(&reader, &searched(&threads)).expect("it is found"), "ab");
    let last = names[names.len() - 1];
    assert_eq!(asked(&reader, &sorted(last, false)).expect("sorted"), "ba");
    let profile = reader
        .profile(names[7], &TableQuery::default())
        .expect("a column");
    assert_eq!(
        (profile.distinct, profile.longest.as_deref()),
        (1, Some(threads.as_str()))
    );
    let storage = reader.storage(reader.columns()).expect("all columns");
    assert!(storage.iter().all(|column| column.text), "{}", storage.len());
    import(&folder, 2, &names, vec![row("a", "needle"), row("b", "straw")]);
    let compared = TableReader::compared(
        &folder,
        NAME,
        "users",
        (Version::AsOf(RunId(1)), Version::Now),
        &[],
    )
    .expect("both are kept")
    .expect("a database");
    let question = compared.ask(&TableQuery::default()).expect("a question");
    let mut places = Vec::new();
    compared
        .list(&question, &mut |found| {
            places.extend_from_slice(found);
            ControlFlow::Continue(())
        })
        .expect("they are compared");
    let lines = compared.fetch(&places).expect("lines");
    let line: Vec<_> = lines[0].iter().map(|cell| cell.as_deref()).collect();
    assert_eq!(
        (lines.len(), line),
        (
            1,
            vec![Some("changed"), Some("b"), Some(last), Some("hay"), Some("straw")]
        )
    );
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
        let found = asked(&reader, &query).expect("it can be asked");
        let others = asked(&reader, &not(query)).expect("it can be asked");
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
        let error = asked(&reader, &filter("at", test)).expect_err("no such days");
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
