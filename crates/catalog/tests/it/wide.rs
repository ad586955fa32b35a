//! Tables as wide as SQLite allows: 2,000 columns, of which one is ours.

use crate::review::{searched, sorted, table};
use crate::support::*;
use poolhouse_catalog::model::{Filter, Purpose, RunId, Sort, TableQuery, Test, Version};
use poolhouse_catalog::{
    DataFolder, ErrorKind, Everybody, KnownPeople, People, PeopleOf, PlainDatabase, TableReader, ValueRef,
};
use std::ops::ControlFlow;

/// Columns of the source at most, its key among them.
const MOST: usize = 1_999;

/// `sub`, and `a2` and so on up to `count`.
fn names(count: usize) -> Vec<String> {
    let further = (2..=count).map(|place| format!("a{place}"));
    std::iter::once("sub".to_owned()).chain(further).collect()
}

/// A row whose cells tell its person, its column and when it changed last.
fn row(sub: &str, count: usize, change: &str) -> Vec<poolhouse_connector::Value> {
    let further = (2..=count).map(|place| text(&format!("{sub}{place}{change}")));
    std::iter::once(text(sub)).chain(further).collect()
}

fn bring(folder: &DataFolder, run: i64, purpose: Purpose, rows: Cells) {
    let names = names(MOST);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    import_for(folder, run, &names, rows, purpose);
}

/// Two versions: `b` changes in every cell, `c` goes and `d` comes.
fn two_versions() -> (tempfile::TempDir, DataFolder) {
    let (root, folder) = folder();
    let of = |subs: [(&str, &str); 3]| subs.map(|(sub, change)| row(sub, MOST, change)).to_vec();
    bring(&folder, 1, Purpose::All, of([("a", ""), ("b", ""), ("c", "")]));
    bring(
        &folder,
        2,
        Purpose::All,
        of([("a", ""), ("b", " new"), ("d", "")]),
    );
    (root, folder)
}

/// Whom a question finds.
fn whom(reader: &TableReader, query: &TableQuery) -> String {
    let rows = reader
        .fetch(&places(reader, query).expect("places"))
        .expect("rows");
    let sub = reader.columns().iter().position(|column| column.name == "sub");
    let sub = sub.expect("the key");
    rows.into_iter().filter_map(|mut row| row[sub].take()).collect()
}

fn opened(folder: &DataFolder, version: Version) -> TableReader {
    let reader = TableReader::open(folder, NAME, "users", version).expect("the table");
    reader.expect("a database")
}

#[test]
fn every_question_can_be_asked_of_the_widest_table() {
    let (_root, folder) = two_versions();
    let reader = opened(&folder, Version::Now);
    assert_eq!(reader.columns().len(), MOST);
    let last = format!("a{MOST}");
    let searched = |text: &str| TableQuery {
        search: text.into(),
        ..TableQuery::default()
    };
    assert_eq!(whom(&reader, &searched("D1999")), "d", "in the last column");
    assert_eq!(whom(&reader, &searched("nothing has this")), "");
    let filter = |column: &str, test| Filter {
        column: column.into(),
        test,
        not: false,
    };
    let filtered = TableQuery {
        filters: vec![filter(&last, Test::EndsWith { text: "new".into() })],
        ..TableQuery::default()
    };
    assert_eq!(whom(&reader, &filtered), "b");
    // One filter a column, and sorted by very many of them.
    let every = TableQuery {
        filters: (2..=400)
            .map(|place| filter(&format!("a{place}"), Test::StartsWith { text: "d".into() }))
            .collect(),
        sort: (1_600..=MOST)
            .map(|place| Sort {
                column: format!("a{place}"),
                descending: true,
            })
            .collect(),
        search: "D".into(),
    };
    assert_eq!(whom(&reader, &every), "d");
    let sorted = TableQuery {
        sort: vec![Sort {
            column: last.clone(),
            descending: true,
        }],
        ..TableQuery::default()
    };
    assert_eq!(whom(&reader, &sorted), "dba");
    let profile = reader.profile(&last, &filtered).expect("a profile");
    assert_eq!((profile.rows, profile.distinct), (1, 1));
    assert!(
        reader
            .storage(reader.columns())
            .expect("looks")
            .iter()
            .all(|storage| storage.text)
    );
    let columns = reader.columns().to_vec();
    let mut walked = 0;
    reader
        .walk(&sorted, &columns, &mut |cells| {
            walked += cells
                .iter()
                .filter(|cell| matches!(cell, ValueRef::Text(_)))
                .count();
            ControlFlow::Continue(())
        })
        .expect("a walk");
    assert_eq!(walked, 3 * MOST);
}

