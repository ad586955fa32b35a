//! A table that was given another name: it stays the same table, by what its rows were read from.

use crate::comparison::{NOW, as_of, named, publish};
use crate::support::*;
use poolhouse_catalog::model::{RunId, TableQuery};
use poolhouse_catalog::{DataFolder, DatabaseReader, TableReader};

/// Three runs; from the second on the users are called people, and a table of groups has their name.
fn three_runs() -> (tempfile::TempDir, DataFolder) {
    let (root, folder) = folder();
    let people = || users(&["sub", "tier"]);
    publish(
        &folder,
        1,
        &[(people(), "users", rows(&[&["a", "1"], &["b", "1"]]))],
    );
    let mut groups = users(&["name"]);
    groups.key = vec!["name".into()];
    groups.person = None;
    groups.id = poolhouse_connector::TableId::new("groups");
    let of = |cells| (people(), "people", cells);
    let others = || (groups.clone(), "users", rows(&[&["admins"]]));
    publish(&folder, 2, &[of(rows(&[&["a", "2"], &["b", "1"]])), others()]);
    publish(&folder, 3, &[of(rows(&[&["a", "3"], &["c", "1"]])), others()]);
    (root, folder)
}

fn compared(folder: &DataFolder, from: i64) -> Vec<String> {
    let sides = (as_of(from), NOW);
    let (_, lines) = named(folder, "people", sides, &TableQuery::default(), &[]).expect("they are compared");
    lines
}

#[test]
fn its_versions_are_compared_though_one_is_no_longer_kept() {
    let (_root, folder) = three_runs();
    let expected = [
        "added | c | - | - | -",
        "changed | a | tier | 1 | 3",
        "removed | b | - | - | -",
    ];
    assert_eq!(compared(&folder, 1), expected);
    open(&folder).prune(1).expect("the first is pruned");
    assert_eq!(compared(&folder, 1), expected, "by the change log alone");
}

#[test]
fn it_is_read_as_of_a_run_in_which_it_had_another_name() {
    let (_root, folder) = three_runs();
    let reader = TableReader::open(&folder, NAME, "people", as_of(1))
        .expect("it was there")
        .expect("a database");
    assert_eq!(
        brought(&reader, &TableQuery::default()).expect("its rows").len(),
        2
    );
    let reader = TableReader::open(&folder, NAME, "users", as_of(1))
        .expect("by its name of then")
        .expect("a database");
    assert_eq!(
        reader.columns().len(),
        2,
        "and not the table that has this name now"
    );
}

#[test]
fn the_history_of_its_rows_goes_back_beyond_its_name() {
    let (_root, folder) = three_runs();
    let reader = TableReader::open(&folder, NAME, "people", NOW)
        .expect("it is there")
        .expect("a database");
    let question = reader.ask(&TableQuery::default()).expect("a question");
    let mut places = Vec::new();
    reader
        .list(&question, &mut |found| {
            places.extend_from_slice(found);
            std::ops::ControlFlow::Continue(())
        })
        .expect("rows");
    let key = reader.key_at(places[0]).expect("its key");
    let database = DatabaseReader::open(&folder, NAME)
        .expect("it opens")
        .expect("a database");
    let history = database.row_history(&key, 10).expect("its history");
    let runs: Vec<RunId> = history.iter().map(|change| change.run).collect();
    assert_eq!(
        runs,
        [RunId(3), RunId(2)],
        "the second run gave it its name, and changed it"
    );
}
