//! Questions to a table: which rows come, in which order, of which version.

use crate::support::*;
use poolhouse_catalog::model::{Filter, Purpose, RunId, Sort, TableQuery, Test, Version};
use poolhouse_catalog::{DataFolder, Error, ErrorKind, TableReader};
use poolhouse_connector::{Column, ColumnType, Table, Value};
use std::ops::ControlFlow;
use std::sync::Arc;

/// Five people. Their scores are numbers, but for one that is none.
pub(crate) fn people() -> (tempfile::TempDir, DataFolder) {
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
pub(crate) fn published(table: Table, cells: Vec<Vec<Value>>) -> (tempfile::TempDir, DataFolder) {
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

pub(crate) fn table(folder: &DataFolder, version: Version) -> Result<TableReader, Error> {
    TableReader::open(folder, NAME, "users", version).map(|reader| reader.expect("a database"))
}

pub(crate) fn filter(column: &str, test: Test) -> TableQuery {
    TableQuery {
        filters: vec![Filter {
            column: column.into(),
            test,
            not: false,
        }],
        ..TableQuery::default()
    }
}

pub(crate) fn not(mut query: TableQuery) -> TableQuery {
    query.filters[0].not = true;
    query
}

pub(crate) fn sorted(column: &str, descending: bool) -> TableQuery {
    let sort = Sort {
        column: column.into(),
        descending,
    };
    TableQuery {
        sort: vec![sort],
        ..TableQuery::default()
    }
}

pub(crate) fn searched(text: &str) -> TableQuery {
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
        let found = first_cells(&reader, &query).expect("it can be asked");
        assert_eq!(found, expected, "{query:?}");
        let others: String = "abcde".chars().filter(|row| !expected.contains(*row)).collect();
        let found = first_cells(&reader, &not(query.clone())).expect("it can be asked");
        assert_eq!(found, others, "not {query:?}");
    }
}

#[test]
fn yes_and_no_are_asked_for_in_words_too() {
    let mut enabled = users(&["sub", "enabled", "note"]);
    enabled.columns[1].kind = ColumnType::Boolean;
    let row = |sub: &str, enabled: Value, note: &str| vec![text(sub), enabled, text(note)];
    let cells = vec![
        row("a", Value::Integer(1), "1"),
        row("b", Value::Integer(0), "0"),
        row("c", text("Yes"), "yes"),
        row("d", Value::Null, "no"),
    ];
    let (_root, folder) = published(enabled, cells);
    let reader = table(&folder, Version::Now).expect("the table");
    let equals = |column: &str, text: &str| {
        let test = Test::Equals { text: text.into() };
        first_cells(&reader, &filter(column, test)).expect("it can be asked")
    };
    assert_eq!(
        (equals("enabled", "1"), equals("enabled", "0")),
        ("a".into(), "b".into())
    );
    assert_eq!(equals("enabled", "YES"), "ac", "and what was kept as it came");
    assert_eq!(
        (equals("enabled", "true"), equals("enabled", "no")),
        ("a".into(), "b".into())
    );
    let texts = vec!["no".into(), "yes".into()];
    let either = first_cells(&reader, &filter("enabled", Test::OneOf { texts }));
    assert_eq!(either.expect("it can be asked"), "abc");
    assert_eq!(equals("note", "yes"), "c", "a text is what it says");
}

#[test]
fn filters_are_joined_and_the_search_looks_into_every_column() {
    let (_root, folder) = people();
    let reader = table(&folder, Version::Now).expect("the table");
    let ask = |query: &TableQuery| first_cells(&reader, query).expect("it can be asked");
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
    let ask = |query: &TableQuery| first_cells(&reader, query).expect("it can be asked");
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
fn a_version_is_shown_as_it_was_for_as_long_as_it_is_kept() {
    let (_root, folder) = folder();
    let columns = ["sub", "name"];
    import(&folder, 1, &columns, rows(&[&["a", "Ann"], &["b", "Ben"]]));
    let reader = table(&folder, Version::Now).expect("the table");
    import(&folder, 2, &columns, rows(&[&["a", "Anna"]]));
    let ann = filter("name", Test::Equals { text: "Ann".into() });
    assert_eq!(
        first_cells(&reader, &ann).expect("rows"),
        "a",
        "an open table stays as it was"
    );
    let then = table(&folder, Version::AsOf(RunId(1))).expect("it is kept");
    assert_eq!(first_cells(&then, &TableQuery::default()).expect("rows"), "ab");
    let now = table(&folder, Version::Now).expect("the table");
    assert_eq!(first_cells(&now, &TableQuery::default()).expect("rows"), "a");
    drop((reader, then));
    open(&folder).prune(1).expect("prune");
    let gone = table(&folder, Version::AsOf(RunId(1))).expect_err("it is no longer kept");
    assert_eq!(gone.kind(), ErrorKind::VersionGone);
    let never = table(&folder, Version::AsOf(RunId(7))).expect_err("it never was");
    assert_eq!(never.kind(), ErrorKind::NotFound);
}

#[test]
fn a_version_that_is_pruned_while_it_is_on_screen_is_told_to_be_gone() {
    let (_root, folder) = folder();
    for run in 1..=3 {
        import(&folder, run, &["sub", "name"], rows(&[&["a", &run.to_string()]]));
    }
    let reader = table(&folder, Version::AsOf(RunId(1))).expect("it is kept");
    let shown = places(&reader, &TableQuery::default()).expect("its rows");
    open(&folder).prune(1).expect("prune");
    let gone = reader.fetch(&shown).expect_err("it is no longer kept");
    assert_eq!(gone.kind(), ErrorKind::VersionGone, "{gone}");
    let profile = reader.profile("name", &TableQuery::default());
    assert_eq!(profile.expect_err("nor here").kind(), ErrorKind::VersionGone);
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
    let again = first_cells(&reader, &searched("19999")).expect("the reader is as good as new");
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