#[test]
fn what_changed_in_every_cell_of_the_widest_table_is_compared_and_goes_back() {
    let (_root, folder) = two_versions();
    let lines = log(&folder, 2);
    let of_users = lines.iter().filter(|line| line.starts_with("users "));
    assert_eq!(of_users.count(), MOST - 1 + 2, "every cell of one, and two rows");
    let compared = TableReader::compared(
        &folder,
        NAME,
        "users",
        (Version::AsOf(RunId(2)), Version::AsOf(RunId(1))),
        &[],
    );
    let compared = compared.expect("both are kept").expect("a database");
    assert_eq!(
        places(&compared, &TableQuery::default()).expect("places").len(),
        MOST - 1 + 2
    );
    let preview = reader(&folder)
        .preview_rollback(RunId(1), None)
        .expect("a preview");
    let users = preview
        .tables
        .iter()
        .find(|table| table.name == "users")
        .expect("it changes");
    assert_eq!((users.added, users.changed, users.removed), (1, 1, 1));
    open(&folder)
        .roll_back(RunId(1), None, RunId(3), at(3))
        .expect("it goes back");
    sound(&folder);
    assert_eq!(
        whom(&opened(&folder, Version::Now), &TableQuery::default()),
        "abc"
    );
    let (columns, catalogue) = seen(&folder, "users_columns");
    assert_eq!(
        (columns.len(), catalogue.len()),
        (7, MOST),
        "a line for each column"
    );
}

#[test]
fn somebody_is_forgotten_in_the_widest_table() {
    let (root, folder) = two_versions();
    let people = People::from([(USERS, "sub".to_owned())]);
    let traces = reader(&folder).traces(&people, "b").expect("traces");
    let mut database = open(&folder);
    let forgotten = database.forget(&people, "b", at(9)).expect("forget");
    assert_eq!(forgotten.rows, 2, "of both versions: {traces:?}");
    database.rewrite().expect("rewrite");
    drop(database);
    sound(&folder);
    assert!(
        !found_anywhere(root.path(), b"b1999 new"),
        "nothing of them is left"
    );
    assert!(found_anywhere(root.path(), b"d1999"), "and everything of others");
}

#[test]
fn the_widest_table_goes_into_a_plain_database_whole() {
    let (root, folder) = two_versions();
    let reader = opened(&folder, Version::Now);
    let columns = reader.columns().to_vec();
    let file = root.path().join("plain.db");
    std::fs::write(&file, b"").expect("there is room");
    let mut plain = PlainDatabase::begin(&file).expect("a file");
    let named: Vec<_> = columns
        .iter()
        .map(|column| (column.name.as_str(), Some(column.kind)))
        .collect();
    plain.table("users", &named).expect("a table");
    reader
        .walk(&TableQuery::default(), &columns, &mut |cells| {
            plain.row(cells.iter().copied()).expect("a row");
            ControlFlow::Continue(())
        })
        .expect("a walk");
    plain.finish().expect("the end");
    let written = rusqlite::Connection::open(&file).expect("it opens");
    let last: Vec<String> = written
        .prepare("SELECT a1999 FROM users ORDER BY 1")
        .expect("the last column")
        .query_map([], |row| row.get(0))
        .expect("rows")
        .collect::<rusqlite::Result<_>>()
        .expect("texts");
    assert_eq!(last, ["a1999", "b1999 new", "d1999"]);
}

fn everybody(folder: &DataFolder, names: &[&str]) -> Everybody {
    let of: Vec<PeopleOf> = names
        .iter()
        .map(|name| PeopleOf {
            name: (*name).into(),
            organization: "Acme".into(),
            people: USERS,
            identity: "sub".into(),
            address: "a2".into(),
            leading: vec![("sub".into(), "sub".into())],
            members: None,
            group: None,
        })
        .collect();
    let everybody = TableReader::people(folder, &of, &of, &KnownPeople::default());
    assert!(everybody.unread.is_empty(), "{:?}", everybody.unread);
    everybody
}

#[test]
fn everybody_of_the_widest_table_can_be_looked_at_in_as_many_columns_as_there_is_room_for() {
    let (_root, folder) = two_versions();
    let Everybody {
        reader,
        columns_left_out,
        ..
    } = everybody(&folder, &[NAME]);
    let columns = reader.columns();
    assert_eq!(columns.len(), 1_900);
    // Four are the directory's own: organization, database, groups and also_in.
    assert_eq!(
        columns_left_out,
        MOST as u64 - (1_900 - 4),
        "those that there is no room for are told"
    );
    assert_eq!(columns[2].name, "sub", "who they are comes first");
    let searched = TableQuery {
        search: "D1500".into(),
        sort: vec![Sort {
            column: "a2".into(),
            descending: false,
        }],
        ..TableQuery::default()
    };
    assert_eq!(whom(&reader, &searched), "d");
    assert_eq!(whom(&reader, &TableQuery::default()), "abd");
}

#[test]
fn one_column_more_is_refused_in_words_and_changes_nothing() {
    let (_root, folder) = two_versions();
    let names = names(MOST + 1);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    // Told by the source beforehand, or found on a page.
    let tables = [staged(users(&names), "users", Purpose::All)];
    let begun = open(&folder).begin(RunId(3), &tables, &[whole()], at(3));
    let error = begun.expect_err("too many");
    assert_eq!(error.kind(), ErrorKind::TooBig);
    insta::assert_snapshot!(error, @"`users` has more than 1,999 columns at its source, and a table of SQLite holds no more");
    let mut staging = begin(&folder, 4, &names[..MOST], Purpose::All);
    let rows = vec![row("a", MOST + 1, "")];
    let refused = staging.stage_page(&whole(), &page(&columns(&names), rows, None));
    assert_eq!(refused.expect_err("too many").kind(), ErrorKind::TooBig);
    drop(staging);
    open(&folder).discard(RunId(4)).expect("it goes");
    sound(&folder);
    assert_eq!(
        whom(&opened(&folder, Version::Now), &TableQuery::default()),
        "abd"
    );
    // What keeps no rows has room for any.
    let tables = [staged(users(&names), "users", Purpose::PrivacyMetadata)];
    open(&folder)
        .begin(RunId(5), &tables, &[whole()], at(5))
        .expect("a catalogue alone");
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
    assert_eq!(
        first_cells(&reader, &searched("NEEDLE")).expect("it is found"),
        "a"
    );
    assert_eq!(
        first_cells(&reader, &searched(&threads)).expect("it is found"),
        "ab"
    );
    let last = names[names.len() - 1];
    assert_eq!(first_cells(&reader, &sorted(last, false)).expect("sorted"), "ba");
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
    let lines = brought(&compared, &TableQuery::default()).expect("lines");
    let line: Vec<_> = lines[0].iter().map(|cell| cell.as_deref()).collect();
    assert_eq!(
        (lines.len(), line),
        (
            1,
            vec![Some("changed"), Some("b"), Some(last), Some("hay"), Some("straw")]
        )
    );
}
